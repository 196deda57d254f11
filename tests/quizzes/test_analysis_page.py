"""The page "Câu nào có vấn đề": rows of attempts in, words and figures out."""

from __future__ import annotations

import datetime as dt
import io
import statistics
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.rich_text import RichText

from courses.models import CourseIndexPage
from lms.roles import TRAINERS, ensure_roles
from questions.kinds import KINDS
from questions.models import Question
from quizzes.analysis.chart import scatter_of
from quizzes.analysis.reading import Scope, times_of
from quizzes.analysis.report import Report, report_on
from quizzes.models import Attempt, QuizItem, QuizPage, Response
from quizzes.services import start_attempt, submit_attempt
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.questions.factories import (
    ROWS,
    category,
    question,
    right_answer,
    wrong_answer,
)
from tests.quizzes.factories import quiz_page

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@dataclass
class Room:
    """A quiz of fixed questions and the class that sits it."""

    quiz: QuizPage
    questions: list[Question]

    def __post_init__(self) -> None:
        course = self.quiz.get_parent().specific
        self.group = TrainingClassFactory(course=course)

    def sit(self, *rights: bool, group=None, at=NOW, enrolment=None) -> Attempt:
        """Sit the quiz right or wrong question by question, half a minute each."""
        enrolment = enrolment or EnrolmentFactory(training_class=group or self.group)
        attempt = start_attempt(enrolment=enrolment, quiz=self.quiz, at=at)
        told = dict(zip([q.pk for q in self.questions], rights, strict=True))
        rows = list(attempt.responses.order_by("position"))
        for number, row in enumerate(rows, 1):
            give = right_answer if told[row.question_id] else wrong_answer
            row.answer = give(row.definition)
            row.saved_at = at + dt.timedelta(seconds=30 * number)
        Response.objects.bulk_update(rows, ["answer", "saved_at"])
        return submit_attempt(
            attempt=attempt,
            at=at + dt.timedelta(minutes=5),
            by=Attempt.ClosedBy.LEARNER,
        )


def room(*kinds: str, **rules) -> Room:
    course = CourseFactory(certificate=False)
    shelf = category(course.code)
    asked = [question(kind, shelf=shelf) for kind in kinds or ("single",) * 4]
    items = [QuizItem(question=one) for one in asked]
    return Room(quiz_page(course, *items, **rules), asked)


