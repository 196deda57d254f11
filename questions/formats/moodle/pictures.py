"""Pictures in Moodle XML: base64 in <file> beside the text that shows them."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, SubElement

if TYPE_CHECKING:
    from collections.abc import Mapping

PLUGINFILE = "@@PLUGINFILE@@/"
DATA = re.compile(r"data:image/[a-z]+;base64,([A-Za-z0-9+/=\s]+)")
SHOWN = re.compile(r'<img src="picture:([^"]*)"')
KNOWN = {b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


def _decoded(text: str | None) -> bytes:
    """The bytes of a picture; nothing when it is none that a browser shows."""
    try:
        data = b64decode(text or "", validate=False)
    except (binascii.Error, ValueError):
        return b""
    return data if extension_of(data) else b""


def extension_of(data: bytes) -> str:
    return next((ext for head, ext in KNOWN.items() if data.startswith(head)), "")


class Names(dict[str, str]):
    """NAME by src, for `html.clean`; `text` is the HTML with data: urls taken out."""

    text = ""

    def get(self, source: str, default: str | None = None) -> str | None:
        return super().get(unquote(source).removeprefix(PLUGINFILE), default)


class Pictures:
    """All pictures of a question: one name, one picture."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> str:
        """The name under which the picture is kept."""
        stem, _dot, _ext = re.sub(r"[^\w.-]+", "_", name).rpartition(".")
        stem = stem or "hinh"
        number, found = 1, f"{stem}.{_ext or extension_of(data)}"
        while self.files.get(found, data) != data:
            number += 1
            found = f"{stem}-{number}.{_ext or extension_of(data)}"
        self.files[found] = data
        return found

    def of(self, node: Element | None, text: str) -> Names:
        """The pictures that stand with one text, in <file> or in the text itself."""
        names = Names()
        for file in () if node is None else node.findall("file"):
            name, data = file.get("name") or "", _decoded(file.text)
            if name and data:
                path = (file.get("path") or "/").strip("/")
                key = f"{path}/{name}" if path else name
                names[key] = self.add(name, data)
        names.text = DATA.sub(lambda match: self._inline(match, names), text)
        return names

    def _inline(self, match: re.Match[str], names: Names) -> str:
        data = _decoded(match[1])
        if not data:
            return "data:"
        key = f"data:{len(names)}"
        names[key] = self.add(f"hinh.{extension_of(data)}", data)
        return key

    def used_in(self, text: str) -> dict[str, bytes]:
        """Only what is shown anywhere: Moodle files more than that."""
        used = {unescape(name) for name in SHOWN.findall(text)}
        return {name: data for name, data in self.files.items() if name in used}


def modernise(question: Element) -> None:
    """Moodle 1.9 had one picture beside the text: put it at the end, as Moodle 2 did."""
    text = question.find("questiontext/text")
    name = (question.findtext("image") or "").strip().rpartition("/")[2]
    if text is None or not name:
        return
    holder = question.find("questiontext")
    file = SubElement(holder, "file", name=name, path="/", encoding="base64")
    file.text = question.findtext("image_base64")
    text.text = f'{text.text or ""}<p><img src="{_address(name)}"></p>'


def write_files(holder: Element, html: str, pictures: Mapping[str, bytes]) -> str:
    """Put the pictures of the text beside it; returns the text as Moodle has it."""
    names = dict.fromkeys(unescape(name) for name in SHOWN.findall(html))
    for name in names:
        if name in pictures:
            file = SubElement(holder, "file", name=name, path="/", encoding="base64")
            file.text = b64encode(pictures[name]).decode()
    return SHOWN.sub(lambda m: f'<img src="{_address(unescape(m[1]))}"', html)


def _address(name: str) -> str:
    return escape(f"{PLUGINFILE}{quote(name)}")
