"""A <question> of Moodle XML while it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from questions.formats.moodle.pictures import write_files
from questions.formats.moodle.reading import EXTRAS

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Target:
    """One question of the file; `extras` are what Moodle has no place for."""

    def __init__(self, parent: Element, kind: str, pictures: Mapping[str, bytes]):
        self.element = SubElement(parent, "question", type=kind)
        self.pictures = pictures
        self.extras: dict[str, Any] = {}

    def leaf(self, tag: str, text: Any, parent: Element | None = None) -> Element:
        """<tag>text</tag>"""
        holder = self.element if parent is None else parent
        node = SubElement(holder, tag)
        node.text = FORBIDDEN.sub("", str(text))
        return node

    def words(
        self, tag: str, text: str, parent: Element | None = None, **attrs: str
    ) -> Element:
        """<tag><text>plain</text></tag>"""
        holder = self.element if parent is None else parent
        node = SubElement(holder, tag, attrs)
        self.leaf("text", text, node)
        return node

    def rich(
        self, tag: str, html: str, parent: Element | None = None, **attrs: str
    ) -> Element:
        """<tag format="html"><text>HTML</text> and its files</tag>"""
        node = self.words(tag, "", parent, format="html", **attrs)
        text = node.find("text")
        text.text = FORBIDDEN.sub("", write_files(node, html, self.pictures))
        return node

    def fold(self, *, is_folded: bool) -> None:
        """That neither case nor tone marks count: Moodle can only say the first."""
        if is_folded:
            self.extras["folded"] = True

    def close(self) -> None:
        """Write down the extras, when there are any."""
        if self.extras:
            self.element.set(EXTRAS, json.dumps(self.extras, ensure_ascii=True))
