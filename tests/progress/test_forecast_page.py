"""The dashboard's forecast with several classes: each runs to its own deadline."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from progress.sums.keeping import fold
from tests.factories import AgencyRoleFactory, TrainingClassFactory, UserFactory
from tests.progress.province import learner, province

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days(n):
    return TODAY + dt.timedelta(days=n)


@pytest.fixture
def units():
    units, group = province()
    group.due_on = days(2)
    group.save()
    return units


@pytest.fixture
def dashboard(as_user, units):
    user = UserFactory(is_superuser=True)
    AgencyRoleFactory(user=user, agency=units["T"])

    def get(code="T", **query):
        fold(today=TODAY)
        client = as_user(user)
        return client.get(reverse("coordinate_agency", args=[code]), query)

    return get


def a_class(due, *people, opens=-10, **facts):
    group = TrainingClassFactory(opens_on=days(opens), due_on=due, **facts)
    for unit in people:
        learner(group, unit, "Nguyễn Văn An")
    return group


def test_a_later_deadline__lends_no_days_to_the_first_class(dashboard, units):
    """Two are missing in two days: one a day, whatever another class has time for."""
    a_class(days(100), units["SR"])
    response = dashboard()
    page, text = response.context["page"], response.content.decode()
    assert page.needed_per_day == 2  # 2/2 + 1/100, rounded up
    assert (page.due_on, page.next_due) == (None, days(2))
    assert f"hạn gần nhất {vdate(days(2))} (còn 2 ngày)" in text.lower()
    assert "để lớp nào kịp hạn lớp ấy" in text
    assert "Mỗi lớp tính đến hạn của chính lớp đó, rồi cộng lại." in text


def test_one_class_chosen__its_own_deadline_alone(dashboard, units):
    a_class(days(100), units["SR"])
    response = dashboard(**{"class": "SHHS"})
    assert response.context["page"].due_on == days(2)
    assert f"để xong trước {vdate(days(2))}" in response.content.decode()


def test_past_its_deadline__is_said_and_asks_for_nothing_a_day(dashboard, units):
    a_class(days(-1), units["SR"], units["XS"])
    page = dashboard()
    assert page.context["page"].needed_per_day == 1
    assert "; 2 lượt đã quá hạn chưa xong" in page.content.decode()


def test_closed_or_coming__nothing_is_needed(dashboard, units):
    a_class(days(-1), units["SR"], closed_at=timezone.now())
    a_class(days(50), units["SR"], opens=5)
    page = dashboard()
    assert page.context["page"].needed_per_day == 1
    assert page.context["page"].late == 0
    assert "1 lớp chưa khai giảng hoặc không đặt hạn" in page.content.decode()


def test_more_classes__not_more_queries(dashboard, units):
    a_class(days(9), units["SR"])
    before = queries_of(dashboard)
    for n in range(6):
        a_class(days(10 + n), units["SR"])
    assert queries_of(dashboard) <= before


def queries_of(dashboard) -> int:
    with CaptureQueriesContext(connection) as asked:
        dashboard()
    return len(asked)
