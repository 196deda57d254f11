"""A reorganisation's rows as people read them: what happens to which unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Kind
from agencies.reorganising import Step

ACTIONS = {
    "merge": gettext_lazy("Hợp nhất"),
    "split": gettext_lazy("Chia, tách"),
    "absorb": gettext_lazy("Nhập vào đơn vị khác"),
    "rename": gettext_lazy("Đổi tên"),
    "kind": gettext_lazy("Đổi loại"),
    "reparent": gettext_lazy("Đổi cấp trên"),
    "dissolve": gettext_lazy("Giải thể"),
}


@dataclass(frozen=True)
class Told:
    """A row in words: `becomes` is empty where nothing comes after the unit."""

    row: int
    action: str
    unit: str
    becomes: str


def told(steps: Iterable[Step], names: Mapping[str, str]) -> list[Told]:
    """The rows in order; `names` are those that units had before the day."""
    rows = list(steps)
    founded = {step.new_code: step.new_name for step in rows if step.new_name}
    known = founded | dict(names)
    return [
        Told(
            row=step.row,
            action=str(ACTIONS.get(step.action, step.action)),
            unit=named(step.code, known.get(step.code)),
            becomes=", ".join(part for part in _becomes(step, known) if part),
        )
        for step in rows
    ]


def named(code: str, name: str | None) -> str:
    """Xã Suối Rao (26653): the code alone says which of two of one name it is."""
    return f"{name} ({code})" if name else code


def _becomes(step: Step, known: Mapping[str, str]) -> list[str]:
    unit = step.new_name
    if step.new_code:
        unit = named(step.new_code, step.new_name or known.get(step.new_code))
    labels = dict(Kind.choices)
    parent = step.new_parent and named(step.new_parent, known.get(step.new_parent))
    return [
        unit,
        str(labels.get(step.new_kind, step.new_kind)),
        _("thuộc %(unit)s") % {"unit": parent} if parent else "",
    ]
