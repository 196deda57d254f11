"""A trainer who edits a quiz changes nothing in a sitting that runs: over HTTP."""

from importlib import import_module

import pytest
from django.apps import apps

from quizzes.models import Attempt
from tests.factories import EnrolmentFactory
from tests.questions.factories import right_answer
from tests.quizzes.factories import sitting
from tests.quizzes.test_sheets import begin, check, post_page, shown, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_user, learner):
    return as_user(learner)


def edit(attempt: Attempt, **rules) -> None:
    """Publish other rules, as a trainer does in the middle of a sitting."""
    quiz = type(attempt.quiz).objects.get(pk=attempt.quiz_id)
    for name, value in rules.items():
        setattr(quiz, name, value)
    quiz.save_revision().publish()


def test_start__freezes_the_layout_of_its_day():
    rules = {"per_page": 5, "is_forward_only": True, "feedback_when": "each"}
    room = sitting(**rules)
    attempt = begin(room)
    edit(attempt, per_page=0, is_forward_only=False, feedback_when="end")
    attempt.refresh_from_db()
    frozen = (attempt.per_page, attempt.is_forward_only, attempt.checks_each)
    assert frozen == (5, True, True)
    room.quiz.refresh_from_db()
    room.enrolment = EnrolmentFactory(training_class=room.enrolment.training_class)
    new = begin(room)
    assert (new.per_page, new.is_forward_only, new.checks_each) == (0, False, False)


def test_edit__in_a_sitting__moves_no_page(browser, learner):
    attempt = begin(sitting(kinds=("single",) * 4, learner=learner, per_page=2))
    edit(attempt, per_page=0)
    assert shown(browser, attempt) == [1, 2]
    edit(attempt, per_page=1)
    assert shown(browser, attempt, 3) == [3, 4]


def test_edit__in_a_sitting__closes_nothing_behind_the_learner(browser, learner):
    attempt = begin(sitting(kinds=("single",) * 3, learner=learner))
    edit(attempt, is_forward_only=True)
    post_page(browser, attempt, (1, right_answer), alone=True, den=2)
    assert not attempt.responses.filter(is_closed=True).exists()
    assert shown(browser, attempt, 1) == [1]
    review = browser.get(url("attempt_review", attempt)).content.decode()
    assert url("attempt", attempt, 1) in review


def test_edit__in_a_sitting__opens_nothing_that_was_passed_by(browser, learner):
    rules = {"is_forward_only": True}
    attempt = begin(sitting(kinds=("single",) * 3, learner=learner, **rules))
    edit(attempt, is_forward_only=False)
    post_page(browser, attempt, (1, right_answer), alone=True, den=2)
    assert attempt.responses.get(position=1).is_closed
    assert shown(browser, attempt, 1) == [2]
    html = browser.get(url("attempt", attempt)).content.decode()
    assert "data-forward" in html
    assert 'name="den" value="1"' not in html


@pytest.mark.parametrize(
    ("at_start", "edited", "is_checked"),
    [("each", "end", True), ("end", "each", False)],
)
def test_edit__in_a_sitting__answers_are_checked_as_on_the_start(
    browser, learner, at_start, edited, is_checked
):
    attempt = begin(sitting(learner=learner, feedback_when=at_start))
    edit(attempt, feedback_when=edited)
    offered = 'name="chot"' in browser.get(url("attempt", attempt)).content.decode()
    check(browser, attempt, 1, right_answer)
    assert offered is is_checked
    assert attempt.responses.get(position=1).is_closed is is_checked


def test_migration__gives_sittings_begun_before_the_layout_of_their_quiz():
    rules = {"per_page": 4, "is_forward_only": True, "feedback_when": "each"}
    with_rules, plain = begin(sitting(**rules)), begin(sitting(feedback_when="never"))
    new = {"per_page": 1, "is_forward_only": False, "checks_each": False}
    Attempt.objects.update(**new)
    step = import_module("quizzes.migrations.0003_frozen_layout")
    step.freeze_layout(apps, None)
    names = tuple(new)
    rows = {row[0]: row[1:] for row in Attempt.objects.values_list("pk", *names)}
    assert rows == {with_rules.pk: (4, True, True), plain.pk: (1, False, False)}
