"""What the rows of a reorganisation come to, against all that is recorded; pure.

The day may lie before things that are recorded already. A change is then put between
(agencies.timelines); an end is refused where something later still needs the unit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.formats import vdate
from agencies.days import Days
from agencies.histories import Span
from agencies.reorganising import Step
from agencies.tables import RowError
from agencies.timelines import (
    ONE_DAY,
    Timeline,
    changed,
    ended,
    next_change,
    span_on,
    stated_on,
    uncovered,
)

Refusals = Iterator[tuple[str, str]]


@dataclass
class Plan:
    """Units that end (with who succeeds them), change, and begin; the lives of all."""

    ending: dict[str, list[str]] = field(default_factory=dict)
    changing: dict[str, dict[str, str]] = field(default_factory=dict)
    founding: dict[str, Span] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    lives: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    def touched(self) -> dict[str, tuple[Span, ...]]:
        """The lives that are to be written."""
        codes = (*self.ending, *self.changing, *self.founding)
        return {code: self.lives[code] for code in codes}


@dataclass(frozen=True)
class Recorded:
    """The units' lives, codes that may not be given again, and who succeeded whom."""

    lives: Mapping[str, Timeline]
    taken: Collection[str]
    inherited: Mapping[str, Sequence[tuple[date, str]]]

    def on(self, code: str, day: date) -> Span | None:
        return span_on(self.lives.get(code, ()), day)


