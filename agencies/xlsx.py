"""A workbook written as a stream (ECMA-376): rows go to the disk as they come.

A library that makes an object of every cell takes a minute of processor for 100,000
rows of fourteen columns; this takes seconds, in no memory to speak of. It knows only
what our tables need: six kinds of cell, widths, and a heading that stays in sight.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape, quoteattr

MOST_ROWS = 1_048_576  # that a sheet can hold
MOST_SIGNS = 32_767  # that a cell can hold
PLAIN, HEADING, COUNT, SHARE, DAY, MOMENT = range(6)  # as STYLES lists them
DAY_ONE = date(1899, 12, 30).toordinal()
DAY_SECONDS = 86_400
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read a letter

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2">\
<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>\
<numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFF2EBDF"/></patternFill></fill>\
</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border>\
</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
</cellStyleXfs><cellXfs count="6">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" \
applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>\
</cellStyles></styleSheet>"""


class TooManyRows(ValueError):
    """More rows than a sheet can hold."""


def text(value: str, style: int = PLAIN) -> str:
    """A cell of text, without its place; what XML cannot say becomes a space."""
    clean = value[:MOST_SIGNS]
    if not clean.isprintable():
        clean = NO_XML.sub(" ", clean)
    if "_x" in clean:
        clean = LOOKS_ESCAPED.sub("_x005F_", clean)
    keep = ' xml:space="preserve"' if clean != clean.strip() else ""
    return f's="{style}" t="inlineStr"><is><t{keep}>{escape(clean)}</t></is></c>'


def number(value: float, style: int = PLAIN) -> str:
    return f's="{style}"><v>{value!r}</v></c>'


def day(value: date) -> str:
    return number(value.toordinal() - DAY_ONE, DAY)


def moment(value: datetime) -> str:
    """A local time to the second; a workbook knows no zones."""
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return number(value.toordinal() - DAY_ONE + seconds / DAY_SECONDS, MOMENT)


def letters(index: int) -> str:
    """The name of a column: A for 0, AA for 26."""
    name = ""
    while index >= 0:
        name = chr(ord("A") + index % 26) + name
        index = index // 26 - 1
    return name


class Book:
    """A workbook on its way out: sheet after sheet, then closed."""

    def __init__(self, target: IO[bytes]) -> None:
        self.archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self.titles: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._add_frame()
        self.archive.close()

    def add_sheet(
        self,
        title: str,
        rows: Iterable[Iterable[str | None]],
        *,
        widths: Sequence[int],
        frozen: bool = False,
    ) -> None:
        """Write a sheet of cells as `text`, `number`, `day` and `moment` make them.

        Raises TooManyRows.
        """
        self.titles.append(title[:31])
        place = f"xl/worksheets/sheet{len(self.titles)}.xml"
        names = [letters(i) for i in range(len(widths))]
        with self.archive.open(place, "w", force_zip64=True) as file:
            file.write(_sheet_head(widths, frozen=frozen).encode())
            for at, row in enumerate(rows, start=1):
                if at > MOST_ROWS:
                    raise TooManyRows
                cells = "".join(
                    f'<c r="{name}{at}" {cell}'
                    for name, cell in zip(names, row, strict=True)
                    if cell is not None
                )
                file.write(f'<row r="{at}">{cells}</row>'.encode())
            file.write(b"</sheetData></worksheet>")

    def _add_frame(self) -> None:
        """What is known only at the end, or always: names, links, types, styles."""
        sheets = range(1, len(self.titles) + 1)
        styles = len(self.titles) + 1
        listed = "".join(
            f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="rId{n}"/>'
            for n, title in zip(sheets, self.titles, strict=True)
        )
        links = [(n, "worksheet", f"worksheets/sheet{n}.xml") for n in sheets]
        types = [(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in sheets]
        types += [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
        parts = {
            "[Content_Types].xml": _types(types),
            "_rels/.rels": _links([(1, "officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _links(
                [*links, (styles, "styles", "styles.xml")]
            ),
            "xl/styles.xml": STYLES,
        }
        for name, content in parts.items():
            self.archive.writestr(name, content)


def _sheet_head(widths: Sequence[int], *, frozen: bool) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f"{pane if frozen else ''}</sheetView></sheetViews><cols>{columns}</cols>"
        "<sheetData>"
    )


def _types(parts: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{KIND}.{kind}+xml"/>'
        for name, kind in parts
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _links(parts: Sequence[tuple[int, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, kind, target in parts
    )
    return f'{HEAD}<Relationships xmlns="{LINKS}">{listed}</Relationships>'
