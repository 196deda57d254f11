"""A draft as JSON beside its visible form, for the way back without loss.

A file that we wrote may have been edited since, by a person or a program, so nothing
in a record is trusted: what does not have the exact shape raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from wagtail import blocks

from questions.formats.draft import QuestionDraft
from questions.formats.html import PICTURE, clean
from questions.kinds import KINDS

Record = dict[str, Any]
Check = Callable[[Any], Any]  # gives the value as it may be used; raises ValueError

NUMBER = re.compile(r"-?[0-9]{1,24}(\.[0-9]{1,24})?")
REFERENCE = re.compile(rf'src="{PICTURE}([^"]+)"')


def typed(kind: type) -> Check:
    """Exactly this type: a bool is no int."""

    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(kind)
        return value

    return check


text, flag, whole = typed(str), typed(bool), typed(int)


def rich(value: Any) -> str:
    return clean(text(value))[0]


def words(value: Any) -> str:
    return " ".join(text(value).split())


def decimal(value: Any) -> Decimal:
    if not NUMBER.fullmatch(text(value)):
        raise ValueError("number")
    return Decimal(value)


def day(value: Any) -> date:
    return date.fromisoformat(text(value))


def one_of(*values: Any) -> Check:
    """One of these values, with its type."""

    def check(value: Any) -> Any:
        if type(value) is not type(values[0]) or value not in values:
            raise ValueError(values)
        return value

    return check


def many(check: Check) -> Check:
    return lambda value: [check(item) for item in typed(list)(value)]


def fields(**checks: Check) -> Check:
    """An object with exactly these fields."""

    def check(value: Any) -> Record:
        if set(typed(dict)(value)) != set(checks):
            raise ValueError("fields")
        return {name: each(value[name]) for name, each in checks.items()}

    return check


def or_none(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def names(value: Any) -> tuple[str, ...]:
    return tuple(many(words)(value))


def shape_of(block: blocks.Block) -> Check:
    """What fits a block of the editor; so a kind need not say it twice."""
    match block:
        case blocks.StructBlock():
            children = block.child_blocks.items()
            return fields(**{name: shape_of(child) for name, child in children})
        case blocks.ListBlock():
            return many(shape_of(block.child_block))
        case blocks.ChoiceBlock():
            return one_of(*(value for value, _label in block.field.choices if value))
    for kind, check in PLAIN.items():
        if isinstance(block, kind):
            may_lack = not block.required and check in (whole, decimal)
            return or_none(check) if may_lack else check
    raise TypeError(block)


PLAIN: dict[type[blocks.Block], Check] = {
    blocks.RichTextBlock: rich,
    blocks.CharBlock: words,
    blocks.IntegerBlock: whole,
    blocks.DecimalBlock: decimal,
    blocks.BooleanBlock: flag,
}


@cache
def _shape(block: type[blocks.StructBlock]) -> Check:
    return shape_of(block())


META: dict[str, Check] = {
    "code": words,
    "citation": words,
    "legal": many(words),
    "valid_from": or_none(day),
    "valid_to": or_none(day),
    "category": names,
    "tags": names,
    "difficulty": one_of(1, 2, 3),
}


def _plain(value: Any) -> Any:
    """Decimals and dates as text, the rest as JSON has it."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def packed(draft: QuestionDraft) -> Record:
    """All of the draft but the bytes of its pictures, ready for json.dumps."""
    meta = {name: _plain(getattr(draft, name)) for name in META}
    return meta | {"kind": draft.kind, "value": _plain(draft.value)}


def meta_of(record: Record) -> dict[str, Any]:
    """What no visible form shows, as arguments of a draft; raises ValueError."""
    try:
        return {name: check(record[name]) for name, check in META.items()}
    except (KeyError, TypeError) as error:
        raise ValueError("meta") from error


def value_of(record: Record) -> dict[str, Any]:
    """The value of the record's kind; raises ValueError."""
    try:
        return _shape(KINDS[record["kind"]].block)(record["value"])
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("value") from error


def unpacked(record: Record, pictures: Mapping[str, bytes]) -> QuestionDraft:
    """The draft again, with those of the pictures that it shows; raises ValueError."""
    value = value_of(record)
    used = references(value)
    if used - set(pictures):
        raise ValueError("pictures")
    shown = {name: pictures[name] for name in sorted(used)}
    return QuestionDraft(
        kind=record["kind"], value=value, pictures=shown, **meta_of(record)
    )


def references(value: Any) -> set[str]:
    """The names of the pictures anywhere in a value."""
    if isinstance(value, Mapping):
        return set().union(*map(references, value.values()))
    if isinstance(value, list):
        return set().union(*map(references, value))
    return set(REFERENCE.findall(value)) if isinstance(value, str) else set()