class Planner:
    """Goes through the rows, then through what they would leave behind."""

    def __init__(self, day: date, recorded: Recorded) -> None:
        self.day, self.recorded = day, recorded
        self.plan = Plan()

    def read(self, steps: Sequence[Step]) -> Plan:
        for step in steps:
            if not self.refused(step, self.problems(step)):
                self.take(step)
        if not self.plan.errors:
            self.live_on()
            self.check(steps, self.parent_problems)
        if not self.plan.errors:
            self.check(steps, self.children_problems)
        return self.plan

    def check(self, steps: Sequence[Step], problems) -> None:
        for step in steps:
            self.refused(step, problems(step))

    def refused(self, step: Step, problems: Refusals) -> bool:
        """Note the first thing that speaks against a row."""
        refusal = next(problems, None)
        if refusal:
            self.plan.errors.append(RowError(step.row, *refusal))
        return refusal is not None

    def take(self, step: Step) -> None:
        plan = self.plan
        if step.succeeds:
            plan.ending.setdefault(step.code, []).append(step.new_code)
            if self.recorded.on(step.new_code, self.day) is None:
                days = Days(self.day, None)
                said = step.new_name, step.new_kind, "", step.new_parent
                plan.founding.setdefault(step.new_code, Span(days, *said))
        elif step.action == "dissolve":
            plan.ending[step.code] = []
        else:
            plan.changing.setdefault(step.code, {}).update(said_by(step))

    def problems(self, step: Step) -> Refusals:
        """Column and sentence of what speaks against a row, the first thing first."""
        code = {"code": step.code}
        if self.recorded.on(step.code, self.day) is None:
            yield "code", _("Không có đơn vị mã %(code)s vào ngày đó.") % code
        ends = step.succeeds or step.action == "dissolve"
        is_ended = step.code in self.plan.ending
        if (is_ended and step.action != "split") or (
            ends and step.code in self.plan.changing
        ):
            yield "code", _("Đơn vị %(code)s đã có ở một dòng trên.") % code
        yield from self.end_problems(step) if ends else self.change_problems(step)
        if step.succeeds:
            yield from self.successor_problems(step)

    def end_problems(self, step: Step) -> Refusals:
        """Whatever is recorded for a later day says that the unit went on."""
        code, lives = step.code, self.recorded.lives[step.code]
        if span_on(lives, self.day - ONE_DAY) is None:
            sentence = _(
                "Đơn vị %(code)s bắt đầu từ chính ngày đó, không chấm dứt được."
            )
            yield "code", sentence % {"code": code}
        if later := next_change(lives, self.day):
            yield "code", still_there(code, *later)
        heirs = sorted(self.recorded.inherited.get(code, ()))
        for on, other in heirs:
            if on >= self.day:
                what = _("kế thừa đơn vị %(code)s") % {"code": other}
                yield "code", still_there(code, on, what)

    def change_problems(self, step: Step) -> Refusals:
        """What was said for just that day is not said again otherwise."""
        lives = self.recorded.lives[step.code]
        now, stated = span_on(lives, self.day), stated_on(lives, self.day)
        for name, value in said_by(step).items():
            if name in stated and getattr(now, name) != value:
                sentence = _(
                    "Từ chính ngày đó đơn vị %(code)s đã được ghi là “%(now)s”. Kiểm tra "
                    "lại ngày, hoặc sửa lịch sử của đơn vị bằng import_agencies."
                )
                words = {"code": step.code, "now": getattr(now, name) or "–"}
                yield f"new_{name}", sentence % words

    def successor_problems(self, step: Step) -> Refusals:
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
        if self.recorded.on(step.new_code, self.day):
            return
        if step.new_code in self.recorded.taken:
            sentence = _("Mã %(code)s đã dùng cho một đơn vị khác; hãy đặt mã mới.")
            yield "new_code", sentence % code
        if step.action == "absorb":
            yield "new_code", _("Không có đơn vị mã %(code)s vào ngày đó.") % code
        if not step.new_name or not step.new_kind:
            yield "new_name", _("Đơn vị mới cần có tên và loại.")

    def live_on(self) -> None:
        """Work out what the rows make of the lives."""
        plan, old = self.plan, self.recorded.lives
        plan.lives = dict(old)
        for code in plan.ending:
            plan.lives[code] = ended(old[code], self.day)
        for code, said in plan.changing.items():
            kind = self.recorded.on(code, self.day).kind
            if said.get("kind", kind) != kind:  # the statistics code is its kind's
                said = said | {"official_code": ""}
            plan.lives[code] = changed(old[code], self.day, said)
        for code, span in plan.founding.items():
            plan.lives[code] = (span,)

    def parent_problems(self, step: Step) -> Refusals:
        """A new parent exists as long as the unit stands under it."""
        if not (parent := step.new_parent):
            return
        lives, unit = self.plan.lives, step.new_code if step.succeeds else step.code
        if span_on(lives.get(parent, ()), self.day) is None:
            sentence = _("Không có đơn vị mã %(code)s vào ngày đó.")
            yield "new_parent", sentence % {"code": parent}
        elif gone := uncovered(lives[unit], parent, lives[parent]):
            sentence = _(
                "Cấp trên %(parent)s chấm dứt từ ngày %(day)s mà đơn vị %(code)s vẫn đứng "
                "dưới đó. Nhập trước cấp trên của %(code)s từ ngày %(day)s, rồi gửi lại tệp này."
            )
            words = {"parent": parent, "code": unit, "day": vdate(gone.first)}
            yield "new_parent", sentence % words

    def children_problems(self, step: Step) -> Refusals:
        """A unit does not end while others stand under it, then or later."""
        if step.code not in self.plan.ending:
            return
        for code, span in self.under.get(step.code, ()):
            days = span.days.common(Days(self.day, None))
            if days and days.first > self.day:
                what = _("là cấp trên của đơn vị %(code)s") % {"code": code}
                yield "code", still_there(step.code, days.first, what)
            elif days:
                sentence = _(
                    "Đơn vị %(child)s còn đứng dưới %(code)s. Thêm dòng cho %(child)s vào "
                    "cùng tệp: cấp trên mới, hoặc cũng chấm dứt."
                )
                yield "code", sentence % {"child": code, "code": step.code}

    @cached_property
    def under(self) -> Mapping[str, list[tuple[str, Span]]]:
        """Who would stand under the units that end."""
        found: dict[str, list[tuple[str, Span]]] = {}
        for code, spans in sorted(self.plan.lives.items()):
            for span in spans:
                if span.parent in self.plan.ending:
                    found.setdefault(span.parent, []).append((code, span))
        return found


def said_by(step: Step) -> dict[str, str]:
    """What a row says of the unit itself: only what is filled in."""
    said = {
        "name": step.new_name, "kind": step.new_kind, "parent": step.new_parent
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def still_there(code: str, on: date, what: str) -> str:
    sentence = _(
        "Đơn vị %(code)s không chấm dứt được từ ngày đó: theo dữ liệu, từ ngày %(day)s "
        "đơn vị này %(what)s. Kiểm tra lại ngày có hiệu lực; nếu việc sau nhập sai, sửa "
        "lịch sử của đơn vị bằng import_agencies rồi gửi lại tệp này."
    )
    return sentence % {"code": code, "day": vdate(on), "what": what}
