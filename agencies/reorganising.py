"""The file of a reorganisation (sắp xếp đơn vị), read row by row; pure.

`merge`, `split` and `absorb` end a unit and name who succeeds it; a successor that does
not exist yet is founded by the first row that says what it is. `rename`, `kind` and
`reparent` leave the code as it is; `dissolve` ends a unit without a successor.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.codes import refusal_of
from agencies.tables import Line, RowError, Table, heading_key

COLUMNS = {
    "action": ["action", "việc", "hình thức"],
    "code": ["code", "mã đơn vị", "mã cũ"],
    "new_code": ["new_code", "mã mới", "mã kế thừa"],
    "new_name": ["new_name", "tên mới"],
    "new_kind": ["new_kind", "loại mới"],
    "new_parent": ["new_parent", "cấp trên mới"],
}
REQUIRED = ["action", "code"]
ACTIONS = {
    "merge": ["nhập", "hợp nhất", "sáp nhập"],
    "split": ["chia", "tách"],
    "absorb": ["nhập vào"],
    "rename": ["đổi tên"],
    "kind": ["đổi loại", "change_kind"],
    "reparent": ["đổi cấp trên"],
    "dissolve": ["giải thể"],
}
WORDS = {
    heading_key(w): action for action, own in ACTIONS.items() for w in (action, *own)
}
NEEDED = {
    "merge": "new_code", "split": "new_code", "absorb": "new_code",
    "rename": "new_name", "kind": "new_kind", "reparent": "new_parent",
}  # fmt: skip
LENGTHS = {"new_name": 200}


@dataclass(frozen=True)
class Step:
    """One good row: what happens to the unit of `code`."""

    row: int
    action: str
    code: str
    new_code: str
    new_name: str
    new_kind: str
    new_parent: str

    @property
    def succeeds(self) -> bool:
        return NEEDED.get(self.action) == "new_code"


def read_steps(
    table: Table, *, kinds: Collection[str]
) -> tuple[list[Step], list[RowError]]:
    """The good rows, and what is wrong with the others."""
    steps, errors = [], []
    for line in table.lines:
        step = step_of(line)
        found = [
            RowError(line.row, table.headings.get(column, column), message)
            for column, message in problems(step, line, kinds)
        ]
        errors += found
        if not found:
            steps.append(step)
    return steps, errors


def step_of(line: Line) -> Step:
    action = WORDS.get(heading_key(line.text("action")), "")
    return Step(line.row, action, *(line.text(name) for name in [*COLUMNS][1:]))


def problems(step: Step, line: Line, kinds: Collection[str]) -> list[tuple[str, str]]:
    found = []
    if not step.action:
        words = {"word": line.text("action"), "actions": ", ".join(ACTIONS)}
        message = _("Không có việc “%(word)s”. Các việc: %(actions)s.") % words
        found.append(("action", message))
    needed = dict.fromkeys(["code", NEEDED.get(step.action, "code")])
    found += [(c, _("Ô này còn trống.")) for c in needed if not getattr(step, c)]
    if step.new_kind and step.new_kind not in kinds:
        words = {"kind": step.new_kind, "kinds": ", ".join(kinds)}
        message = _("Không có loại “%(kind)s”. Các loại: %(kinds)s.") % words
        found.append(("new_kind", message))
    for column in ("code", "new_code", "new_name", "new_parent"):
        most = LENGTHS.get(column, 40)
        if len(getattr(step, column)) > most:
            found.append((column, _("Dài hơn %(most)s ký tự.") % {"most": most}))
    if refusal := refusal_of(step.new_code):
        found.append(("new_code", refusal))
    if step.new_code and step.new_code == step.code:
        found.append(("new_code", _("Đơn vị không thể kế thừa chính nó.")))
    return found
