"""What the author of an essay reads once it is marked: over HTTP."""

import re

import pytest
from django.urls import reverse

from quizzes.marks.essays import mark_essay
from quizzes.marks.overrides import override_points
from quizzes.models import Marking
from tests.factories import UserFactory
from tests.quizzes.marks import NOW, RUBRIC, essay_room, sit, waiting_essay, write

pytestmark = pytest.mark.django_db
FIRST, SECOND = Marking.Turn.FIRST, Marking.Turn.SECOND


@pytest.fixture
def browser(as_user, learner):
    return as_user(learner)


def essay(learner, *, rubric=RUBRIC, **rules):
    """An essay of ten points that was written; 7.5 of them for the first criterion."""
    rules = {"feedback_when": "end", "pass_mark": 0} | rules
    return sit(essay_room(rubric=rubric, learner=learner, **rules), write())


def mark(response, *parts, turn=FIRST, comment="", asks_second=False) -> None:
    ids = [row["id"] for row in response.definition["rubric"]]
    mark_essay(
        response=response,
        turn=turn,
        points=sum(parts),
        rubric=dict(zip(ids, parts, strict=True)),
        comment=comment,
        asks_second=asks_second,
        marker=UserFactory(),
        at=NOW,
    )


def words_on(client, attempt) -> str:
    """The result page as it is read."""
    html = client.get(reverse("attempt_result", args=[attempt.uid])).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_marked__the_author_reads_the_points_by_criterion(browser, learner):
    attempt = essay(learner)
    mark(waiting_essay(attempt), 700, 125, comment="Thiếu căn cứ.")
    page = words_on(browser, attempt)
    assert "Đủ bước: 7 trên 7,5 điểm" in page
    assert "Đúng căn cứ: 1,25 trên 2,5 điểm" in page
    assert "Thiếu căn cứ." in page
    assert "8,25 trên 10 điểm" in page
    assert "Người chấm thứ" not in page


def test_not_marked_yet__nothing_is_told(browser, learner):
    attempt = essay(learner)
    mark(waiting_essay(attempt), 700, 125, comment="Thiếu căn cứ.", asks_second=True)
    page = words_on(browser, attempt)
    assert "Thiếu căn cứ." not in page
    assert "trên 7,5 điểm" not in page


def test_marked_by_two__each_is_told_apart(browser, learner):
    attempt = essay(learner)
    response = waiting_essay(attempt)
    mark(response, 700, 125, comment="Khá.", asks_second=True)
    mark(response, 650, 200, turn=SECOND)
    page = words_on(browser, attempt)
    first, second = page.index("Người chấm thứ nhất"), page.index("Người chấm thứ hai")
    assert first < page.index("Đủ bước: 7 trên 7,5 điểm") < page.index("Khá.") < second
    assert second < page.index("Đủ bước: 6,5 trên 7,5 điểm")


@pytest.mark.parametrize(
    ("rules", "parts", "comment"),
    [
        ({"shows_marks": False}, False, True),
        ({"shows_explanation": False}, True, False),
        ({"shows_marks": False, "shows_explanation": False}, False, False),
        ({"feedback_when": "never"}, False, False),
    ],
    ids=str,
)
def test_marked__what_the_quiz_shows_and_no_more(
    browser, learner, rules, parts, comment
):
    attempt = essay(learner, **rules)
    mark(waiting_essay(attempt), 700, 125, comment="Thiếu căn cứ.")
    page = words_on(browser, attempt)
    assert ("Đủ bước: 7 trên 7,5 điểm" in page) is parts
    assert ("Thiếu căn cứ." in page) is comment


def test_points_put_right__the_parts_no_longer_add_up_and_are_left_out(
    browser, learner
):
    attempt = essay(learner)
    mark(waiting_essay(attempt), 700, 125, comment="Thiếu căn cứ.")
    response = attempt.responses.get()
    override_points(
        response=response, points=900, reason="Xem lại", by=UserFactory(), at=NOW
    )
    page = words_on(browser, attempt)
    assert "trên 7,5 điểm" not in page
    assert "9 trên 10 điểm" in page
    assert "Thiếu căn cứ." in page


def test_without_a_rubric__only_the_comment(browser, learner):
    attempt = essay(learner, rubric=())
    response = waiting_essay(attempt)
    mark_essay(
        response=response, turn=FIRST, points=800, rubric={}, comment="Đủ ý.",
        asks_second=False, marker=UserFactory(), at=NOW,
    )  # fmt: skip
    page = words_on(browser, attempt)
    assert "Đủ ý." in page
    assert "Điểm theo tiêu chí chấm" not in page


def test_queries__of_a_result_with_essays(
    browser, learner, django_assert_max_num_queries
):
    attempt = essay(learner)
    mark(waiting_essay(attempt), 700, 125)
    browser.get(reverse("attempt_result", args=[attempt.uid]))
    with django_assert_max_num_queries(12):
        browser.get(reverse("attempt_result", args=[attempt.uid]))
