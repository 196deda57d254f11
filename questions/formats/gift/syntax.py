r"""The letters of GIFT: blocks between blank lines, comments, categories, escapes.

`~ = # { } :` steer and `\` takes that from them; `\n` is a new line. While a question
is taken apart, an escaped character is one of Unicode's non-characters, so that a
search for `=` finds only what steers (Moodle does the same with `&&061;`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NEW_LINE = "\ufdd0"
STEERING = "~=#{}:\\"
HIDDEN = {char: chr(0xFDD1 + n) for n, char in enumerate(STEERING)} | {"n": NEW_LINE}
SHOWN = {mark: char for char, mark in HIDDEN.items()} | {NEW_LINE: "\n"}
ESCAPE = re.compile(r"\\([~=#{}:\\n])")
WEIGHT = re.compile(r"\s*%\s*(-?[0-9]{1,3}(?:[.,][0-9]{0,10})?)\s*%")
CATEGORY = "$CATEGORY:"
CONTEXT = re.compile(r"\$[A-Za-z0-9_]+\$")
ONE_SLASH = re.compile(r"(?<![/\\])/(?!/)")

_show = str.maketrans(SHOWN)
_foreign = str.maketrans(dict.fromkeys([*SHOWN], "\ufffd"))
_escape = str.maketrans({char: f"\\{char}" for char in STEERING} | {"\n": "\\n"})


def protect(text: str) -> str:
    """Escaped characters out of the way of a search; `restore` brings them back."""
    return ESCAPE.sub(lambda found: HIDDEN[found[1]], text.translate(_foreign))


def restore(text: str) -> str:
    return text.translate(_show)


def escaped(text: str) -> str:
    """The text as a file has it: one line in which nothing steers."""
    return text.translate(_escape)


@dataclass(frozen=True)
class Block:
    """What stands between two blank lines, its comments apart.

    `line` is that of its first visible line, counted from 1.
    """

    line: int
    visible: str
    comments: tuple[str, ...]
    category: tuple[str, ...]


def category_names(path: str) -> tuple[str, ...]:
    r"""`$course$/top/Một cửa/Bước 1` from the root down.

    A slash in a name is `//` (Moodle) or `\/` (others).
    """
    names = [
        " ".join(name.replace("//", "/").replace("\\/", "/").split())
        for name in ONE_SLASH.split(path.strip())
    ]
    if names and CONTEXT.fullmatch(names[0]):
        names = names[1:]
    if names and names[0].casefold() == "top":
        names = names[1:]
    return tuple(name for name in names if name)


def category_path(names: tuple[str, ...]) -> str:
    return " / ".join(["$course$", "top", *(name.replace("/", "//") for name in names)])


class _Braces:
    """Which brace comes next, from any line on; blank lines inside braces are borne."""

    def __init__(self, lines: list[str]) -> None:
        self.ends: list[str] = []  # per line, "{" or "}" it ends with, "" without any
        self.next: list[str] = [""] * (len(lines) + 1)
        for line in lines:
            found = re.findall("[{}]", "" if is_comment(line) else protect(line))
            self.ends.append("".join(found[:1] + found[-1:]))
        for n in range(len(lines) - 1, -1, -1):
            self.next[n] = self.ends[n][:1] or self.next[n + 1]


def is_comment(line: str) -> bool:
    return line.lstrip().startswith("//")


def blocks(text: str) -> Iterator[Block]:
    """The questions of a file, in order, each under the category said last."""
    lines = text.split("\n")
    braces = _Braces(lines)
    category: tuple[str, ...] = ()
    shown: list[str] = []
    comments: list[str] = []
    first, is_open = 0, False
    for n, line in enumerate([*lines, ""]):
        bare = line.strip()
        if is_comment(line):
            comments.append(bare)
            continue
        if bare and not bare.startswith(CATEGORY):
            first = first if shown else n + 1
            shown.append(bare)
            is_open = (braces.ends[n][-1:] or "}{"[is_open]) == "{"
            continue
        if not bare and is_open and braces.next[min(n, len(lines))] == "}":
            continue
        if shown:
            yield Block(first, "\n".join(shown), tuple(comments), category)
        shown, comments, is_open = [], [], False
        if bare:
            category = category_names(bare.removeprefix(CATEGORY))


@dataclass(frozen=True)
class Answer:
    """One answer in braces: `~` or `=`, percent when given, text and feedback raw."""

    sign: str
    weight: float | None
    text: str
    feedback: str


def answers(body: str) -> list[Answer]:
    """The answers of a protected body; what comes before the first sign has sign ""."""
    pieces = re.split("([~=])", body)
    signed = [("", pieces[0])] if pieces[0].strip() else []
    signed += list(zip(pieces[1::2], pieces[2::2], strict=True))
    found = []
    for sign, piece in signed:
        weight = WEIGHT.match(piece)
        text, _hash, feedback = piece[weight.end() if weight else 0 :].partition("#")
        percent = float(weight[1].replace(",", ".")) if weight else None
        found.append(Answer(sign, percent, text.strip(), feedback.strip()))
    return found
