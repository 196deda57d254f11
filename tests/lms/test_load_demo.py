"""The demo as `make run` finds it, loaded small; and its bulk rows against the services."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from random import Random
from tempfile import TemporaryDirectory

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase, override_settings
from django.utils import timezone, translation

from accounts.models import User
from agencies.models import AgencyPeriod, AgencyRole, Membership
from certificates.models import Certificate, Register
from courses.models import ActivityPage, CoursePage, LessonPage
from enrolments.models import Enrolment, TrainingClass
from legal.models import LegalBasis
from lms.demo.answers import RIGHT, WRONG
from lms.demo.life import finish
from lms.demo_accounts import PASSWORD, ROLES
from lms.management.commands.load_demo import Progress, run, steps
from lms.roles import TRAINERS
from progress.facts import cited_by
from progress.models import Completion, Visit
from progress.services import record_completion
from questions.definitions import freeze
from questions.marking import mark
from questions.models import Question
from quizzes.models import Attempt, QuizPage, Response
from quizzes.services import save_answer, start_attempt, submit_attempt

TRAINEES = 60
CODES = ["SHHS", "DVCTT", "HDND"]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class LoadedDemo(TestCase):
    """Loaded once for the class: cut short after the first class, then completed."""

    @classmethod
    def setUpClass(cls):
        media = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=media))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            run(steps(TRAINEES)[:8], Progress(StringIO()))
        call_command("load_demo", trainees=TRAINEES)

    def test_it_has_everybody_and_everything(self):
        today = timezone.localdate()
        assert AgencyPeriod.objects.on(today).count() == 118
        assert User.objects.count() == TRAINEES + 4
        assert Membership.objects.on(date(2022, 1, 1)).count() == TRAINEES + 4
        lessons = Counter(LessonPage.objects.live().values_list("kind", flat=True))
        assert lessons == {"lesson": 38, "case": 14}
        assert Question.objects.filter(live=True).count() == 56
        assert LegalBasis.objects.count() == 45
        for group in TrainingClass.objects.all():
            assert group.enrolments.count() == TRAINEES
            assert group.opens_on == today - timedelta(days=24)
            assert group.due_on == today + timedelta(days=6)

    def test_again_changes_nothing(self):
        def everything():
            return [
                model.objects.count()
                for model in (User, Membership, AgencyRole, ActivityPage, Question,
                              Enrolment, Visit, Completion, Attempt, Response, Certificate)
            ]  # fmt: skip

        before = everything()
        call_command("load_demo", trainees=TRAINEES)
        assert everything() == before

    def test_only_the_five_accounts_have_a_password(self):
        able = [u for u in User.objects.all() if u.has_usable_password()]
        assert {u.staff_code for u in able} == set(ROLES)
        assert all(u.check_password(PASSWORD) for u in able)
        assert [u.staff_code for u in able if u.is_superuser] == ["quantri"]
        trainers = Group.objects.get(name=TRAINERS).user_set.all()
        assert [u.staff_code for u in trainers] == ["giangvien"]
        roles = AgencyRole.objects.values_list("user__staff_code", "agency__code")
        assert set(roles) == {("dieuphoi-huyen", "BRVT-750"), ("dieuphoi-tinh", "BRVT")}

    def test_the_trainee_stands_before_the_last_lesson(self):
        trainee = User.objects.get(staff_code="hocvien")
        assert trainee.memberships.get().agency.code == "BRVT-26611"
        done = {
            e.training_class.code: e.completions.count()
            for e in trainee.enrolments.all()
        }
        course = CoursePage.objects.get(code="SHHS")
        required = ActivityPage.objects.of(course).required().count()
        assert done == {"SHHS": required - 2, "DVCTT": 2, "HDND": 0}

    def test_every_lesson_opens_for_the_trainee(self):
        trainee = User.objects.get(staff_code="hocvien")
        backend = "accounts.backends.StaffCodeOrEmailBackend"
        self.client.force_login(trainee, backend=backend)
        for page in [*CoursePage.objects.all(), *LessonPage.objects.all()]:
            answer = self.client.get(page.url)
            assert answer.status_code == 200, page.url
            assert page.title in html.unescape(answer.content.decode())
            assert ":::" not in answer.content.decode()

    def test_results_fit_together(self):
        for code in CODES:
            enrolments = Enrolment.objects.filter(training_class__code=code)
            required = ActivityPage.objects.of(
                CoursePage.objects.get(code=code)
            ).required()
            for enrolment in enrolments:
                finished = enrolment.completions.count() == required.count()
                assert (enrolment.completed_at is not None) == finished
                assert enrolment.ended_at == enrolment.completed_at
                assert (enrolment.certificate_id is not None) == (
                    enrolment.passed_at is not None
                )
        assert Enrolment.objects.passed().exists()
        assert not Completion.objects.filter(completed_at__gt=timezone.now()).exists()
        assert not Completion.objects.filter(
            completed_at__lt=timezone.now() - timedelta(days=25)
        )
        for attempt in Attempt.objects.prefetch_related("responses"):
            assert attempt.score == sum(r.points for r in attempt.responses.all())
            assert attempt.responses.count() == 15

    def test_a_result_is_that_of_the_sitting_which_counts(self):
        assert set(QuizPage.objects.values_list("counting", flat=True)) == {"best"}
        for done in Completion.objects.exclude(score=None):
            sat = list(
                done.enrolment.attempts.filter(quiz=done.activity_id).order_by("number")
            )
            assert done.score == max(a.score for a in sat)
            assert done.passed == any(a.has_passed for a in sat)
            assert done.occasion == str(sat[-1].uid)

    def test_the_register_has_no_gaps_and_runs_with_time(self):
        lines = list(Certificate.objects.order_by("register__year", "number"))
        assert [c.issued_at for c in lines] == sorted(c.issued_at for c in lines)
        for register in Register.objects.all():
            numbers = [c.number for c in lines if c.register_id == register.pk]
            assert numbers == list(range(1, register.next_number))
        assert {c.status for c in lines} == {"pending"}
        assert lines[0].serial == f"0001/{lines[0].register.year}/TTPVHCC"

    def test_every_question_can_be_answered_right_and_wrong(self):
        rng = Random(1)
        for question in Question.objects.all():
            definition = freeze(question, rng)
            kind = definition["kind"]
            assert mark(definition, RIGHT[kind](definition), 100) == 100
            assert mark(definition, WRONG[kind](rng, definition), 100) < 100

    def test_no_source_marks_reach_a_reader(self):
        for lesson in LessonPage.objects.all():
            assert not re.search(r"\[[SF]\d+|\bTBC\b", str(lesson.body.raw_data))

    def test_bulk_rows_are_what_the_services_write(self):
        sample = (
            Enrolment.objects.passed()
            .filter(attempts__number=1, attempts__score__gte=750)
            .exclude(attempts__number=2)
            .order_by("pk")[:2]
        )
        assert sample
        for enrolment in sample:
            wanted = picture(enrolment)
            story = notes_of(enrolment)
            forget(enrolment)
            replay(enrolment, story)
            enrolment.refresh_from_db()
            assert picture(enrolment) == wanted


def picture(enrolment: Enrolment) -> dict:
    """All that was recorded of an enrolment, without keys of rows."""
    attempts = {str(a.uid): f"attempt {a.number}" for a in enrolment.attempts.all()}
    completions = enrolment.completions.order_by("completed_at", "activity").values(
        "activity", "occasion", "revision", "completed_at", "score", "max_score",
        "passed", "seconds", "legal_shown", "voided_at", "void_reason",
    )  # fmt: skip
    responses = Response.objects.filter(attempt__enrolment=enrolment).order_by(
        "position"
    )
    certificate = enrolment.certificate
    return {
        "enrolment": Enrolment.objects.filter(pk=enrolment.pk).values(
            "completed_at", "passed_at", "ended_at", "ended_reason", "answering_agency", "rule"
        )[0],
        "completions": [
            c | {"occasion": attempts.get(c["occasion"], c["occasion"])} for c in completions
        ],
        "attempts": list(
            enrolment.attempts.values(
                "quiz", "number", "seed", "started_at", "due_at", "submitted_at",
                "closed_by", "pass_mark", "score", "max_score",
                "per_page", "is_forward_only", "checks_each",
            )
        ),
        "responses": list(
            responses.values(
                "position", "question", "revision", "definition", "answer", "version",
                "last_key", "saved_at", "is_flagged", "points", "max_points",
            )
        ),
        "certificate": (
            certificate.award, certificate.kind, certificate.holder_id,
            certificate.register_id, certificate.facts, certificate.issued_at,
            certificate.status,
        ),
    }  # fmt: skip


def notes_of(enrolment: Enrolment) -> dict:
    """What the learner did, to be done again through the services."""
    lessons = enrolment.completions.filter(score=None).order_by(
        "completed_at", "activity"
    )
    attempt = enrolment.attempts.get()
    return {
        "lessons": list(lessons.values_list("activity", "completed_at")),
        "attempt": attempt,
        "responses": list(attempt.responses.order_by("position")),
    }


def forget(enrolment: Enrolment) -> None:
    Response.objects.filter(attempt__enrolment=enrolment).delete()
    enrolment.attempts.all().delete()
    enrolment.completions.all().delete()
    certificate = enrolment.certificate
    Enrolment.objects.filter(pk=enrolment.pk).update(
        completed_at=None, passed_at=None, ended_at=None, ended_reason="",
        answering_agency=None, rule=None, certificate=None,
    )  # fmt: skip
    with connection.cursor() as cursor:  # the book itself forgets nothing
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "DELETE FROM certificates_registerentry WHERE certificate_id = %s",
            [certificate.pk],
        )
        cursor.execute(
            "DELETE FROM certificates_certificate WHERE id = %s", [certificate.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def replay(enrolment: Enrolment, story: dict) -> None:
    """Do the same once more, through the doors that everybody uses."""
    for pk, at in story["lessons"]:
        lesson = LessonPage.objects.get(pk=pk)
        record_completion(
            enrolment=enrolment,
            activity=lesson.activitypage_ptr,
            occasion=f"material {lesson.material_version}",
            result=None,
            at=at,
            legal_shown=cited_by(lesson),
        )
    old = story["attempt"]
    attempt = start_attempt(
        enrolment=enrolment,
        quiz=QuizPage.objects.get(pk=old.quiz_id),
        at=old.started_at,
        seed=old.seed,
    )
    drawn = attempt.responses.order_by("position")
    for given, response in zip(story["responses"], drawn, strict=True):
        if given.answer is not None:
            save_answer(
                response_uid=response.uid,
                learner=enrolment.learner,
                answer=given.answer,
                is_flagged=False,
                key=given.last_key,
                based_on=0,
                at=given.saved_at,
            )
    submit_attempt(attempt=attempt, at=old.submitted_at, by=Attempt.ClosedBy.LEARNER)


@pytest.mark.django_db  # a page looks its content type up
@pytest.mark.parametrize(
    ("counting", "score", "decides"),
    [("best", 700, -1), ("last", 300, -1), ("first", 500, 0), ("average", 500, -1)],
)
def test_finish__three_failed__by_the_rule_of_the_quiz(counting, score, decides):
    begun, hour = timezone.now(), timedelta(hours=1)
    sat = [
        Attempt(
            score=points,
            max_score=1000,
            pass_mark=75,
            started_at=begun + n * hour,
            submitted_at=begun + (n + 1) * hour,
        )
        for n, points in enumerate((500, 700, 300))
    ]
    done = finish(Enrolment(), QuizPage(counting=counting), sat)
    assert (done.score, done.passed) == (score, False)
    assert done.occasion == str(sat[decides].uid)
    assert done.completed_at == sat[decides].submitted_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("allowed", "trainees", "said"),
    [(False, 60, "không cho nạp"), (True, 0, "ít nhất một")],
)
def test_load_demo__refuses_in_words(allowed, trainees, said):
    with (
        translation.override("vi"),
        override_settings(DEMO_ALLOWED=allowed),
        pytest.raises(CommandError, match=said) as refused,
    ):
        call_command("load_demo", trainees=trainees)
    assert refused.value.returncode == 2
    assert not User.objects.exists()


def test_progress__is_lines_in_a_log_and_a_bar_on_a_terminal():
    log, screen = StringIO(), Terminal()
    for stream in (log, screen):
        run([("Đơn vị", 1, list), ("Lớp", 3, list)], Progress(stream))
    assert log.getvalue().splitlines()[:2] == ["  0% Đơn vị", " 25% Lớp"]
    assert screen.getvalue().count("\n") == 1
    assert "███" in screen.getvalue()
