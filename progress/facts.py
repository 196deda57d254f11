"""What is kept in words: a certificate's facts, and the law as a lesson showed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from accounts.formats import vdate
from agencies.services import Posting, agencies_named_on
from courses.models import LessonPage
from enrolments.models import Enrolment
from legal.validity import all_citations


def certificate_facts(
    *, enrolment: Enrolment, at: datetime, posts: Mapping[int, Posting] | None = None
) -> dict[str, Any]:
    """What is true on the day of the award, in words; nothing is looked up again later.

    `posts` of that day, by person, from who asked for those of many at once.
    """
    if posts is None:
        posts = agencies_named_on(
            users=[enrolment.learner_id], day=timezone.localdate(at)
        )
    with translation.override("vi"):  # the paper is Vietnamese whoever asks for it
        return _facts(enrolment, at, posts.get(enrolment.learner_id))


def _facts(
    enrolment: Enrolment, at: datetime, membership: Posting | None
) -> dict[str, Any]:
    learner, group = enrolment.learner, enrolment.training_class
    course = group.course
    return {
        "schema": 2,
        "name": learner.full_name,
        "initials": learner.initials,
        "born": vdate(learner.birth_on) if learner.birth_on else "",
        "position": membership.position if membership else "",
        "agency": membership.agency_title if membership else "",
        "course": course.title,
        "course_code": course.code,
        "hours": course.hours,
        "from": vdate(group.opens_on),
        "to": vdate(timezone.localdate(at)),
        "mode": group.get_mode_display(),
        "result": "Đạt",
        "decision_number": group.decision_number,
        "decision_on": vdate(group.decision_on) if group.decision_on else "",
        "rules": course.certificate_rules,
        **(course.certificate_template.wording()),
    }


def cited_by(lesson: LessonPage) -> list[dict[str, str | None]]:
    """The legal texts the lesson cites, with their dates as shown today."""
    known = all_citations()
    cited = [b.value["basis"] for b in lesson.body if b.block_type == "legal"]
    return [
        known[basis.pk].as_shown() for basis in cited if basis and basis.pk in known
    ]
