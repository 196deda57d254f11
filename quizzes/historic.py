"""Sittings of django-quiz-app, kept as attempts of people who are in one of our classes.

An attempt is evidence: it is written only when everything about it is known, the
person, the class, each question and the answer, and the points add up to the score of
that day. Whatever misses something is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from enrolments.models import Enrolment, TrainingClass
from questions.definitions import freeze
from questions.formats.django_quiz import Dump, Sitting
from questions.kinds import Answer, Definition
from questions.models import Question
from quizzes.models import Attempt, QuizPage, Response
from quizzes.services.finish import settle_quiz

POINTS = 100  # hundredths: there, every question was worth one point


class NotHistoric(Exception):
    """Why a sitting cannot be kept; the message is for the user."""


@dataclass(frozen=True)
class Known:
    """A question of the dump in our bank, as it was when it came in."""

    question: Question
    revision: Revision | None
    definition: Definition


@dataclass
class SittingsReport:
    """What became of the sittings of a dump; `refused` are (pk, reason)."""

    created: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """As every import prints it; a row is the sitting's pk in the dump."""
        errors = [
            {"row": pk, "column": None, "message": reason}
            for pk, reason in self.refused
        ]
        return {
            "created": self.created,
            "updated": 0,
            "unchanged": self.unchanged,
            "refused": len(errors),
            "errors": errors,
        }


def import_sittings(
    *, dump: Dump, source_quiz: int, quiz: QuizPage, training_class: TrainingClass
) -> SittingsReport:
    """Keep the sittings at one quiz of the dump as attempts at `quiz`, in their order.

    `source_quiz` is the pk of the quiz in the dump. The questions must have been
    imported from this dump before. Each sitting in a transaction of its own; a second
    run finds what the first one wrote.
    """
    report = SittingsReport()
    known = known_questions(dump)
    sittings = [one for one in dump.sittings if one.quiz == source_quiz]
    for sitting in sorted(sittings, key=lambda one: (str(one.ended_at), one.pk)):
        try:
            is_new = keep_sitting(
                sitting=sitting,
                enrolment=_enrolment(sitting, training_class),
                quiz=quiz,
                known=known,
                options=dump.options,
            )
        except NotHistoric as reason:
            report.refused.append((sitting.pk, str(reason)))
            continue
        report.created += is_new
        report.unchanged += not is_new
    return report


def known_questions(dump: Dump) -> dict[int, Known]:
    """The questions of the dump that are in the bank, by their pk in the dump."""
    codes = {
        pk: item.draft.code for pk, item in dump.items.items() if item.draft is not None
    }
    found = {
        question.code: question
        for question in Question.objects.filter(code__in=codes.values())
    }
    return {
        pk: _as_imported(found[code]) for pk, code in codes.items() if code in found
    }


def _as_imported(question: Question) -> Known:
    """The first revision: what was edited since was not what these people saw."""
    revision = question.revisions.order_by("created_at", "pk").first()
    first = revision.as_object() if revision else question
    return Known(question, revision, freeze(first))


def _enrolment(sitting: Sitting, training_class: TrainingClass) -> Enrolment:
    if not sitting.login:
        raise NotHistoric(_("Tệp không cho biết ai đã làm bài này."))
    learner = User.objects.known_as(sitting.login).first()
    if learner is None:
        raise NotHistoric(
            _("Không có người dùng nào có mã cán bộ hay thư điện tử “%(login)s”.")
            % {"login": sitting.login}
        )
    enrolment = Enrolment.objects.filter(
        learner=learner, training_class=training_class
    ).first()
    if enrolment is None:
        raise NotHistoric(
            _("%(name)s không có trong lớp %(code)s.")
            % {"name": learner.full_name, "code": training_class.code}
        )
    return enrolment


