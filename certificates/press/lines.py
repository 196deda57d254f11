"""Setting a personal text on the page: where WeasyPrint would, with its own means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pydyf
from weasyprint import Document
from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure.boxes import BlockContainerBox, Box, TextBox
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import split_first_line

Lines = dict[str, list[str]]


@dataclass(frozen=True)
class Field:
    """A personal text of the page: a box for each of its lines, and their container."""

    name: str
    boxes: list[TextBox]
    container: BlockContainerBox
    page: int = 0

    @property
    def is_centred(self) -> bool:
        return self.container.style["text_align_all"] == "center"

    @property
    def room(self) -> float:
        """How wide a line may be, in CSS pixels: to the right edge of its block."""
        left = self.container.content_box_x()
        if not self.is_centred:
            left = self.boxes[0].position_x
        return self.container.content_box_x() + self.container.width - left

    def broken(self, text: str) -> list[str]:
        """The lines of a text, broken as the layout breaks them."""
        rest, lines = text, []
        while rest:
            layout, _length, resume, *_size = split_first_line(
                rest, self.boxes[0].style, None, self.room, 0
            )
            lines.append(layout.text.rstrip(" "))
            rest = rest.encode()[resume:].decode().lstrip(" ") if resume else ""
        return lines

    def placed(self, number: int, text: str) -> TextBox:
        """The box of a line with another text in it, centred anew where it was."""
        box = self.boxes[number].copy_with_text(text)
        layout, _length, _resume, width, *_size = split_first_line(
            text, box.style, None, None, 0
        )
        box.pango_layout, box.width = layout, width
        if self.is_centred:
            free = (self.container.width - width) / 2
            box.position_x = self.container.content_box_x() + free
        return box


def fields_of(document: Document) -> dict[str, Field]:
    """The texts of the pages that the template marks with `data-field`, by name."""
    found: dict[str, Field] = {}
    for number, page in enumerate(document.pages):
        for box, container in _texts(page._page_box, None):  # noqa: SLF001
            name = box.element.get("data-field") if box.element is not None else None
            if name:
                new = Field(name, [], container, number)
                found.setdefault(name, new).boxes.append(box)
    return found


def _texts(
    box: Box, container: BlockContainerBox | None
) -> Iterator[tuple[TextBox, BlockContainerBox | None]]:
    """Every text of the page in order, with the block that it stands in."""
    if isinstance(box, TextBox):
        yield box, container
    inner = box if isinstance(box, BlockContainerBox) else container
    for child in getattr(box, "children", ()):
        yield from _texts(child, inner)


def operators(document: Document, box: TextBox) -> bytes:
    """What the page's content has for a line; fonts of the document are used along."""
    stream = Stream(document.fonts, None, {"ExtGState": {}}, {}, None, {}, None)
    draw_text(stream, box, 0, "clip", "none")
    content = content_of(stream)
    return content[content.index(b"BT\n") :]


def content_of(stream: pydyf.Stream) -> bytes:
    """The operators of a stream as the file has them, not compressed."""
    plain = pydyf.Stream(stream.stream)
    return plain.data.split(b"stream\n", 1)[1].removesuffix(b"\nendstream")
