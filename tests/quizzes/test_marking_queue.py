"""Essays: who marks, who marks second, and what comes of it."""

import datetime as dt
from copy import copy
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from progress.models import Completion
from quizzes.marks.essays import AlreadyMarked, agreed, mark_essay, shares
from quizzes.marks.overrides import override_points
from quizzes.marks.trace import trace_of
from quizzes.marks.waiting import piles_for, waiting_for
from quizzes.models import Attempt, Marking, Response
from quizzes.services import start_attempt
from tests.factories import UserFactory
from tests.questions.factories import steady
from tests.quizzes.factories import sitting
from tests.quizzes.marks import (
    NOW,
    RUBRIC,
    essay_room,
    hand_in,
    sit,
    trainer,
    waiting_essay,
    write,
)

LATER = NOW + dt.timedelta(hours=1)
FIRST, SECOND = Marking.Turn.FIRST, Marking.Turn.SECOND
database = pytest.mark.django_db


def mark(response, marker, points, *, turn=FIRST, at=LATER, **changes) -> Marking:
    rest = {"rubric": {}, "comment": "", "asks_second": False} | changes
    return mark_essay(
        response=response, turn=turn, points=points, marker=marker, at=at, **rest
    )


@database
def test_submit__an_essay_written__waits_and_completes_nothing():
    attempt = sit(essay_room(with_choice=True, attempts_allowed=1), write())
    assert (attempt.score, attempt.waits_for_marks) == (None, True)
    assert not Completion.objects.exists()
    assert [r.points for r in attempt.responses.order_by("points")] == [100, None]


@database
def test_submit__nothing_written__needs_nobody():
    room = essay_room(attempts_allowed=1)
    assert sit(room).score == 0
    assert not waiting_for(trainer()).exists()


@database
def test_mark__the_last_points__settle_the_attempt_and_complete_it():
    room = essay_room(with_choice=True, attempts_allowed=1)
    attempt = sit(room, write())
    mark(waiting_essay(attempt), trainer(), 750, comment="Tốt")
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (850, 1100)
    completion = Completion.objects.get()
    assert (completion.score, completion.passed) == (850, True)
    room.enrolment.refresh_from_db()
    assert room.enrolment.passed_at == LATER


@database
def test_mark__twice_by_one__keeps_the_first():
    attempt = sit(essay_room(), write())
    response, marker = waiting_essay(attempt), trainer()
    first = mark(response, marker, 700)
    assert mark(response, marker, 100) == first
    attempt.refresh_from_db()
    assert attempt.score == 700


@database
def test_mark__somebody_was_faster__is_said_and_changes_nothing():
    attempt = sit(essay_room(), write())
    response = waiting_essay(attempt)
    mark(response, trainer(), 700)
    with pytest.raises(AlreadyMarked, match="đã chấm xong"):
        mark(response, trainer(), 100)


@database
def test_mark__first_and_second_at_once__the_second_is_told():
    response = waiting_essay(sit(essay_room(), write()))
    mark(response, trainer(), 700, asks_second=True)
    with pytest.raises(AlreadyMarked, match="vừa chấm"):
        mark(response, trainer(), 600, turn=FIRST)


@database
def test_mark__a_running_attempt__is_refused():
    room = essay_room()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
    with pytest.raises(AlreadyMarked, match="chưa nộp"):
        mark(attempt.responses.get(), trainer(), 100)


@database
def test_second_marker__close__gives_the_mean():
    attempt = sit(essay_room(attempts_allowed=1), write())
    response = waiting_essay(attempt)
    mark(response, trainer(), 700, asks_second=True)
    attempt.refresh_from_db()
    assert attempt.score is None
    mark(response, trainer(), 605, turn=SECOND)
    attempt.refresh_from_db()
    assert attempt.score == 653  # 652,5 rounds up


@database
def test_second_marker__far_apart__have_to_agree():
    room = essay_room(attempts_allowed=1)
    attempt = sit(room, write())
    response, third = waiting_essay(attempt), trainer()
    mark(response, trainer(), 900, asks_second=True)
    mark(response, trainer(), 600, turn=SECOND)
    attempt.refresh_from_db()
    assert attempt.score is None
    assert [pile.agreeing for pile in piles_for(third)] == [1]
    override_points(
        response=response, points=800, reason="Hai người bàn lại", by=third, at=LATER
    )
    attempt.refresh_from_db()
    assert attempt.score == 800
    assert Completion.objects.get().score == 800
    assert piles_for(third) == []


