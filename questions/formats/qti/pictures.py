"""The pictures of an item: where they lie in the package, what the draft calls them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from posixpath import basename, dirname
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from questions.formats import packages
from questions.formats.draft import UnusableFile
from questions.formats.packages import Package

EMBEDDED = re.compile(r"data:image/([a-z]+);base64,(.*)", re.DOTALL)
UNUSUAL = re.compile(r"[^\w.-]+")


class Pictures:
    """Finds the files that one item refers to."""

    def __init__(self, package: Package | None, path: str) -> None:
        self._package = package
        self._folder = dirname(path)
        self._sources: dict[str, str] = {}  # reference by name

    def names(self, root: Element) -> dict[str, str]:
        """The name in the draft for every reference that has a file."""
        for element in root.iter():
            source = _source(element)
            if source and source not in self._sources.values() and self._has(source):
                self._sources[self._name(source)] = source
        return {source.strip(): name for name, source in self._sources.items()}

    def files(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of the pictures that a value shows, by name."""
        return {name: self._read(self._sources[name]) for name in sorted(names)}

    def _name(self, source: str) -> str:
        found = EMBEDDED.fullmatch(source)
        plain = f"picture.{found[1]}" if found else basename(self._path(source))
        name = UNUSUAL.sub("_", plain) or "picture"
        number = 2
        while name in self._sources:
            name, number = f"{number}-{UNUSUAL.sub('_', plain)}", number + 1
        return name

    def _path(self, source: str) -> str:
        plain = unquote(source.strip().split("#")[0].split("?")[0])
        return packages.joined(self._folder, plain) if plain else ""

    def _has(self, source: str) -> bool:
        return bool(EMBEDDED.fullmatch(source) or self._package) and bool(
            self._read(source)
        )

    def _read(self, source: str) -> bytes:
        """The bytes, none for a picture that cannot be read."""
        try:
            if found := EMBEDDED.fullmatch(source):
                return base64.b64decode(found[2], validate=False)
            return self._package.read(self._path(source))
        except (KeyError, UnusableFile, binascii.Error, ValueError):
            return b""


def _source(element: Element) -> str:
    if element.tag == "img":
        return element.get("src", "")
    is_picture = element.tag == "object" and element.get("type", "").startswith(
        "image/"
    )
    return element.get("data", "") if is_picture else ""
