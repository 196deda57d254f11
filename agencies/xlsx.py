"""A workbook written as a stream (ECMA-376): rows go to the disk as they come.

A library that makes an object of every cell takes a minute of processor for 100,000
rows of fourteen columns; this takes seconds, in no memory to speak of. It knows only
what our tables need: seven kinds of cell, widths, a heading that stays in sight and is
on every printed page, and paper as wide as the columns. See decision 21.
"""

from __future__ import annotations

import re
import textwrap
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import IO, Self
from xml.sax.saxutils import escape, quoteattr

MOST_ROWS = 1_048_576  # that a sheet can hold
MOST_SIGNS = 32_767  # that a cell can hold
LONGEST_TITLE = 31  # Excel refuses more
PLAIN, HEADING, COUNT, SHARE, DAY, MOMENT, PROSE = range(7)  # as STYLES lists them
UPRIGHT = 100  # characters across an upright A4
LINE = 15  # points
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
</cellStyleXfs><cellXfs count="7">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" \
applyFill="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="10" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf>\
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


def height(texts: Iterable[str], widths: Iterable[int]) -> int:
    """How tall a row must be for its texts to be read whole, in points.

    Programs work it out on the screen but not all of them for paper; bold letters need
    more room than the figures that widths are counted in.
    """
    room = [max(1, round(width * 0.85)) for width in widths]
    return LINE * max(
        len(textwrap.wrap(said, most)) or 1
        for said, most in zip(texts, room, strict=True)
    )


def shortened(title: str) -> str:
    """A sheet's name of at most 31 characters, cut between words where there are any."""
    if len(title) <= LONGEST_TITLE:
        return title
    whole = title[: LONGEST_TITLE + 1].rpartition(" ")[0].rstrip(" ,;:-–(")
    return whole or title[:LONGEST_TITLE]


class Book:
    """A workbook on its way out: sheet after sheet, then closed."""

    def __init__(self, target: IO[bytes]) -> None:
        self.archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self.titles: list[str] = []
        self.frozen: list[bool] = []

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
        heights: Sequence[int] = (),
        on_paper: str = "",
    ) -> None:
        """Write a sheet of cells as `text`, `number`, `day` and `moment` make them.

        `heights` are those of the first rows; `on_paper` heads each printed page.
        Raises TooManyRows.
        """
        self.titles.append(shortened(title))
        self.frozen.append(frozen)
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
                tall = heights[at - 1] if at <= len(heights) else 0
                size = f' ht="{tall}" customHeight="1"' if tall else ""
                file.write(f'<row r="{at}"{size}>{cells}</row>'.encode())
            file.write(_sheet_end(widths, on_paper).encode())

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
            f"<sheets>{listed}</sheets>{self._repeated()}</workbook>",
            "xl/_rels/workbook.xml.rels": _links(
                [*links, (styles, "styles", "styles.xml")]
            ),
            "xl/styles.xml": STYLES,
        }
        for name, content in parts.items():
            self.archive.writestr(name, content)

    def _repeated(self) -> str:
        """The headings that stand on every printed page."""
        names = "".join(
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
            f"{escape(_quoted(title))}!$1:$1</definedName>"
            for at, title in enumerate(self.titles)
            if self.frozen[at]
        )
        return f"<definedNames>{names}</definedNames>" if names else ""


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def _sheet_end(widths: Sequence[int], on_paper: str) -> str:
    """The page: A4 as wide as the columns need, numbered, with its heading whole."""
    lying = sum(widths) > UPRIGHT
    lines = textwrap.wrap(on_paper, 110 if lying else 75)[:3]
    said = escape("\n".join(lines).replace("&", "&&"))
    header = f'<oddHeader>&amp;C&amp;12&amp;"-,Bold"{said}</oddHeader>' if said else ""
    return (
        '</sheetData><pageMargins left="0.5" right="0.5" '
        f'top="{0.6 + 0.2 * len(lines):.1f}" bottom="0.7" header="0.4" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{"landscape" if lying else "portrait"}"'
        f' fitToWidth="1" fitToHeight="0"/><headerFooter>{header}'
        "<oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter></worksheet>"
    )


def _sheet_head(widths: Sequence[int], *, frozen: bool) -> str:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/>'
        f'</sheetPr><sheetViews><sheetView workbookViewId="0">'
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
