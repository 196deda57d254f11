"""Who would be enrolled, before anything is written; any unit within reach."""

import pytest
from django.urls import reverse

from enrolments.models import Audience, Enrolment
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    top = AgencyFactory(code="T", name="Tỉnh Bà Rịa – Vũng Tàu", kind="tinh")
    district = AgencyFactory(
        code="CD", name="Huyện Châu Đức", kind="cap_huyen", parent=top
    )
    return {
        "T": top,
        "CD": district,
        "SR": AgencyFactory(code="SR", name="Xã Suối Rao", parent=district),
        "SN": AgencyFactory(code="SN", name="Xã Suối Nghệ", parent=district),
        "X": AgencyFactory(code="X", name="Xã Suối Cát"),
    }


@pytest.fixture
def group(tree):
    return TrainingClassFactory(code="K03", organiser=tree["T"])


@pytest.fixture
def page(client, tree, group):
    user = UserFactory()
    AgencyRoleFactory(user=user, agency=tree["T"])
    client.force_login(user)
    place = reverse("class_audience", args=["K03"])

    def ask(method="get", **said):
        answer = getattr(client, method)(place, said, follow=True)
        return answer.content.decode()

    return ask


def works(unit, name, position="Công chức một cửa"):
    user = UserFactory(full_name=name)
    return MembershipFactory(user=user, agency=unit, position=position).user


def test_a_unit_two_levels_below__is_found_by_its_name(page, tree):
    works(tree["SR"], "Lê Thị Hồng Nhung")
    works(tree["SR"], "Đặng Văn Phúc", position="Văn thư")
    works(tree["SN"], "Bùi Minh Khoa")
    said = {"unit": "xã suối rao", "is_with_below": "on", "positions": "một cửa"}
    text = page(**said)
    assert "Sẽ ghi danh thêm 1, cho học lại 0, kết thúc 0 người." in text
    assert "Lê Thị Hồng Nhung" in text
    assert "Đặng Văn Phúc" not in text
    assert not Audience.objects.exists()
    assert not Enrolment.objects.exists()
    text = page("post", **said)
    assert "Ghi danh thêm 1, cho học lại 0, kết thúc 0 người." in text
    assert Enrolment.objects.get().learner.full_name == "Lê Thị Hồng Nhung"


def test_a_part_of_a_name__offers_the_units_within_reach(page):
    text = page(unit="suoi")
    assert "Có phải một trong các đơn vị này?" in text
    for name in ("Xã Suối Rao", "Xã Suối Nghệ"):
        assert name in text
    assert "?unit=SR" in text
    assert "Xã Suối Cát" not in text
    assert "Xem trước ghi danh" in page(unit="nghe")


def test_a_unit_out_of_reach__is_as_if_there_were_none(page):
    for written in ("X", "Xã Suối Cát"):
        assert "Không có đơn vị tên" in page(unit=written)
        page("post", unit=written)
    assert not Audience.objects.exists()


def test_taking_an_audience_away__says_who_would_leave(page, tree, group):
    kept = Audience.objects.create(training_class=group, agency=tree["SR"])
    other = Audience.objects.create(training_class=group, agency=tree["SN"])
    gone = works(tree["SN"], "Bùi Minh Khoa")
    EnrolmentFactory(learner=gone, training_class=group, source="audience")
    text = page(remove=other.pk)
    assert "Sẽ ghi danh thêm 0, cho học lại 0, kết thúc 1 người." in text
    assert "Bùi Minh Khoa" in text
    assert Audience.objects.count() == 2
    page("post", remove=other.pk)
    assert Audience.objects.get() == kept
    assert Enrolment.objects.get().ended_reason == "left"


def test_many__are_counted_and_listed_page_by_page(page, tree, group):
    for n in range(60):
        works(tree["SR"], f"Nguyễn Văn {n:02d}")
    Audience.objects.create(training_class=group, agency=tree["T"], is_with_below=True)
    first, last = page(), page(page=2)
    assert "Sẽ ghi danh thêm 60" in first
    assert "Sẽ ghi danh thêm 60" in last
    assert "Nguyễn Văn 00" in first
    assert "Nguyễn Văn 59" not in first
    assert "Nguyễn Văn 59" in last
