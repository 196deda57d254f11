"""The sheet "Hình": pictures by name, each in a row of its own. Pure.

A picture that Excel can show lies on its row; any other is kept as text (base64), so
that nothing is lost. A name belongs to one question when its number stands beside it.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from xml.etree.ElementTree import Element

from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Pillow

from agencies.tables import Cell, as_text, heading_key
from questions.formats import xml
from questions.formats.draft import UnusableFile
from questions.formats.packages import Package

TITLE = "Hình"
NUMBER, NAME, PICTURE, DATA = "TT câu", "Tên hình", "Hình", "Dữ liệu"
HEADINGS = (NUMBER, NAME, PICTURE, DATA)
SHOWN = {"PNG", "JPEG", "GIF"}  # what a workbook carries as it is
PIECE = 32_000  # signs of base64 in a cell
HEIGHT, WIDTH = 90, 160

Key = tuple[str, str]  # number of the question or "", name
Pictures = dict[Key, bytes]


# --- out --------------------------------------------------------------------------


def write(sheet: Worksheet, rows: Iterable[tuple[int, str, bytes]]) -> None:
    """A row for each picture: number of the question, name, the picture itself."""
    for line, (number, name, content) in enumerate(rows, 2):
        sheet.cell(line, 1, number)
        sheet.cell(line, 2, name).data_type = "s"
        if image := _image(content):
            image.anchor = f"C{line}"
            sheet.add_image(image)
            sheet.row_dimensions[line].height = HEIGHT * 0.8
            continue
        text = base64.b64encode(content).decode()
        for place in range(0, len(text), PIECE):
            sheet.cell(line, 4 + place // PIECE, text[place : place + PIECE])


def _image(content: bytes) -> Image | None:
    """Something to lay on the sheet with these very bytes, or None."""
    try:
        with Pillow.open(BytesIO(content)) as picture:
            if picture.format not in SHOWN:
                return None
        image = Image(BytesIO(content))
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None
    scale = min(1, HEIGHT / max(image.height, 1), WIDTH / max(image.width, 1))
    image.width, image.height = image.width * scale, image.height * scale
    return image


# --- in ---------------------------------------------------------------------------


def read(rows: Sequence[Sequence[Cell]], laid: Mapping[int, bytes]) -> Pictures:
    """The pictures named in the rows; `laid` has those on the sheet by row, 0 first."""
    found: Pictures = {}
    for line, row in enumerate(rows[1:], 1):
        number, name, *_rest = [*map(as_text, row), "", ""]
        content = laid.get(line) or _decoded(row[3:])
        if name and content:
            found[number, name] = content
    return found


def is_sheet(title: str) -> bool:
    return heading_key(title) == heading_key(TITLE)


def _decoded(row: Sequence[Cell]) -> bytes:
    try:
        return base64.b64decode("".join(map(as_text, row)), validate=True)
    except (binascii.Error, ValueError):
        return b""


def laid_on(package: Package, title: str) -> dict[int, bytes]:
    """The pictures that lie on a sheet, by the row of their upper corner, 0 first."""
    try:
        return _laid_on(package, title)
    except (KeyError, UnusableFile, ValueError, TypeError):
        return {}  # a damaged drawing costs its pictures, and the rows say so


def _laid_on(package: Package, title: str) -> dict[int, bytes]:
    book = "xl/workbook.xml"
    links = _links(package, book)
    path = next(
        links[_link(node)]
        for node in _all(xml.parse(package.read(book)), "sheet")
        if node.get("name") == title
    )
    drawings = [p for p in _links(package, path).values() if "/drawings/" in p]
    found: dict[int, bytes] = {}
    for drawing in drawings:
        if drawing.endswith(".xml") and drawing in package:
            found |= _anchored(package, drawing)
    return found


def _anchored(package: Package, drawing: str) -> dict[int, bytes]:
    links = _links(package, drawing)
    found: dict[int, bytes] = {}
    for anchor in xml.parse(package.read(drawing)):
        row = next((node.text for node in _all(anchor, "row")), None)
        picture = next((_link(node, "embed") for node in _all(anchor, "blip")), "")
        if row and links.get(picture) in package:
            found.setdefault(int(row), package.read(links[picture]))
    return found


def _all(element: Element, name: str) -> list[Element]:
    return [e for e in element.iter() if e.tag.rpartition("}")[2] == name]


def _link(node: Element, name: str = "id") -> str:
    names = ((key, value) for key, value in node.attrib.items() if key.startswith("{"))
    return next((v for key, v in names if key.endswith("}" + name)), "")


def _links(package: Package, path: str) -> dict[str, str]:
    """What a part refers to, by the id of the reference."""
    folder, _slash, name = path.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package:
        return {}
    return {
        node.get("Id", ""): posixpath.normpath(
            posixpath.join("/" + folder, node.get("Target", ""))
        ).lstrip("/")
        for node in xml.parse(package.read(rels))
    }
