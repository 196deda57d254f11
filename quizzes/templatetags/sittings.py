"""What the learner's desk tells about quizzes."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.models import Attempt, Response

register = template.Library()

# A button saves before it goes there; where learners only go on it is a mark. Twenty
# of them a page by an included template cost a third of the page.
BUTTON = (
    '<li><button form="bai-lam" name="den" data-position="{0}" data-name="{1}" '
    'value="{0}" data-state="{2}"{4} aria-label="{1}, {3}">{0}</button></li>'
)
MARK = (
    '<li><span class="number" data-position="{0}" data-state="{2}"{4}>{0}'
    '<span class="hide">, {3}</span></span></li>'
)


@register.simple_tag
def running_attempts(learner: User) -> QuerySet[Attempt]:
    """The sittings a learner left open, the one with the least time first."""
    running = Attempt.objects.by(learner).open()
    running = running.select_related("quiz", "enrolment__training_class")
    told = ("uid", "due_at", "quiz__title", "enrolment__training_class__code")
    return running.only(*told).order_by("due_at", "pk")


@register.simple_tag
def navigator(
    outline: Sequence[Response], here: range, *, is_forward_only: bool
) -> SafeString:
    """The numbers of an attempt's questions with their states, as list items."""
    words = {
        "flag": _("đã gắn cờ"),
        "done": _("đã trả lời"),
        "todo": _("chưa trả lời"),
    }
    current = format_html(' aria-current="{}"', "step")
    name = _("Câu %(number)s")
    rows = []
    for row in outline:
        state = _state(row)
        is_here = current if row.position in here else ""
        named = name % {"number": row.position}
        rows.append((row.position, named, state, words[state], is_here))
    return format_html_join("", MARK if is_forward_only else BUTTON, rows)


def _state(row: Response) -> str:
    if row.is_flagged:
        return "flag"
    return "done" if row.is_answered else "todo"
