"""What an import would do, item by item, before anything is written.

An item is imported as it is, imported with a loss, left alone because the bank has it
(same code, or same content in the same category), or refused with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha1
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from legal.models import LegalBasis
from questions.bank.rights import closed_to, refusal_into
from questions.exporting import Pictures, raw_value
from questions.formats.draft import Format, Item, UnusableFile
from questions.formats.sheet.cells import split
from questions.models import Question, QuestionCategory
from questions.soundness import (
    Names,
    Planned,
    State,
    bad_category,
    prepared,
)

MAX_BYTES = 100 * 1024 * 1024
MAX_ITEMS = 10_000


# --- the file ---------------------------------------------------------------------


def read_items(content: bytes, form: Format) -> list[Item]:
    """The items of a file of bearable size; raises UnusableFile."""
    if len(content) > MAX_BYTES:
        raise UnusableFile(_("Tệp lớn hơn 100 MB. Chia thành nhiều tệp nhỏ hơn."))
    items = form.read(content)
    if len(items) > MAX_ITEMS:
        raise UnusableFile(
            _("Tệp có hơn 10.000 câu. Chia thành nhiều tệp rồi nhập từng tệp.")
        )
    if not items:
        raise UnusableFile(_("Tệp không có câu hỏi nào."))
    return items


def category_names(path: str) -> Names:
    """The names on a path as people write it: "SHHS / 1. Căn cứ", or codes "shhs/can-cu".

    A category that exists is found by either; otherwise the path is taken as names.
    Raises UnusableFile when there is none.
    """
    text = " ".join(path.split())
    shelves = QuestionCategory.objects
    found = (
        shelves.filter(full_name=text).first()
        or shelves.filter(path=f"{text.strip('/')}/").first()
    )
    if found is not None:
        return names_of(found)
    names = tuple(split(text, "/"))
    if not names:
        raise UnusableFile(_("Ghi nhóm câu hỏi, ví dụ “SHHS / 1. Căn cứ pháp lý”."))
    if why := bad_category(names):
        raise UnusableFile(why)
    return names


def find_category(names: Names) -> QuestionCategory | None:
    """The category with these names from the root down."""
    category = None
    for name in names:
        category = QuestionCategory.objects.filter(parent=category, name=name).first()
        if category is None:
            return None
    return category


def names_of(category: QuestionCategory) -> Names:
    above = names_of(category.parent) if category.parent else ()
    return (*above, category.name)


# --- the whole --------------------------------------------------------------------


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _canonical(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_canonical(part) for part in value]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def fingerprint(value: Any, pictures: Pictures) -> str:
    """Equal for questions that ask the same; of a StreamValue with one block."""
    child = value[0]
    hashed = raw_value(
        child.value, lambda pk: pk if len(pk) == 40 else pictures.hash_of(pk)
    )
    text = json.dumps([child.block_type, _canonical(hashed)], sort_keys=True)
    return sha1(text.encode(), usedforsecurity=False).hexdigest()


class Bank:
    """What the bank has already of a file's questions; few queries however many."""

    def __init__(self, planned: Sequence[Planned], by: User | None) -> None:
        self.pictures = Pictures()
        shelves = {
            (shelf.parent_id, shelf.name): shelf.pk
            for shelf in QuestionCategory.objects.all()
        }
        self.shelves: dict[Names, int | None] = {}
        for one in planned:
            self.shelves.setdefault(one.category, _walk(shelves, one.category))
        self.closed = _closed(shelves, self.shelves, by) if by else {}
        codes = {p.draft.code for p in planned if p.draft and p.draft.code}
        found = Question.objects.filter(code__in=codes)
        self.by_code = {question.code: question for question in found}
        self.by_content = self._contents({p.title for p in planned if p.title})
        known = LegalBasis.objects.filter(
            code__in={code for p in planned if p.draft for code in p.draft.legal}
        )
        self.legal = {basis.code: basis for basis in known}

    def _contents(self, titles: set[str]) -> set[tuple[int, str]]:
        shelves = {pk for pk in self.shelves.values() if pk}
        alike = Question.objects.filter(title__in=titles, category__in=shelves)
        return {
            (question.category_id, fingerprint(question.definition, self.pictures))
            for question in alike.iterator(chunk_size=500)
        }