@database
def test_trace__as_long_as_a_second_is_waited_for__hides_the_first_points():
    response = waiting_essay(sit(essay_room(), write()))
    first, second = trainer(), trainer()
    mark(response, first, 700, asks_second=True, comment="Thiếu căn cứ")
    (blind,) = trace_of(response, reader=second)
    (own,) = trace_of(response, reader=first)
    assert (blind.points, "Thiếu" in blind.words) == (None, False)
    assert (own.points, own.words) == (700, "Thiếu căn cứ")
    mark(response, second, 700, turn=SECOND)
    response.refresh_from_db()
    assert [step.points for step in trace_of(response, reader=second)] == [700, 700]


@database
def test_queue__by_class_and_quiz_with_counts__oldest_first():
    new, old = essay_room(), essay_room()
    sit(new, write(), at=LATER)
    sit(old, write())
    sit(old, write(), learner=UserFactory())
    marker = trainer()
    mark(waiting_essay(Attempt.objects.last()), marker, 500, asks_second=True)
    piles = piles_for(marker)
    assert [pile.quiz_pk for pile in piles] == [old.quiz.pk, new.quiz.pk]
    assert [(pile.waiting, pile.mine) for pile in piles] == [(2, 1), (1, 1)]
    assert [r.is_mine for r in waiting_for(marker)] == [True, False, True]


@database
def test_queue__of_another_course__is_empty():
    room = essay_room()
    sit(room, write())
    elsewhere = sitting()
    assert piles_for(trainer(elsewhere.course)) == []
    assert len(piles_for(trainer(room.course))) == 1


@database
def test_queue__running_attempts_do_not_wait():
    room = essay_room()
    start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
    assert piles_for(trainer()) == []


@database
def test_queue__its_queries_do_not_grow(django_assert_max_num_queries):
    room = essay_room(attempts_allowed=None)
    for _ in range(3):
        sit(room, write(), learner=UserFactory())
    marker = trainer()
    with django_assert_max_num_queries(4):
        assert piles_for(marker)[0].waiting == 3


def marked_long_ago(attempt, count):
    """So many more sittings like this one, all with their marks."""
    (response,) = attempt.responses.all()
    old = [copy(attempt) for _ in range(count)]
    for number, row in enumerate(old, 2):
        row.pk, row.uid, row.number, row.score = None, uuid4(), number, 700
    Attempt.objects.bulk_create(old)
    rows = [copy(response) for _ in old]
    for row, owner in zip(rows, old, strict=True):
        row.pk, row.uid, row.attempt, row.points = None, uuid4(), owner, 700
    Response.objects.bulk_create(rows)


@database
def test_queue__among_thousands_of_marked_sittings__is_found_by_its_index():
    attempt = sit(essay_room(), write())
    marked_long_ago(attempt, 3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quizzes_attempt, quizzes_response")
    queue = waiting_for(trainer())
    assert queue.count() == 1
    assert "attempt_waits_for_marks" in queue.explain()


@database
def test_rubric__is_kept_by_criterion():
    attempt = sit(essay_room(rubric=RUBRIC), write())
    response = waiting_essay(attempt)
    ids = [row["id"] for row in response.definition["rubric"]]
    row = mark(response, trainer(), 900, rubric=dict(zip(ids, (700, 200), strict=True)))
    row.refresh_from_db()
    assert row.rubric == {ids[0]: 700, ids[1]: 200}


@steady
@given(
    weights=st.lists(st.integers(1, 100), min_size=1, max_size=20),
    points=st.integers(1, 100_000),
)
def test_shares__add_up_and_follow_the_weights(weights, points):
    parts = shares(weights, points)
    assert sum(parts) == points
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - points * weight / sum(weights)) <= 1


@pytest.mark.parametrize(
    ("given", "comes_to"),
    [
        ([700], 700),
        ([700, 700], 700),
        ([701, 700], 701),
        ([0, 200], 100),
        ([200, 0], 100),
        ([0, 201], None),
        ([1000, 0], None),
    ],
)
def test_agreed__of_ten_points(given, comes_to):
    assert agreed(given, 1000) == comes_to


@database
def test_mark__after_the_first_sitting_passed__no_second_completion():
    room = essay_room(attempts_allowed=2)
    first = sit(room, write())
    mark(waiting_essay(first), trainer(), 900)
    assert Completion.objects.count() == 1
    first.refresh_from_db()
    with pytest.raises(AlreadyMarked):
        mark(first.responses.get(), trainer(), 100)


@database
def test_mark__failed_with_a_sitting_left__can_be_sat_again():
    room = essay_room(attempts_allowed=2)
    mark(waiting_essay(sit(room, write())), trainer(), 100)
    assert not Completion.objects.exists()
    again = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=LATER)
    done = hand_in(again, write(), at=LATER)
    mark(waiting_essay(done), trainer(), 100)
    assert Completion.objects.get().passed is False
