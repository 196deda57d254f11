"""Sửa đáp án, beforehand: whom a corrected key changes. Nothing is written here.

`regrading` applies a correction by the same functions, so that what was foretold is
what happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Revision

from accounts.models import User
from questions import definitions
from questions.kinds import Definition
from questions.marking import mark
from questions.models import Question
from questions.rekeying import Mismatch, rekeyed
from quizzes.marks.reach import trained_quizzes
from quizzes.marks.settling import has_passed
from quizzes.models import Attempt, Override, Response

Room = tuple[int, int]  # whose sittings at what: pks of the enrolment and the quiz


@dataclass(frozen=True)
class Shift:
    """A response with its key put right, and the points that gives."""

    response: Response
    definition: Definition
    points: int | None

    @property
    def gain(self) -> int:
        """Hundredths of a point more than before; nothing while the sitting runs."""
        return 0 if self.points is None else self.points - self.response.points


@dataclass(frozen=True)
class Effect:
    """What a correction does to one sitting, and by it to the learner's result."""

    attempt: Attempt
    score_before: int
    score_after: int
    passed_before: bool
    passed_after: bool

    @property
    def gains(self) -> bool:
        return self.passed_after and not self.passed_before

    @property
    def loses(self) -> bool:
        return self.passed_before and not self.passed_after


@dataclass
class Forecast:
    """Whom a correction changes, in the courses of the trainer who asks."""

    looked_at: int = 0
    elsewhere: int = 0  # responses in the courses of other trainers
    running: int = 0  # sittings that will be marked by the right key when submitted
    by_hand: int = 0  # points set by a person, which stay
    frozen: Definition | None = None  # as one of those who change was asked
    effects: list[Effect] = field(default_factory=list)
    mismatches: list[tuple[Response, str]] = field(default_factory=list)

    @property
    def gained(self) -> list[Effect]:
        return [effect for effect in self.effects if effect.gains]

    @property
    def lost(self) -> list[Effect]:
        return [effect for effect in self.effects if effect.loses]


def key_of(question: Question, revision: Revision | None) -> Definition:
    """The definition that a revision holds, in the author's order."""
    return definitions.freeze(revision.as_object() if revision else question, None)


def responses_to(question: Question) -> QuerySet[Response]:
    """Every response to the question; annotated with whether a person set its points."""
    by_hand = Override.objects.filter(response=OuterRef("pk"))
    return Response.objects.filter(question=question).annotate(
        is_overridden=Exists(by_hand)
    )


def shift_of(response: Response, corrected: Definition) -> Shift | None:
    """None when the key is right already. Points that a person set are kept.

    Raises Mismatch when the frozen wording is not that of the corrected question.
    """
    definition = rekeyed(response.definition, corrected)
    if definition == response.definition:
        return None
    points = response.points
    if points is not None and not response.is_overridden:
        points = mark(definition, response.answer, response.max_points)
    return Shift(response, definition, points)


def shifts_of(
    responses: Iterable[Response], corrected: Definition
) -> tuple[list[Shift], list[tuple[Response, str]]]:
    """The responses whose key changes, and those that cannot be told, with the reason."""
    shifts, mismatches = [], []
    for response in responses:
        try:
            shift = shift_of(response, corrected)
        except Mismatch as mismatch:
            mismatches.append((response, str(mismatch)))
        else:
            shifts += [shift] if shift else []
    return shifts, mismatches


def effects_on(sittings: Sequence[Attempt], gains: Mapping[int, int]) -> list[Effect]:
    """What gains by pk of the attempt do to a learner's sittings at one quiz.

    The sittings get their new scores. The result changes once, at the last of them,
    however many sittings were changed.
    """
    before, passed_before = [a.score for a in sittings], has_passed(sittings)
    for attempt in sittings:
        if attempt.score is not None:
            attempt.score += gains.get(attempt.pk, 0)
    passed_after = has_passed(sittings)
    changed = [
        (a, old) for a, old in zip(sittings, before, strict=True) if a.score != old
    ]
    return [
        Effect(a, old, a.score, passed_before, passed_after)
        if (a, old) == changed[-1]
        else Effect(a, old, a.score, passed_before, passed_before)
        for a, old in changed
    ]


def forecast(*, question: Question, corrected: Definition, by: User) -> Forecast:
    """What correcting the key would change in the courses this trainer answers for."""
    everywhere = responses_to(question)
    own = list(
        everywhere.filter(attempt__quiz__in=trained_quizzes(by))
        .select_related(
            "attempt__quiz",
            "attempt__enrolment__learner",
            "attempt__enrolment__training_class",
        )
        .order_by("attempt__enrolment__learner__sort_key", "pk")
    )
    shifts, mismatches = shifts_of(own, corrected)
    return Forecast(
        looked_at=len(own),
        elsewhere=everywhere.count() - len(own),
        running=sum(shift.response.attempt.is_open for shift in shifts),
        by_hand=sum(shift.response.is_overridden for shift in shifts),
        frozen=shifts[0].response.definition if shifts else None,
        effects=_effects(shifts),
        mismatches=mismatches,
    )


def room_of(attempt: Attempt) -> Room:
    return attempt.enrolment_id, attempt.quiz_id


def _effects(shifts: Sequence[Shift]) -> list[Effect]:
    """Learner by learner, in the order of the shifts."""
    rooms: dict[Room, dict[int, int]] = {}
    for shift in shifts:
        if shift.gain:
            attempt = shift.response.attempt
            rooms.setdefault(room_of(attempt), {})[attempt.pk] = shift.gain
    sittings = _sittings_in(rooms)
    return [
        effect
        for room, gains in rooms.items()
        for effect in effects_on(sittings[room], gains)
    ]


def _sittings_in(rooms: Iterable[Room]) -> dict[Room, list[Attempt]]:
    enrolments, quizzes = {room[0] for room in rooms}, {room[1] for room in rooms}
    found: dict[Room, list[Attempt]] = {}
    attempts = Attempt.objects.filter(enrolment__in=enrolments, quiz__in=quizzes)
    for attempt in attempts.select_related(
        "quiz", "enrolment__learner", "enrolment__training_class"
    ).order_by("number"):
        found.setdefault(room_of(attempt), []).append(attempt)
    return found