# A dozen sitters, four questions: the first is right for all, the last is right only
# for those who get the others wrong.
TABLE = [
    [1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 0, 0],
    [1, 0, 0, 1], [1, 0, 0, 1], [1, 0, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [1, 1, 0, 0],
]  # fmt: skip


@pytest.fixture
def sat() -> Room:
    made = room(shuffle_questions=False, shuffle_options=False)
    for row in TABLE:
        made.sit(*map(bool, row))
    return made


def names(report: Report) -> dict[str, list[str]]:
    return {
        line.question.code: [verdict.code for verdict in line.verdicts]
        for line in report.lines
    }


def test_report__agrees_with_a_computation_on_the_bare_table(sat):
    report = report_on(sat.quiz, Scope())
    by_question = {line.question.pk: line.figures for line in report.lines}
    for index, asked in enumerate(sat.questions):
        own = [row[index] for row in TABLE]
        rest = [sum(row) - row[index] for row in TABLE]
        figures = by_question[asked.pk]
        assert float(figures.facility) == pytest.approx(statistics.fmean(own))
        if 0 < sum(own) < len(own):
            expected = statistics.correlation(own, rest)
            assert float(figures.discrimination) == pytest.approx(expected, abs=6e-5)
        assert figures.seconds == 30
    sums = [sum(row) for row in TABLE]
    items = [statistics.pvariance(column) for column in zip(*TABLE, strict=True)]
    kr20 = 4 / 3 * (1 - sum(items) / statistics.pvariance(sums))
    assert float(report.whole.reliability) == pytest.approx(kr20, abs=1e-9)


def test_report__says_who_is_easy_and_who_is_wrong_for_the_able(sat):
    found = names(report_on(sat.quiz, Scope()))
    assert "easy" in found[sat.questions[0].code]
    assert "reversed" in found[sat.questions[3].code]
    assert "even" in found[sat.questions[3].code], "Ba: 8 chose it, 4 the key"
    assert report_on(sat.quiz, Scope()).lines[0].question == sat.questions[3]


def test_report__counts_choices_by_thirds(sat):
    report = report_on(sat.quiz, Scope())
    line = next(row for row in report.lines if row.question == sat.questions[1])
    counted = {o.option.html: (o.count, o.option.is_right) for o in line.options}
    assert counted == {"Hai": (7, True), "Ba": (5, False), "Bốn": (0, False)}
    right = next(o for o in line.options if o.option.is_right)
    assert sum(part for part, _whole in right.thirds) == 7
    assert right.thirds[2][0] == right.thirds[2][1], "all of the best chose it"


def test_report__few_sitters__says_nothing():
    few = room()
    for row in TABLE[:9]:
        few.sit(*map(bool, row))
    report = report_on(few.quiz, Scope())
    assert not any(line.verdicts for line in report.lines)
    assert report.suspects == 0


def test_scope__first_attempts_of_a_class_in_a_period():
    made = room(attempts_allowed=3)
    other = TrainingClassFactory(course=made.group.course)
    again = made.sit(False, False, True, False).enrolment
    made.sit(True, True, True, True, enrolment=again, at=NOW + dt.timedelta(minutes=9))
    made.sit(True, True, True, True, group=other, at=NOW - dt.timedelta(days=3))
    today = timezone.localdate(NOW)
    count = lambda **scope: report_on(made.quiz, Scope(**scope)).whole.count  # noqa: E731
    assert count() == 2
    assert count(is_first_only=False) == 3
    assert count(training_class=other) == 1
    assert count(since=today) == 1
    assert count(until=today - dt.timedelta(days=1)) == 1


def test_draw__questions_not_asked_are_not_wrong():
    course = CourseFactory(certificate=False)
    shelf = category(course.code)
    asked = [question(shelf=shelf) for _ in range(6)]
    made = Room(quiz_page(course, QuizItem(category=shelf, count=2)), asked)
    for _ in range(12):
        made.sit(*[True] * 6)
    report = report_on(made.quiz, Scope())
    assert sum(line.figures.count for line in report.lines) == 24
    assert all(line.figures.facility == 1 for line in report.lines)


def test_every_kind__is_analysed():
    kinds = [kind for kind in ROWS if not KINDS[kind].is_marked_by_person]
    made = room(*kinds)
    for n in range(10):
        made.sit(*[(n + i) % 3 > 0 for i in range(len(kinds))])
    report = report_on(made.quiz, Scope())
    assert {line.question.kind for line in report.lines} == set(kinds)
    with_options = {line.question.kind for line in report.lines if line.options}
    assert with_options == {"single", "multiple", "true_false"}


def test_waiting_for_a_marker__is_left_out_not_wrong(sat):
    unmarked = sat.questions[1]
    Response.objects.filter(question=unmarked).update(points=None)
    report = report_on(sat.quiz, Scope())
    assert unmarked not in [line.question for line in report.lines]
    assert report.whole.count == 12


def test_times__answers_saved_together_share_and_the_unsaved_have_none():
    start = NOW
    saved = {
        1: start + dt.timedelta(seconds=60),
        2: start + dt.timedelta(seconds=60),
        3: start + dt.timedelta(seconds=100),
    }
    assert times_of(start, saved) == {1: 30, 2: 30, 3: 40}
    assert times_of(start, {}) == {}


@pytest.fixture
def trainer(as_user, sat):
    ensure_roles(courses=CourseIndexPage.objects.get())
    person = UserFactory()
    person.groups.add(Group.objects.get(name=TRAINERS))
    return as_user(person)


def page_of(quiz: QuizPage) -> str:
    return reverse("quiz_analysis", args=[quiz.pk])


def test_page__says_it_in_words_with_a_chart_and_its_table(trainer, sat):
    html = trainer.get(page_of(sat.quiz)).content.decode()
    for words in ("người giỏi lại sai", "quá dễ", "hai đáp án được chọn ngang nhau"):
        assert words in html
    assert "<svg" in html
    assert "KR-20" in html
    assert sat.questions[3].title in html
    assert "Ai chọn phương án nào" in html
    assert 'style="' not in html[html.index('class="analysis"') :]


def test_page__queries_do_not_grow_with_questions(
    trainer, sat, django_assert_max_num_queries
):
    trainer.get(page_of(sat.quiz))
    with django_assert_max_num_queries(40):
        trainer.get(page_of(sat.quiz))


def test_report__takes_four_queries(sat, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        report_on(sat.quiz, Scope())


def test_page__filters_stand_in_the_address_and_a_bad_day_is_told(trainer, sat):
    html = trainer.get(
        page_of(sat.quiz),
        {
            "class": sat.group.code,
            "from": "31/02/2022",
            "attempts": "all",
            "sort": "time",
        },
    ).content.decode()
    assert "ngày 31/02/2022 không có thật" in html
    assert "Đang tính cả các lần làm lại" in html
    empty = trainer.get(page_of(sat.quiz), {"to": "01/02/2001"}).content.decode()
    assert "Chưa có lượt làm nào" in empty


def test_page__of_another_course_or_for_a_learner__does_not_exist(
    as_user, sat, learner
):
    ensure_roles(courses=CourseIndexPage.objects.get())
    assert as_user(learner).get(page_of(sat.quiz)).status_code == 302
    outsider = UserFactory()
    ensured = Group.objects.get(name=TRAINERS)
    ensured.page_permissions.all().delete()
    outsider.groups.add(ensured)
    client = as_user(outsider)
    assert client.get(page_of(sat.quiz)).status_code == 404
    listed = client.get(reverse("quiz_analyses")).content.decode()
    assert sat.quiz.get_url() not in listed
    assert f"/{sat.quiz.pk}/analysis/" not in listed


def test_list__leads_to_each_quiz(trainer, sat):
    html = trainer.get(reverse("quiz_analyses")).content.decode()
    assert page_of(sat.quiz) in html
    explorer = reverse("wagtailadmin_explore", args=[sat.quiz.get_parent().pk])
    assert page_of(sat.quiz) in trainer.get(explorer).content.decode()


def test_list__queries_do_not_grow_with_the_quizzes(
    trainer, sat, django_assert_max_num_queries
):
    for number in range(5):
        quiz_page(sat.quiz.get_parent(), title=f"Bài {number}", slug=f"bai-{number}")
    with django_assert_max_num_queries(16):
        trainer.get(reverse("quiz_analyses"))


def test_files__hold_a_row_for_each_question_and_option(trainer, sat):
    sent = trainer.get(page_of(sat.quiz), {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(sent.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + 4 * (1 + 3)
    easy = next(r for r in rows if r[0] == sat.questions[0].code)
    assert (easy[6], easy[7]) == (12, 1)
    told = trainer.get(page_of(sat.quiz), {"format": "csv"})
    text = b"".join(told.streaming_content).decode("utf-8-sig")
    assert "người giỏi lại sai" in text


def test_page__new_wording__is_told_as_more_than_one_version(trainer, sat):
    edited = sat.questions[0]
    edited.definition[0].value["options"][0]["text"] = RichText("<p>Hai mức độ</p>")
    edited.save_revision().publish()
    sat.sit(True, True, True, True)
    html = trainer.get(page_of(sat.quiz)).content.decode()
    assert "gộp 2 phiên bản" in html
    assert "Hai mức độ" in html


def test_chart__questions_in_the_same_place_are_all_seen(sat):
    report = report_on(sat.quiz, Scope())
    drawn = [line for line in report.lines if line.figures.discrimination is not None]
    chart = scatter_of(drawn * 3)
    places = [(point.x, point.y) for point in chart.points]
    assert len(set(places)) == len(drawn) * 3
    assert all(chart.left <= x <= chart.right and y <= chart.floor for x, y in places)
    assert len(scatter_of(drawn * 60).points) == len(drawn) * 60, "a row may be full"
