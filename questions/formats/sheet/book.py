"""The workbook of questions: read, written, and empty to start from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from accounts.collation import fold
from agencies.tables import HEADER_WITHIN, Cell, as_text, heading_key
from agencies.workbooks import UnusableFileError, check_archive
from questions.formats import packages
from questions.formats.draft import Format, Item, QuestionDraft, UnusableFile
from questions.formats.sheet import cells, layout, pictures
from questions.formats.sheet.rows import Column, KindSheet, Refused, Row, kind_sheets

NUMBER, CODE, CATEGORY, KIND, TEXT = "TT", "Mã câu", "Nhóm", "Dạng", "Câu hỏi"
EXPLANATION, DIFFICULTY, TAGS = "Giải thích", "Độ khó", "Thẻ"
LEGAL, CITATION = "Mã căn cứ", "Trích dẫn"
FIRST_DAY, LAST_DAY = "Đúng từ ngày", "Đúng đến hết ngày"
EXAMPLE = "Ví dụ"
LEVELS = {1: "Dễ", 2: "Vừa", 3: "Khó"}

BEFORE = [
    Column(NUMBER, 6, note="Số thứ tự trong tệp; câu được nhập theo thứ tự này."),
    Column(CODE, 12, note="Có thể để trống. Không trùng với câu khác."),
    Column(CATEGORY, 24, note="Nhóm lớn / Nhóm con. Để trống: nhóm chọn khi nhập."),
    Column(TEXT, 48),
]
AFTER = [
    Column(EXPLANATION, 36, note="Hiện sau khi nộp bài."),
    Column(DIFFICULTY, 8, tuple(LEVELS.values())),
    Column(TAGS, 20, note="Cách nhau bằng dấu phẩy."),
    Column(LEGAL, 20, note="Mã trong mục Căn cứ pháp lý, cách nhau bằng dấu phẩy."),
    Column(CITATION, 30, note="Ví dụ: Khoản 1 Điều 3 Thông tư 01/2023/TT-VPCP."),
    Column(FIRST_DAY, 12),
    Column(LAST_DAY, 12),
]


class Sheet(Format):
    """XLSX with a sheet for each kind; a column "Dạng" names the kind on any other."""

    name = "xlsx"
    label = gettext_lazy("Excel (XLSX)")
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def read(self, content: bytes) -> list[Item]:
        sheets, shown = _opened(content)
        if all(_header(rows) is None for rows in sheets.values()):
            raise UnusableFile(
                _("Tệp không có cột “Câu hỏi”. Tải tệp mẫu, chép câu hỏi vào rồi nhập.")
            )
        numbered: list[tuple[float, Item]] = []
        for title, rows in sheets.items():
            numbered += _SheetReader(title, shown).items(rows)
        return [item for _number, item in sorted(numbered, key=lambda pair: pair[0])]

    def write(self, drafts: Iterable[QuestionDraft]) -> tuple[bytes, list[Item]]:
        kinds = kind_sheets()
        book = _Writer(kinds)
        for number, draft in enumerate(drafts, 1):
            book.add(number, draft)
        return book.content(has_all=False), book.refused

    def template(self) -> bytes:
        """An empty workbook: every kind's sheet with an example, and how to fill it."""
        kinds = kind_sheets()
        book = _Writer(kinds)
        for number, (kind, sheet) in enumerate(kinds.items(), 1):
            draft = QuestionDraft(
                code=EXAMPLE, kind=kind, value=sheet.example, category=("Nhóm của câu",)
            )
            book.add(number, draft)
        return book.content(has_all=True)


# --- in ---------------------------------------------------------------------------

Rows = list[list[Cell]]


def _opened(content: bytes) -> tuple[dict[str, Rows], pictures.Pictures]:
    """The cells of every sheet by its title, and the pictures; raises UnusableFile."""
    package = packages.opened(content)
    try:
        check_archive(content)
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except UnusableFileError as error:
        raise UnusableFile(str(error)) from error
    except PasswordError as error:
        raise UnusableFile(
            _("Tệp có mật khẩu. Hãy gỡ mật khẩu rồi gửi lại.")
        ) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise UnusableFile(
            _("Tệp hỏng hoặc không phải XLSX. Hãy mở bằng Excel, lưu lại dạng .xlsx.")
        ) from error
    title = next(filter(pictures.is_sheet, sheets), None)
    if title is None:
        return sheets, {}
    shown = pictures.read(sheets.pop(title), pictures.laid_on(package, title))
    return sheets, shown


def _header(rows: Rows) -> int | None:
    """The index of the row with the headings, or None on a sheet of other things."""
    wanted = heading_key(TEXT)
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        if wanted in map(heading_key, row):
            return index
    return None


def _kind_of(text: str, kinds: Mapping[str, KindSheet]) -> str:
    """The kind that a title or a cell names, "" when none."""
    key = heading_key(text)
    known = {heading_key(sheet.title): name for name, sheet in kinds.items()}
    return known.get(key) or next((n for n in kinds if heading_key(n) == key), "")


