"""Words that several reports share."""

from __future__ import annotations

from accounts.formats import number, percent, vdate
from agencies.models import AgencyPeriod
from progress.official.query import Query
from progress.reports import in_sentence
from progress.rollup import Figures


def of_what(query: Query) -> str:
    """The end of a title: of which class, up to which day."""
    group = query.training_class
    what = f"{class_name(group.title)} ({group.code})" if group else "các lớp tập huấn"
    return f"{what} (số liệu đến hết ngày {vdate(query.as_at)})"


def class_name(title: str) -> str:
    """Inside a sentence, and without the word twice: "Lớp K03" is "lớp K03"."""
    return in_sentence(title) if title.lower().startswith("lớp ") else f"lớp {title}"


def unit_name(query: Query) -> str:
    """What the unit was called on the day, inside a sentence."""
    day = query.roll_to or query.as_at
    names = AgencyPeriod.objects.on(day).filter(agency=query.agency)
    name = names.values_list("name", flat=True).first()
    return in_sentence(name) if name else query.agency.code


def in_words(figures: Figures, *, units: int, noun: str) -> str:
    """The four counts as one paragraph, as reports open."""
    n = figures
    return (
        f"Có {number(n.assigned)} {noun} được cử từ {number(units)} đơn vị; "
        f"{number(n.started)} {noun} đã tham gia ({percent(n.started, n.assigned)}); "
        f"{number(n.completed)} {noun} hoàn thành ({percent(n.completed, n.assigned)}); "
        f"{number(n.passed)} {noun} đạt, bằng {percent(n.passed, n.completed)} số hoàn thành. "
        f"Còn {number(n.not_started)} {noun} chưa tham gia."
    )