@transaction.atomic
def keep_sitting(
    *,
    sitting: Sitting,
    enrolment: Enrolment,
    quiz: QuizPage,
    known: Mapping[int, Known],
    options: Mapping[int, list[int]],
) -> bool:
    """Write a finished sitting as a submitted attempt; whether it was new.

    `known` are our questions and `options` the pks of answers, both by the pk of the
    question in the dump. Points and pass mark are those of then, nothing is marked
    again; what the result finishes is recorded. Safe twice: the attempt's uid follows
    from the sitting. Raises NotHistoric.
    """
    _check(sitting, known)
    uid = _uid(sitting, enrolment, quiz)
    Enrolment.objects.select_for_update(of=("self",)).only("pk").get(pk=enrolment.pk)
    past = Attempt.objects.of(enrolment, quiz)
    if past.filter(uid=uid).exists():
        return False
    last = past.last()
    attempt = Attempt.objects.create(
        uid=uid,
        enrolment=enrolment,
        quiz=quiz,
        number=last.number + 1 if last else 1,
        seed=0,
        started_at=sitting.started_at or sitting.ended_at,
        due_at=None,
        submitted_at=sitting.ended_at,
        closed_by=Attempt.ClosedBy.LEARNER,
        pass_mark=sitting.pass_mark,
        score=sitting.score * POINTS,
        max_score=len(sitting.asked) * POINTS,
    )
    Response.objects.bulk_create(
        _response(attempt, sitting, position, known[pk], pk, options.get(pk, []))
        for position, pk in enumerate(sitting.asked, 1)
    )
    settle_quiz(enrolment=enrolment, quiz=quiz, at=sitting.ended_at)
    return True


def _check(sitting: Sitting, known: Mapping[int, Known]) -> None:
    if not sitting.is_complete or sitting.ended_at is None:
        raise NotHistoric(_("Lần làm bài chưa kết thúc."))
    if not sitting.asked:
        raise NotHistoric(_("Lần làm bài không có câu nào."))
    if missing := [str(pk) for pk in sitting.asked if pk not in known]:
        raise NotHistoric(
            _("Chưa nhập các câu hỏi số %(numbers)s.") % {"numbers": ", ".join(missing)}
        )
    rights = sum(pk not in sitting.wrong for pk in sitting.asked)
    if rights != sitting.score:
        raise NotHistoric(
            _("Điểm ghi là %(score)d nhưng số câu đúng là %(rights)d.")
            % {"score": sitting.score, "rights": rights}
        )


def _uid(sitting: Sitting, enrolment: Enrolment, quiz: QuizPage) -> UUID:
    began = sitting.started_at or sitting.ended_at
    name = f"{sitting.quiz}/{sitting.pk}/{began.isoformat()}/{enrolment.uid}/{quiz.pk}"
    return uuid5(NAMESPACE_URL, f"django-quiz-app:{name}")


def _response(
    attempt: Attempt,
    sitting: Sitting,
    position: int,
    known: Known,
    pk: int,
    options: list[int],
) -> Response:
    answer = _answer(known.definition, sitting.given.get(pk), options)
    return Response(
        attempt=attempt,
        position=position,
        question=known.question,
        revision=known.revision,
        definition=known.definition,
        answer=answer,
        version=0 if answer is None else 1,
        saved_at=attempt.submitted_at,
        points=0 if pk in sitting.wrong else POINTS,
        max_points=POINTS,
        is_closed=True,
    )


def _answer(definition: Definition, given: str | None, options: list[int]) -> Answer:
    """What was given, in our words; None when it cannot be told any more."""
    if not given:
        return None
    kind = definition["kind"]
    if kind == "essay":
        return {"text": given}
    if kind == "true_false":
        return {"value": given.lower() == "true"}
    places = [str(option) for option in options]
    if given not in places or len(places) != len(definition["options"]):
        return None
    chosen = definition["options"][places.index(given)]["id"]
    return {"choice": chosen} if kind == "single" else {"choices": [chosen]}
