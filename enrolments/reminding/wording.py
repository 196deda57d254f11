"""What the mails say: one to a learner, one to whoever looks after several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.formats import number, vdate
from accounts.models import User
from enrolments.models import Enrolment, TrainingClass

NAMED = 50  # the others are counted


@dataclass(frozen=True)
class Letter:
    """Subject and text of a mail."""

    subject: str
    body: str


def when(deadline: date, today: date) -> str:
    """How far off the deadline is, as a subject line says it."""
    days = (deadline - today).days
    words = {"day": vdate(deadline), "n": abs(days)}
    if days > 0:
        return (
            ngettext(
                "Còn %(n)s ngày đến hạn %(day)s", "Còn %(n)s ngày đến hạn %(day)s", days
            )
            % words
        )
    if days == 0:
        return _("Hôm nay là hạn, %(day)s") % words
    return (
        ngettext(
            "Đã quá hạn %(day)s %(n)s ngày", "Đã quá hạn %(day)s %(n)s ngày", -days
        )
        % words
    )


def to_learner(enrolment: Enrolment, *, today: date, more: str = "") -> Letter:
    """In the learner's language; `more` is what a coordinator added."""
    user, group = enrolment.learner, enrolment.training_class
    with translation.override(user.language):
        about = group.course.title
        head = when(enrolment.deadline, today) if enrolment.deadline else _("Nhắc học")
        lines = [
            _("Chào anh/chị %(name)s,") % {"name": user.full_name},
            _("Anh/chị chưa hoàn thành khóa “%(course)s” (lớp %(code)s).")
            % {"course": about, "code": group.code},
        ]
        if enrolment.deadline:
            lines.append(f"{head}.")
        if more:
            lines.append(more)
        lines += [
            _("Học tiếp tại: %(url)s") % {"url": f"{settings.SITE_URL}/my/"},
            _("Học được thành nhiều lần ngắn; bài đang làm dở được giữ lại."),
        ]
        return Letter(f"{head}: {about}"[:200], "\n\n".join(lines))


def digest(
    user: User, group: TrainingClass, rows: Sequence[Enrolment], *, today: date
) -> Letter:
    """Who has not finished, and whom no mail can reach."""
    with translation.override(user.language):
        deadline = rows[0].deadline
        head = when(deadline, today)
        count = ngettext(
            "%(n)s học viên chưa hoàn thành",
            "%(n)s học viên chưa hoàn thành",
            len(rows),
        ) % {"n": number(len(rows))}
        lines = [
            _("Chào anh/chị %(name)s,") % {"name": user.full_name},
            f"{head}. {group.title} ({group.code}): {count}.",
            "\n".join(
                f"- {r.learner.full_name} ({r.learner.staff_code})"
                for r in rows[:NAMED]
            ),
        ]
        if len(rows) > NAMED:
            lines.append(_("… và %(n)s người nữa.") % {"n": number(len(rows) - NAMED)})
        if silent := [r.learner.full_name for r in rows if not r.learner.email]:
            lines.append(
                _("Không có thư điện tử nên chưa được nhắc: %(names)s.")
                % {"names": ", ".join(silent[:NAMED])}
            )
        lines.append(
            _("Xem và nhắc tại: %(url)s")
            % {"url": f"{settings.SITE_URL}/coordinate/?class={group.code}"}
        )
        return Letter(f"{count}: {group.title}"[:200], "\n\n".join(lines))
