"""Which of several classes of one course a reader chose, kept from page to page."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.models import CoursePage
from enrolments.access import CLASS, shown_for
from enrolments.models import Enrolment

KEPT = "classes"  # in the session: a course's key to the code of the class


def choose(
    request: HttpRequest, course: CoursePage, rows: Sequence[Enrolment]
) -> Enrolment | None:
    """The enrolment the page is shown for; whoever has one class chooses nothing."""
    code = request.GET.get(CLASS, "")
    kept = request.session.get(KEPT, {}) if len(rows) > 1 else {}
    key = str(course.pk)
    shown = shown_for(rows, code=code, kept=kept.get(key, ""))
    if shown is None or not code:
        return shown
    if shown.training_class.code != code:
        tell(request, shown)
    elif len(rows) > 1 and kept.get(key) != code:
        request.session[KEPT] = kept | {key: code}
    return shown


def tell(request: HttpRequest, shown: Enrolment) -> None:
    """The class asked for is over, or never was the reader's: it is not swapped in silence."""
    words = _(
        "Lớp trong đường dẫn không mở cho anh/chị. Trang này đang tính cho lớp %(code)s."
    )
    messages.warning(request, words % {"code": shown.training_class.code})
