"""Files as a broken disk, a bad line or a curious person leaves them.

Every function takes its own random numbers, so that a seed gives the same damage again.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from random import Random
from typing import Any
from xml.etree.ElementTree import Element, tostring
from zipfile import ZipFile

from questions.formats import xml

VALUES = [
    "", "RESPONSE", "multiple", "ordered", "float", "string", "pair", "0", "-1", "1e19",
    "1e21", "A", "A D", "a b c", "true", "SCORE", "relative", "1 2", "1 2 3", ".*", "(",
    "100", "33.33333", "html", "base64", "[[1]]", "{1:SA:=a~b}", "picture:x", "A1:Z9", "ế",
]  # fmt: skip
PIECES = [
    b"\0", b"\xff", b"\xcc\x81", b"\r", b"\n\n", b"{", b"}", b"=", b"~", b"#", b"%50%", b"->",
    b"::", b"\\", b'"', b"<", b">", b"</p>", b"<![CDATA[", b"]]>", b"&#0;", b"&x;", b"ANSWER: ",
    b"A. ", b"$CATEGORY: ", b"// lms: ", b"[[1]]", b"1e999", b"-", b"null", b"\xef\xbb\xbf",
]  # fmt: skip


def cut(content: bytes, rng: Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def flipped(content: bytes, rng: Random) -> bytes:
    broken = bytearray(content)
    for _byte in range(rng.randint(1, 6)):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def rearranged(content: bytes, rng: Random) -> bytes:
    """Two neighbouring slices change places, or one goes, comes twice or is replaced."""
    start, middle, end = sorted(rng.randrange(len(content) + 1) for _ in range(3))
    one, other = content[start:middle], content[middle:end]
    kept = rng.choice([other + one, other, one * 2 + other, rng.choice(PIECES) + other])
    return content[:start] + kept + content[end:]


def spiced(content: bytes, rng: Random) -> bytes:
    for _piece in range(rng.randint(1, 4)):
        place = rng.randrange(len(content) + 1)
        content = content[:place] + rng.choice(PIECES) + content[place:]
    return content


def tampered(root: Element, rng: Random) -> None:
    """One part of a tree removed, doubled, renamed, emptied or put in disorder."""
    elements = list(root.iter())
    one, other = rng.choice(elements), rng.choice(elements[1:] or elements)
    change = rng.randrange(6)
    if change == 0 and one.attrib:
        one.set(rng.choice(list(one.attrib)), rng.choice(VALUES))
    elif change == 1 and one.attrib:
        one.attrib.pop(rng.choice(list(one.attrib)))
    elif change == 2 and len(one):
        one.remove(rng.choice(list(one)))
    elif change == 3:
        one.append(deepcopy(other))
    elif change == 4:
        one.tag = other.tag
    else:
        one.text = rng.choice(VALUES)


def tree(content: bytes, rng: Random) -> bytes:
    root = xml.parse(content)
    for _change in range(rng.randint(1, 4)):
        tampered(root, rng)
    return tostring(root, encoding="utf-8")


def changed(value: Any, rng: Random) -> Any:
    """The same JSON with something else in one place."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        key = rng.choice(list(value))
        return value | {key: changed(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = rng.randrange(len(value))
        return [*value[:place], changed(value[place], rng), *value[place + 1 :]]
    return rng.choice([None, 1, -1, "x", [], {}, True, 1.5, [[]], {"a": 1}])


def record(content: bytes, rng: Random) -> bytes:
    return json.dumps(changed(json.loads(content), rng)).encode()


def package(content: bytes, rng: Random) -> bytes:
    """A sound archive whose files are not: one damaged, gone, or another's content."""
    with ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    one, other = rng.choice(list(files)), rng.choice(list(files))
    change = rng.randrange(5)
    if change == 0:
        del files[one]
    elif change == 1:
        files[one], files[other] = files[other], files[one]
    elif files[one]:
        files[one] = damaged(files[one], rng)
    return packed(files)


def packed(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


INSIDE: list[tuple[bytes, Callable[[bytes, Random], bytes]]] = [
    (b"PK", package),
    (b"<", tree),
    (b"[", record),
    (b"{", record),
]


def damaged(content: bytes, rng: Random) -> bytes:
    """Broken from within, its structure still whole, or as bytes."""
    for head, change in INSIDE:
        if content.startswith(head) and rng.random() < 0.6:
            return change(content, rng)
    return rng.choice([cut, flipped, rearranged, spiced])(content, rng)
