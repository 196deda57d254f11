"""Steps in their order, in Excel."""

from collections.abc import Collection

from questions.formats.sheet.rows import (
    NO,
    YES,
    Column,
    KindSheet,
    Row,
    Value,
    Written,
)

STEP, PARTIAL = "Bước", "Chấm từng phần"


class OrderingSheet(KindSheet):
    title = "Sắp thứ tự"
    guide = (
        "Ghi các bước theo đúng thứ tự vào cột Bước 1, Bước 2 … Hệ thống tự xáo trộn."
    )
    least = 5
    example = {
        "text": "<p>Sắp xếp các bước số hóa.</p>",
        "items": ["Sao chụp", "Bóc tách", "Cấp mã", "Lưu kết quả"],
        "is_partial": False,
        "explanation": "",
    }

    def size(self, value: Value) -> int:
        return len(value["items"])

    def columns(self, size: int) -> list[Column]:
        steps = [Column(f"{STEP} {n}", 22) for n in range(1, size + 1)]
        return [*steps, Column(PARTIAL, 12, (YES, NO))]

    def read(self, row: Row) -> Value:
        return {"items": row.texts(STEP), "is_partial": row.flag(PARTIAL)}

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        steps = {f"{STEP} {n}": text for n, text in enumerate(value["items"], 1)}
        return steps | {PARTIAL: YES if value["is_partial"] else NO}


SHEET = OrderingSheet()