class _SheetReader:
    """Reads one sheet's rows into items with the numbers they are sorted by."""

    def __init__(self, title: str, shown: pictures.Pictures) -> None:
        self.title, self.shown = title, shown
        self.kinds = kind_sheets()
        self.kind = _kind_of(title, self.kinds)

    def items(self, rows: Rows) -> Iterator[tuple[float, Item]]:
        head = _header(rows)
        if head is None:
            return
        headings = [heading_key(cell) for cell in rows[head]]
        for line, cells_ in enumerate(rows[head + 1 :], head + 2):
            found = {h: c for h, c in zip(headings, cells_, strict=False) if h}
            row = Row(found)
            if not any(as_text(cell) for cell in found.values()):
                continue
            if fold(row.text(CODE)) == fold(EXAMPLE):
                continue
            yield self.number(row), self.item(line, row)

    def number(self, row: Row) -> float:
        cell = row.cell(NUMBER)
        is_number = isinstance(cell, int | float) and cell == cell  # NaN is not
        return float(cell) if is_number else float("inf")

    def item(self, line: int, row: Row) -> Item:
        place = _("trang “%(sheet)s”, dòng %(line)s") % {
            "sheet": self.title,
            "line": line,
        }
        try:
            draft = self.draft(row)
        except Refused as refusal:
            return Item(place=place, refusal=str(refusal))
        return Item(place=place, draft=draft, losses=tuple(dict.fromkeys(row.losses)))

    def draft(self, row: Row) -> QuestionDraft:
        kind = _kind_of(row.text(KIND), self.kinds) if row.text(KIND) else self.kind
        if not kind:
            titles = ", ".join(sheet.title for sheet in self.kinds.values())
            why = _("ghi tên dạng câu hỏi, một trong: %(titles)s.")
            raise Refused(KIND, why % {"titles": titles})
        shown = self.pictures(row.text(NUMBER))
        row.pictures = shown
        text = row.rich(TEXT)
        if not text:
            raise Refused(TEXT, _("còn trống."))
        value = {"text": text, **self.kinds[kind].read(row)}
        value["explanation"] = row.rich(EXPLANATION)
        used = cells.pictures_in(value)
        return QuestionDraft(
            code=row.text(CODE),
            kind=kind,
            value=value,
            category=tuple(row.parts(CATEGORY, "/")),
            difficulty=self.difficulty(row),
            tags=tuple(row.parts(TAGS, ",")),
            legal=row.parts(LEGAL, ","),
            citation=row.text(CITATION),
            valid_from=row.day(FIRST_DAY),
            valid_to=row.day(LAST_DAY),
            pictures={name: data for name, data in shown.items() if name in used},
        )

    def pictures(self, number: str) -> dict[str, bytes]:
        """Those of all questions, and this one's own."""
        common = {n: data for (owner, n), data in self.shown.items() if not owner}
        own = {n: data for (owner, n), data in self.shown.items() if owner == number}
        return common | (own if number else {})

    def difficulty(self, row: Row) -> int:
        text = fold(row.text(DIFFICULTY))
        levels = {fold(word): level for level, word in LEVELS.items()}
        known = levels | {str(level): level for level in LEVELS} | {"": 2}
        if text not in known:
            raise Refused(DIFFICULTY, _("chỉ ghi Dễ, Vừa hoặc Khó."))
        return known[text]


# --- out --------------------------------------------------------------------------


class _Writer:
    """Collects questions by kind, then lays out the workbook."""

    def __init__(self, kinds: Mapping[str, KindSheet]) -> None:
        self.kinds = kinds
        self.rows: dict[str, list[layout.Cells]] = {kind: [] for kind in kinds}
        self.sizes = {kind: sheet.least for kind, sheet in kinds.items()}
        self.pictures: list[tuple[int, str, bytes]] = []
        self.refused: list[Item] = []

    def add(self, number: int, draft: QuestionDraft) -> None:
        if draft.kind not in self.kinds:
            self.refuse(number, draft, _("dạng câu này chưa ghi được ra Excel."))
            return
        row = self.row(number, draft)
        if any(isinstance(c, str) and len(c) > cells.LONGEST for c in row.values()):
            self.refuse(number, draft, _("dài hơn 32.767 ký tự, một ô không chứa nổi."))
            return
        sheet = self.kinds[draft.kind]
        self.sizes[draft.kind] = max(self.sizes[draft.kind], sheet.size(draft.value))
        self.rows[draft.kind].append(row)
        self.pictures += [(number, n, data) for n, data in draft.pictures.items()]

    def refuse(self, number: int, draft: QuestionDraft, why: str) -> None:
        place = draft.code or _("câu %(number)s") % {"number": number}
        self.refused.append(Item(place=place, draft=draft, refusal=why))

    def row(self, number: int, draft: QuestionDraft) -> dict[str, Any]:
        sheet, names = self.kinds[draft.kind], draft.pictures
        return {
            NUMBER: number,
            CODE: draft.code,
            CATEGORY: cells.join(draft.category, "/"),
            TEXT: cells.write_rich(draft.value["text"], names),
            **sheet.write(draft.value, names),
            EXPLANATION: cells.write_rich(draft.value["explanation"], names),
            DIFFICULTY: LEVELS[draft.difficulty],
            TAGS: cells.join(draft.tags, ","),
            LEGAL: cells.join(draft.legal, ","),
            CITATION: draft.citation,
            FIRST_DAY: draft.valid_from,
            LAST_DAY: draft.valid_to,
        }

    def content(self, *, has_all: bool) -> bytes:
        """The file; `has_all` keeps the sheets of kinds that have no question."""
        book = Workbook()
        book.remove(book.active)
        layout.add_guide(book, self.kinds.values())
        for kind, sheet in self.kinds.items():
            if self.rows[kind] or has_all:
                size = self.sizes[kind]
                kind_columns = sheet.columns(size)
                columns = [*BEFORE, *kind_columns, *AFTER, *sheet.late_columns(size)]
                page = layout.add_sheet(book, sheet.title, columns)
                layout.fill(page, columns, self.rows[kind])
        if self.pictures or has_all:
            headings = [Column(heading, 24) for heading in pictures.HEADINGS]
            page = layout.add_sheet(book, pictures.TITLE, headings)
            pictures.write(page, self.pictures)
        book.active = 0
        stream = BytesIO()
        book.save(stream)
        return stream.getvalue()
