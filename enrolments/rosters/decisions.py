"""What a coordinator decided about single rows of a roster before it is applied; pure.

A row may have cells put right, the person it means chosen, or be left out. A cell put
right remembers what the file said there: when the columns are taken for something else
afterwards and another cell stands in its place, the correction no longer speaks of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from enrolments.rosters.lines import Line

EDITABLE = {
    "full_name": _("Họ và tên"),
    "staff_code": _("Mã cán bộ"),
    "birth_on": _("Ngày sinh"),
    "unit": _("Đơn vị"),
    "position": _("Chức vụ"),
    "email": _("Thư điện tử"),
    "phone": _("Điện thoại"),
}
NEWCOMER = "new"


@dataclass
class Decision:
    """About one row; `version` is the import's when it was made.

    `who` is the key of the person meant, or `new`; it holds for the name `of`.
    """

    version: int = 0
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    who: str = ""
    of: str = ""
    skip: bool = False

    @classmethod
    def kept(cls, decisions: Mapping[str, Any], key: str) -> Decision:
        """What is stored about a row, or that nothing was decided."""
        return cls(**decisions.get(key, {}))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def correct(self, line: Line, values: Mapping[str, str]) -> None:
        """Let the row say these values; what the file says itself is no correction."""
        for name, value in values.items():
            was = original(line, name)
            if value == was:
                self.cells.pop(name, None)
            else:
                self.cells[name] = {"value": value, "was": was}

    def holding(self, line: Line) -> dict[str, str]:
        """The corrections whose cell is still the one that was put right."""
        return {
            name: cell["value"]
            for name, cell in self.cells.items()
            if cell["was"] == original(line, name)
        }

    def corrected(self, line: Line) -> Line:
        """The row as it is to be read."""
        texts = dict(line.texts)
        for name, value in self.holding(line).items():
            if name == "unit":
                texts.pop("agency_name", None)
                name = "agency_code"
            texts[name] = value
        return Line(line.row, texts)


def original(line: Line, name: str) -> str:
    """What the file says in a field; the unit by its code, else by its names."""
    if name != "unit":
        return line.texts.get(name, "")
    code = line.texts.get("agency_code", "")
    return code or line.texts.get("agency_name", "").replace("\n", ", ")
