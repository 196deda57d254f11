"""Three classes at work: who learned what, when, and with what result.

The rows are what `quizzes`, `progress` and `enrolments` would have written one by one,
written in bulk; tests/lms/test_load_demo.py holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agencies.models import Agency, Membership
from courses.models import ActivityPage, CoursePage, LessonPage
from enrolments.models import Enrolment, TrainingClass
from lms.demo.calendar import days_between
from lms.demo.province import PROVINCE
from lms.demo.sittings import Exam, Sitting, save_sittings
from lms.demo.staff import Unit
from lms.demo.stories import Story, outcome_of, study, tell
from progress.facts import cited_by
from progress.models import Completion, Visit
from quizzes.counting import Sat, counted, deciding
from quizzes.models import Attempt, QuizPage

OPENED_DAYS_AGO = 24
DUE_IN_DAYS = 6

# The share of a unit's people who have finished the first course; invented.
RATES = {
    "BRVT-747": 0.86, "BRVT-748": 0.83, "BRVT-750": 0.56, "BRVT-751": 0.62,
    "BRVT-752": 0.71, "BRVT-753": 0.66, "BRVT-754": 0.75, "BRVT-755": 0.4,
}  # fmt: skip
OWN_RATES = {"BRVT-26611": 0.25}  # xã Suối Rao, where the demo's trainee works
PROVINCE_RATE = 0.8
SPREAD = 0.14


@dataclass(frozen=True)
class Pace:
    """How far a class has got: the rate of the first course times `share`."""

    code: str
    title: str
    share: float
    trainee_done: int  # activities that the demo's trainee has finished


CLASSES = [
    Pace("SHHS", "Số hóa hồ sơ, đợt 1", 1.0, -2),
    Pace("DVCTT", "Dịch vụ công trực tuyến, đợt 1", 0.62, 2),
    Pace("HDND", "Hướng dẫn người dân nộp trực tuyến, đợt 1", 0.28, 0),
]


@dataclass
class Rows:
    """What a class leaves in the database beside its enrolments."""

    visits: list[Visit] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)


@transaction.atomic
def load_class(
    pace: Pace,
    *,
    units: Mapping[int, Unit],
    learners: Sequence[User],
    trainee: User,
    at: datetime,
) -> TrainingClass:
    """Open a class for all learners and let them have worked in it until yesterday.

    A class that exists is left alone entirely. `units` are found by key.
    """
    existing = TrainingClass.objects.filter(code=pace.code).first()
    if existing is not None:
        return existing
    today = timezone.localdate(at)
    group = TrainingClass.objects.create(
        code=pace.code,
        title=pace.title,
        course=CoursePage.objects.get(code=pace.code),
        opens_on=today - timedelta(days=OPENED_DAYS_AGO),
        due_on=today + timedelta(days=DUE_IN_DAYS),
        organiser=Agency.objects.filter(code=PROVINCE).first(),
    )
    history = History(
        group, pace, units=units, trainee=trainee, until=today - timedelta(days=1)
    )
    history.write([history.enrol(learner) for learner in learners])
    return group


class History:
    """Makes up what happened in one class, from seeds."""

    def __init__(
        self,
        group: TrainingClass,
        pace: Pace,
        *,
        units: Mapping[int, Unit],
        trainee: User,
        until: date,
    ) -> None:
        self.group = group
        self.pace = pace
        self.units = units
        self.trainee = trainee
        self.days = days_between(group.opens_on, until)
        self.posts = dict(
            Membership.objects.on(group.opens_on)
            .main()
            .values_list("user_id", "agency_id")
        )
        self._read_course(group.course)

    def _read_course(self, course: CoursePage) -> None:
        self.required = list(ActivityPage.objects.of(course).required())
        keys = [activity.pk for activity in self.required]
        lessons = LessonPage.objects.in_bulk(keys)
        self.lessons = [lessons[pk] for pk in keys if pk in lessons]
        self.minutes = [lesson.minutes for lesson in self.lessons]
        self.legal = {lesson.pk: cited_by(lesson) for lesson in self.lessons}
        quiz = QuizPage.objects.get(pk__in=keys)
        self.exam = Exam(quiz, minimum_mark=course.minimum_mark, on=self.group.opens_on)
        self.rule = {
            "required": [{"uid": str(a.uid), "title": a.title} for a in self.required],
            "minimum_mark": course.minimum_mark,
        }

    def enrol(self, learner: User) -> tuple[Enrolment, Story]:
        """An enrolment on the opening day, and what its learner did since."""
        opening = datetime.combine(
            self.group.opens_on, time(7, 30), timezone.get_current_timezone()
        )
        rng = self._rng(learner)
        enrolment = Enrolment(
            learner=learner, training_class=self.group, enrolled_at=opening
        )
        if learner == self.trainee:
            return enrolment, self._trainees_story(rng)
        outcome = outcome_of(rng, self._rate(self.units[self.posts[learner.pk]]))
        return enrolment, tell(
            rng, outcome=outcome, minutes=self.minutes, days=self.days
        )

    def _rng(self, learner: User) -> Random:
        return Random(f"{self.pace.code}:{learner.staff_code}")  # noqa: S311 - invented data

    def _rate(self, unit: Unit) -> float:
        """The share that finishes at a unit: its district's, with a spread of its own."""
        usual = RATES.get(unit.code) or RATES.get(unit.parent, PROVINCE_RATE)
        rng = Random(unit.code)  # noqa: S311 - invented data
        rate = OWN_RATES.get(unit.code) or rng.gauss(usual, SPREAD)
        return min(1.0, max(0.1, rate)) * self.pace.share

    def _trainees_story(self, rng: Random) -> Story:
        """The demo's trainee: as far as the journeys in README and tests expect."""
        done = self.pace.trainee_done
        minutes = (
            self.minutes[: len(self.minutes) + done + 1]
            if done < 0
            else self.minutes[:done]
        )
        return Story(study(rng, minutes, self.days)) if minutes else Story()

    def write(self, stories: Sequence[tuple[Enrolment, Story]]) -> None:
        """Write the class's rows, each kind in bulk."""
        rows = Rows()
        for enrolment, story in stories:
            self._add_lessons(rows, enrolment, story)
            if story.quiz_at is not None:
                self._add_quiz(rows, enrolment, story)
        Enrolment.objects.bulk_create([e for e, _story in stories], batch_size=1000)
        for sitting in rows.sittings:
            _take_key(sitting.attempt)
        save_sittings(rows.sittings)
        for row in (*rows.visits, *rows.completions):
            _take_key(row)
        Visit.objects.bulk_create(rows.visits, batch_size=2000)
        Completion.objects.bulk_create(rows.completions, batch_size=2000)

    def _add_lessons(self, rows: Rows, enrolment: Enrolment, story: Story) -> None:
        for lesson, stay in zip(self.lessons, story.stays, strict=False):
            rows.visits.append(
                Visit(
                    enrolment=enrolment,
                    activity_id=lesson.pk,
                    first_at=stay.began_at,
                    last_at=stay.ended_at or stay.began_at,
                    seconds=stay.seconds,
                )
            )
            if stay.ended_at is not None:
                rows.completions.append(
                    Completion(
                        enrolment=enrolment,
                        activity_id=lesson.pk,
                        occasion=f"material {lesson.material_version}",
                        revision_id=lesson.live_revision_id,
                        completed_at=stay.ended_at,
                        legal_shown=self.legal[lesson.pk],
                    )
                )

    def _add_quiz(self, rows: Rows, enrolment: Enrolment, story: Story) -> None:
        """The sittings, and the completion by the one that counts."""
        sittings = self.exam.sit(
            self._rng(enrolment.learner),
            enrolment=enrolment,
            at=story.quiz_at,
            ability=story.ability,
        )
        rows.sittings += sittings
        attempt = sittings[-1].attempt
        rows.visits.append(
            Visit(
                enrolment=enrolment,
                activity_id=attempt.quiz_id,
                first_at=story.quiz_at - timedelta(minutes=1),
                last_at=attempt.started_at,
                seconds=60,
            )
        )
        done = finish(enrolment, self.exam.quiz, [s.attempt for s in sittings])
        rows.completions.append(done)
        self._settle(enrolment, done)

    def _settle(self, enrolment: Enrolment, done: Completion) -> None:
        """The quiz was the last activity: completed, and passed when it was passed."""
        at = done.completed_at
        enrolment.completed_at = enrolment.ended_at = at
        enrolment.ended_reason = Enrolment.EndedReason.COMPLETED
        enrolment.answering_agency_id = self.posts[enrolment.learner_id]
        enrolment.rule = self.rule
        enrolment.passed_at = at if done.passed else None


def _take_key(row: Visit | Completion | Attempt) -> None:
    """Rows made before their enrolment was written learn its key now."""
    row.enrolment_id = row.enrolment.pk


def finish(
    enrolment: Enrolment, quiz: QuizPage, attempts: Sequence[Attempt]
) -> Completion:
    """The result by the quiz's rule, on the occasion of the sitting that decides."""
    result = counted(
        quiz.counting, [Sat(a.score, a.max_score, a.pass_mark) for a in attempts]
    )
    attempt = deciding(quiz.counting, attempts)
    return Completion(
        enrolment=enrolment,
        activity_id=quiz.pk,
        occasion=str(attempt.uid),
        revision_id=quiz.live_revision_id,
        completed_at=attempt.submitted_at,
        score=result.score,
        max_score=result.max_score,
        passed=result.has_passed,
        seconds=attempt.seconds,
    )
