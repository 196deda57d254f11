"""A file as a rectangle of cells: merged cells filled, old encodings mended."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.tables import FOREIGN, Cell, read_csv
from agencies.workbooks import UnusableFileError, read_merged
from enrolments.rosters.encodings import DECODERS, mended, recognise
from enrolments.rosters.syllables import plausibility

MAX_ROWS = 20_000


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, row 1 first; `encoding` is what they were typed in."""

    rows: list[list[Cell]]
    encoding: str = ""


def read_grid(content: bytes, sheet: str | None = None) -> Grid:
    """The cells of a CSV or XLSX; raises UnusableFileError with what to do."""
    if content[:2] == b"PK":
        rows, encoding = read_merged(content, sheet), ""
    else:
        rows, encoding = csv_rows(content)
    if len(rows) > MAX_ROWS:
        raise UnusableFileError(
            _("Tệp có %(rows)s dòng, nhiều hơn %(most)s. Hãy chia thành nhiều tệp.")
            % {"rows": len(rows), "most": MAX_ROWS}
        )
    return mend(rows, encoding)


def mend(rows: list[list[Cell]], encoding: str = "") -> Grid:
    """Every text in Unicode, NFC; the old encoding is recognised unless known."""
    try:
        encoding = encoding or recognise(list(texts(rows)))
    except ValueError as error:
        raise garbled() from error
    return Grid([[tidy(cell, encoding) for cell in row] for row in rows], encoding)


def garbled() -> UnusableFileError:
    return UnusableFileError(
        _(
            "Chữ trong tệp không đọc ra tiếng Việt: có thể tệp dùng bảng mã cũ lạ hoặc đã hỏng. "
            "Hãy chuyển sang Unicode (ví dụ bằng công cụ chuyển mã của UniKey) rồi gửi lại tệp XLSX."
        )
    )


def texts(rows: list[list[Cell]]) -> Iterator[str]:
    return (cell for row in rows for cell in row if isinstance(cell, str))


def tidy(cell: Cell, encoding: str) -> Cell:
    if not isinstance(cell, str):
        return cell
    return unicodedata.normalize("NFC", mended(cell, encoding))


def csv_rows(content: bytes) -> tuple[list[list[Cell]], str]:
    """The rows of a CSV in UTF-8 or, failing that, in an old Vietnamese encoding."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if (
            not content.startswith((*FOREIGN, b"\xff\xfe", b"\xfe\xff"))
            and b"\0" not in content
        ):
            return old_csv(content)
    return read_csv(content), ""


def old_csv(content: bytes) -> tuple[list[list[Cell]], str]:
    """Octets of Windows-1258, TCVN3 or VNI: the one that reads as Vietnamese."""
    readings = {"": windows_1258(content)}
    latin = content.decode("latin-1")
    readings |= {name: decode(latin) for name, decode in DECODERS.items()}
    best = max(readings, key=lambda name: plausibility(readings[name]))
    if plausibility(readings[best]) < 0.75:
        raise garbled()
    text = readings[best]
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    return list(csv.reader(io.StringIO(text), delimiter=delimiter)), best


def windows_1258(content: bytes) -> str:
    """What Excel on a Vietnamese Windows writes as "CSV"."""
    return unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
