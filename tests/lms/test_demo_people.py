"""The invented people and days of the demo, without a database."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.demo.calendar import begins_at, days_between, learning_days
from lms.demo.content import draws
from lms.demo.names import invent_name
from lms.demo.staff import Unit, headcounts, staff_of
from lms.demo.stories import Outcome, tell

UNITS = [
    Unit(1, "BRVT", "tinh", ""),
    Unit(2, "BRVT-750", "cap_huyen", "BRVT"),
    Unit(3, "BRVT-26611", "xa", "BRVT-750"),
    Unit(4, "BRVT-26614", "xa", "BRVT-750"),
    Unit(5, "BRVT-SNV", "so_nganh", "BRVT"),
    Unit(6, "BRVT-TTPVHCC", "trung_tam", "BRVT"),
]
FIRST, LAST = date(2022, 11, 1), date(2022, 11, 24)


@given(total=st.integers(1, 3000))
def test_headcounts__sum_to_the_total_with_someone_at_suoi_rao(total):
    counts = headcounts(UNITS, total)
    assert sum(counts.values()) == total
    assert min(counts.values()) >= 0
    assert counts["BRVT-26611"] >= 1


def test_headcounts__send_nobody_from_the_province_itself():
    assert "BRVT" not in headcounts(UNITS, 100)


def test_staff_of__are_the_same_people_every_time():
    few, more = staff_of(UNITS[1], 3), staff_of(UNITS[1], 40)
    assert more[:3] == few
    assert len({person.staff_code for person in more}) == 40
    assert len({person.email for person in more}) == 40


def test_staff_of__are_grown_and_work_there_since_before_2022():
    for person in staff_of(UNITS[5], 200):
        assert 1965 <= person.birth_on.year <= 1999
        assert date(2015, 1, 1) <= person.since < date(2022, 1, 1)
        assert person.since.year - person.birth_on.year >= 22
        assert person.email.endswith("@demo.baria-vungtau.example")


def test_staff_of__have_posts_of_their_kind_of_unit():
    posts = [person.position for person in staff_of(UNITS[2], 20)]
    assert "Công chức Tư pháp – Hộ tịch" in posts
    assert posts.count("Phó Chủ tịch Ủy ban nhân dân") == 1


@given(seed=st.integers(), year=st.integers(1960, 2000), is_woman=st.booleans())
def test_invent_name__has_family_middle_and_given_name(seed, year, is_woman):
    words = invent_name(Random(seed), birth_year=year, is_woman=is_woman).split()
    assert len(words) in (3, 4)
    assert len(set(words)) == len(words)
    if not is_woman:
        assert "Thị" not in words


@given(seed=st.integers(), count=st.integers(0, 30))
def test_learning_days__are_distinct_and_in_order(seed, count):
    days = days_between(FIRST, LAST)
    chosen = learning_days(Random(seed), days, count)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(count, len(days))


def test_learning_days__are_mostly_working_days_near_the_deadline():
    days = days_between(FIRST, LAST)
    chosen = [learning_days(Random(n), days, 1)[0] for n in range(2000)]
    weekends = sum(day.weekday() >= 5 for day in chosen)
    late = sum(day >= FIRST + timedelta(days=12) for day in chosen)
    assert weekends < 100
    assert late > 1200


@given(seed=st.integers())
def test_begins_at__quizzes_in_working_hours(seed):
    begun = begins_at(Random(seed), FIRST, for_quiz=True)
    assert begun.date() == FIRST
    assert 7 <= begun.hour < 16


@given(
    seed=st.integers(),
    outcome=st.sampled_from(Outcome),
    minutes=st.lists(st.integers(5, 30), min_size=1, max_size=25),
    length=st.integers(2, 40),
)
def test_tell__is_a_way_forward_in_time(seed, outcome, minutes, length):
    days = days_between(FIRST, FIRST + timedelta(days=length))
    story = tell(Random(seed), outcome=outcome, minutes=minutes, days=days)
    moments = [m for stay in story.stays for m in (stay.began_at, stay.ended_at) if m]
    assert moments == sorted(moments)
    finished = sum(stay.ended_at is not None for stay in story.stays)
    assert len(story.stays) <= len(minutes)
    assert (finished == len(minutes)) == (outcome == Outcome.FINISHED)
    assert (story.quiz_at is not None) == (outcome == Outcome.FINISHED)
    if story.quiz_at:
        assert story.quiz_at >= moments[-1]
        assert story.quiz_at.date() <= days[-1]
    if outcome == Outcome.ABSENT:
        assert not story.stays


@pytest.mark.parametrize(
    ("sizes", "total", "drawn"),
    [
        ([6, 3, 5, 4, 3], 15, [4, 2, 4, 3, 2]),
        ([2, 1], 15, [2, 1]),
        ([10, 10], 5, [3, 2]),
    ],
)
def test_draws__are_in_proportion(sizes, total, drawn):
    shelves = [(str(n), size) for n, size in enumerate(sizes)]
    found = [count for _shelf, count in draws(shelves, total)]
    assert sum(found) == sum(drawn)
    assert all(count <= size for count, size in zip(found, sizes, strict=True))
    assert found == drawn
