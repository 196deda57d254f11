"""What a file was asked for, in words, as the list of one's files tells it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agencies.models import Kind
from progress.filters import Filters
from progress.lists import Scope
from progress.models import Export
from progress.standing import Standing

What = Export.What
Pairs = list[tuple[str, str]]


def filters_in_words(what: str, scope: Scope) -> Pairs:
    """Those of the page's filters that this list follows."""
    filters = scope.filters
    if what == What.HOURS:
        return []
    said = [(_("Lớp"), str(scope.group))] if scope.group else []
    if what == What.AGENCIES:
        return said + (
            [(_("Loại"), str(Kind(filters.kind).label))] if filters.kind else []
        )
    if what == What.QUICK:
        return said + talk_in_words(filters)
    return said + people_in_words(filters)


def talk_in_words(filters: Filters) -> Pairs:
    talks = {"open": _("Chưa trao đổi"), "aside": _("Đã trao đổi"), "all": _("Tất cả")}
    return [(_("Trao đổi"), talks[filters.talk]), *searched_in_words(filters)]


def people_in_words(filters: Filters) -> Pairs:
    said = []
    if filters.state:
        at_risk = filters.state == "at_risk"
        label = _("Cần nhắc") if at_risk else str(Standing(filters.state).label)
        said.append((_("Tình trạng"), label))
    return said + searched_in_words(filters)


def searched_in_words(filters: Filters) -> Pairs:
    said = []
    if filters.q:
        said.append((_("Tìm"), filters.q))
    if filters.own:
        said.append((_("Phạm vi"), _("không tính đơn vị bên dưới")))
    return said