def _walk(shelves: Mapping[tuple[int | None, str], int], names: Names) -> int | None:
    pk = None
    for name in names:
        pk = shelves.get((pk, name))
        if pk is None:
            return None
    return pk


def _deepest(shelves: Mapping[tuple[int | None, str], int], names: Names) -> int:
    """The category furthest down that is there already; 0 for none."""
    upwards = (_walk(shelves, names[:depth]) for depth in range(len(names), 0, -1))
    return next(filter(None, upwards), 0)


def _closed(
    shelves: Mapping[tuple[int | None, str], int], wanted: Iterable[Names], by: User
) -> dict[Names, str]:
    """Why the person may put nothing there, by category; a new one is as the one above."""
    deepest = {names: _deepest(shelves, names) for names in wanted}
    standing = QuestionCategory.objects.filter(pk__in=set(deepest.values()))
    why = {shelf.pk: refusal_into(shelf) for shelf in closed_to(by, standing)}
    return {names: why[pk] for names, pk in deepest.items() if pk in why}


class _Comparison:
    """Compares with the bank, and with what stands further up in the same file."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.codes: dict[str, tuple[str, str]] = {}
        self.contents: dict[tuple[Names, str], str] = {}

    def settle(self, one: Planned) -> None:
        if not one.is_new:
            return
        mark = fingerprint(one.value, self.bank.pictures)
        if note := self.known(one, mark):
            one.state, one.notes = State.UNCHANGED, [note]
            return
        if why := self.bank.closed.get(one.category):
            one.state, one.notes = State.REFUSED, [why]
            return
        code = one.draft.code
        if code in self.codes:
            one.state = State.REFUSED
            one.notes = [
                _("Mã %(code)s đã dùng cho câu khác ở %(place)s.")
                % {"code": code, "place": self.codes[code][0]}
            ]
            return
        if code:
            self.codes[code] = (one.place, mark)
        self.contents[one.category, mark] = one.place
        self.weigh_law(one)

    def known(self, one: Planned, mark: str) -> str:
        """Why it is there already, "" when it is not."""
        if same := self.bank.by_code.get(one.draft.code):
            if fingerprint(same.definition, self.bank.pictures) == mark:
                return _("Đã có trong ngân hàng.")
            return _("Mã này đã có với nội dung khác; câu trong ngân hàng giữ nguyên.")
        if (self.bank.shelves.get(one.category), mark) in self.bank.by_content:
            return _("Nhóm này đã có câu giống hệt.")
        if place := self.contents.get((one.category, mark)):
            return _("Giống hệt câu ở %(place)s.") % {"place": place}
        return ""

    def weigh_law(self, one: Planned) -> None:
        missing = [code for code in one.draft.legal if code not in self.bank.legal]
        if missing:
            one.state = State.LOSSY
            one.notes.append(
                _("bỏ mã căn cứ chưa có trong hệ thống: %(codes)s")
                % {"codes": ", ".join(missing)}
            )


def plan(
    items: Iterable[Item], *, base: Names, by: User | None = None
) -> tuple[list[Planned], Bank]:
    """What importing the items below the category with these names would do.

    What goes to a shelf that `by` may not change is refused; nobody is the operator.
    """
    planned = [prepared(item, base) for item in items]
    bank = Bank(planned, by)
    comparison = _Comparison(bank)
    for one in planned:
        comparison.settle(one)
    return planned, bank


def counts(planned: Iterable[Planned]) -> dict[str, int]:
    states = [one.state for one in planned]
    return {str(state): states.count(state) for state in State}
