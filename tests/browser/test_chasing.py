"""The list of whom to chase on a phone: a card of a few lines for each person."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TALLEST = 180  # CSS pixels of a card whose words take two lines each


@pytest.fixture
def district(db):
    top = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    unit = AgencyFactory(code="SR", name="Xã Suối Rao", parent=top)
    today = timezone.localdate()
    for title, due in (("Số hóa hồ sơ", 9), ("Dịch vụ công trực tuyến", 40)):
        group = TrainingClassFactory(
            title=title,
            course__title=f"{title} cho công chức một cửa cấp xã",
            opens_on=today - dt.timedelta(days=20),
            due_on=today + dt.timedelta(days=due),
        )
        LessonFactory(module=ModuleFactory(course=group.course))
        for name in ("Lê Thị Hồng Nhung", "Nguyễn Hoàng Phương Uyên"):
            user = UserFactory(full_name=name)
            MembershipFactory(user=user, agency=unit)
            EnrolmentFactory(learner=user, training_class=group)
    return top


@pytest.fixture
def opened(new_page, log_in, district):
    user = UserFactory(staff_code="DP-1", password="mot-cua-2022")
    AgencyRoleFactory(user=user, agency=district)

    def open_at(width, **more):
        page = new_page(width, **more)
        log_in(page, "DP-1", "mot-cua-2022")
        page.goto(reverse("coordinate"))
        return page

    return open_at


def test_cards_on_a_phone(opened, axe, shot):
    page = opened(360)
    cards = page.locator("table.cards tbody tr")
    assert cards.count() == 4
    heights = [cards.nth(at).bounding_box()["height"] for at in range(4)]
    assert max(heights) < TALLEST, heights
    box = page.locator(".scroll:has(.cards)")
    assert box.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)
    shot(page, "chasing-360")
    shot(opened(360, dark=True), "chasing-360-dark")


def test_a_table_on_a_desk(opened, axe, shot):
    page = opened(1366)
    assert page.locator("table.cards thead").bounding_box()["height"] > 20
    axe(page)
    shot(page, "chasing-1366")
