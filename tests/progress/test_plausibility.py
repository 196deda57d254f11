"""Pace and hours: shown, never blocked."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from enrolments.models import Extension
from progress.hours import years_of
from progress.models import Completion, Visit
from progress.plausibility import too_fast
from progress.risks import at_risk, standings
from progress.rollup import assigned
from progress.services import record_completion
from progress.trainees import listed
from tests.factories import AgencyRoleFactory, LessonFactory, ModuleFactory
from tests.progress.province import TODAY, learner, noon, province

pytestmark = pytest.mark.django_db
NOON = noon(TODAY)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (89, "Xong sau 89 giây, bài dự kiến 15 phút."),
        (90, ""),
        (5000, ""),
        (-5, "Xong sau 0 giây, bài dự kiến 15 phút."),
    ],
)
def test_faster_than_a_tenth_of_the_stated_time(seconds, said):
    done = NOON + dt.timedelta(seconds=seconds)
    assert too_fast(minutes=15, opened_at=NOON, done_at=done) == said


def test_done_without_opening():
    assert "chưa mở bài" in too_fast(minutes=15, opened_at=None, done_at=NOON)


@pytest.fixture
def place(client):
    units, group = province()
    user = AgencyRoleFactory(agency=units["T"]).user
    client.force_login(user)
    row = learner(group, units["SR"], "Người Học Nhanh")
    lesson = LessonFactory(
        module=ModuleFactory(course=group.course),
        title="Bài 1",
        minutes=30,
        is_required=False,
    )
    now = timezone.now()
    Visit.objects.create(
        enrolment=row,
        activity=lesson,
        first_at=now - dt.timedelta(seconds=20),
        last_at=now,
        seconds=7200,
    )
    record_completion(
        enrolment=row, activity=lesson, occasion="lesson", result=None, at=now
    )
    return units | {"group": group, "row": row, "lesson": lesson, "client": client}


def test_the_flag_stands_on_the_persons_page_with_its_reason(place):
    url = reverse("coordinate_person", args=[place["row"].learner.uid])
    page = place["client"].get(url).content.decode()
    assert "Xong rất nhanh" in page
    assert "bài dự kiến 30 phút" in page
    assert "2 giờ" in page, "two hours measured this year"


def test_hours_of_a_year__credited_and_measured(place):
    course = place["group"].course
    course.hours = 8
    course.save()
    rows = assigned(agency=place["T"], on=TODAY)
    years = years_of(rows, TODAY)
    (own,) = years[place["row"].learner_id]
    assert (own.year, own.courses, own.credited, own.minutes) == (
        timezone.now().year,
        0,
        0,
        120,
    )
    passed = next(r for r in rows if r.learner.full_name == "Lê Thị Hồng Nhung")
    assert (
        years[passed.learner_id][0].courses,
        years[passed.learner_id][0].credited,
    ) == (1, 8)
    url = reverse("coordinate_export", args=["T", "hours", "csv"])
    text = b"".join(place["client"].get(url).streaming_content).decode()
    assert "Người Học Nhanh" in text


# --- who needs a word before it is too late -------------------------------------------


def names(place, **more):
    asked = {"agency": place["T"], "on": TODAY, "training_class": place["group"]}
    return {row.learner.full_name: row for row in at_risk(**asked, most=50)}


def test_near_the_deadline__unless_it_was_extended(place):
    assert "Người Học Nhanh" in names(place), "the class is due today"
    Extension.objects.create(
        enrolment=place["row"],
        due_on=TODAY + dt.timedelta(days=30),
        reason="ốm",
        granted_by=place["row"].learner,
    )
    assert "Người Học Nhanh" not in names(place)


def test_failed_twice__says_how_often(place):
    group = place["group"]
    group.due_on = TODAY + dt.timedelta(days=60)
    group.save()
    assert "Người Học Nhanh" not in names(place)
    for n in range(2):
        Completion.objects.create(
            enrolment=place["row"],
            activity=place["lesson"],
            occasion=f"t{n}",
            completed_at=timezone.now(),
            score=1,
            max_score=10,
            passed=False,
        )
    assert names(place)["Người Học Nhanh"].failed == 2
    page = place["client"].get(reverse("coordinate")).content.decode()
    assert "Trượt 2 lần" in page


def test_the_count_and_the_list_agree(place):
    asked = {"agency": place["T"], "on": TODAY, "training_class": None}
    count = standings(**asked)["at_risk"]
    assert listed(**asked, state="at_risk").count() == count == len(names(place))


def test_the_list_can_be_chased_from_the_page(place):
    page = place["client"].get(reverse("coordinate")).content.decode()
    assert "Nhắc những người đã chọn" in page
    assert str(place["row"].uid) in page
    past = (
        place["client"]
        .get(reverse("coordinate") + "?as_at=01/01/2022")
        .content.decode()
    )
    assert "Nhắc những người đã chọn" not in past
