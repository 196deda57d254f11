"""What the rows of a reorganisation come to, against the tree of that day; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agencies.reorganising import Step
from agencies.tables import RowError


@dataclass(frozen=True)
class Facts:
    """What a unit is called, is, and stands under (a code; "" is a root)."""

    name: str
    kind: str
    parent: str


@dataclass
class Plan:
    """Units that end (with who succeeds them), change, and begin."""

    ending: dict[str, list[str]] = field(default_factory=dict)
    changing: dict[str, Facts] = field(default_factory=dict)
    founding: dict[str, Facts] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)


class Planner:
    """Goes through the rows; `units` are those that exist on the day before and on it."""

    def __init__(
        self, units: Mapping[str, Facts], *, taken: Collection[str], last: set[str]
    ) -> None:
        self.units, self.taken, self.last = units, taken, last
        self.plan = Plan()

    def read(self, steps: Sequence[Step]) -> Plan:
        for step in steps:
            refusal = next(self.problems(step), None)
            if refusal:
                self.plan.errors.append(RowError(step.row, *refusal))
            else:
                self.take(step)
        if not self.plan.errors:
            self.check_parents(steps)
        return self.plan

    def take(self, step: Step) -> None:
        plan = self.plan
        if step.succeeds:
            plan.ending.setdefault(step.code, []).append(step.new_code)
            if step.new_code not in self.units:
                said = Facts(step.new_name, step.new_kind, step.new_parent)
                plan.founding.setdefault(step.new_code, said)
        elif step.action == "dissolve":
            plan.ending[step.code] = []
        else:
            now = plan.changing.get(step.code, self.units[step.code])
            plan.changing[step.code] = Facts(
                step.new_name or now.name,
                step.new_kind or now.kind,
                step.new_parent or now.parent,
            )

    def problems(self, step: Step) -> Iterator[tuple[str, str]]:
        """Column and sentence of what speaks against a row, the first thing first."""
        code = {"code": step.code}
        if step.code not in self.units:
            yield "code", _("Không có đơn vị mã %(code)s vào ngày đó.") % code
        if step.code not in self.last:
            sentence = _(
                "Đơn vị %(code)s còn thay đổi khác sau ngày đó. Sửa lịch sử của đơn vị "
                "bằng import_agencies."
            )
            yield "code", sentence % code
        ends = step.succeeds or step.action == "dissolve"
        ended = step.code in self.plan.ending
        changed = step.code in self.plan.changing
        if (ended and step.action != "split") or (ends and changed):
            yield "code", _("Đơn vị %(code)s đã có ở một dòng trên.") % code
        if step.succeeds:
            yield from self.successor_problems(step)

    def successor_problems(self, step: Step) -> Iterator[tuple[str, str]]:
        code = {"code": step.new_code}
        if step.new_code in self.plan.ending:
            sentence = _("Đơn vị %(code)s chấm dứt cùng ngày, không kế thừa được.")
            yield "new_code", sentence % code
        if founded := self.plan.founding.get(step.new_code):
            if step.new_name not in ("", founded.name):
                yield (
                    "new_name",
                    _("Tên khác với một dòng trên: %(name)s.") % {"name": founded.name},
                )
            return
        if step.new_code in self.units:
            return
        if step.new_code in self.taken:
            sentence = _("Mã %(code)s đã dùng cho một đơn vị khác; hãy đặt mã mới.")
            yield "new_code", sentence % code
        if step.action == "absorb":
            yield "new_code", _("Không có đơn vị mã %(code)s vào ngày đó.") % code
        if not step.new_name or not step.new_kind:
            yield "new_name", _("Đơn vị mới cần có tên và loại.")

    def check_parents(self, steps: Sequence[Step]) -> None:
        """A parent must exist that day: it stays, or begins, and does not end."""
        alive = (self.units.keys() | self.plan.founding.keys()) - {*self.plan.ending}
        for step in steps:
            if step.new_parent and step.new_parent not in alive:
                message = _("Không có đơn vị mã %(code)s vào ngày đó.")
                words = {"code": step.new_parent}
                error = RowError(step.row, "new_parent", message % words)
                self.plan.errors.append(error)
