"""The next cycle of a class: what it is called, who is in it at once, where it is seen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from enrolments.models import Audience, TrainingClass
from enrolments.next_title import next_title
from tests.enrolments.factories import learner_in
from tests.factories import MembershipFactory, TrainingClassFactory, UserFactory


@pytest.mark.parametrize(
    ("title", "then"),
    [
        ("Số hóa hồ sơ, đợt 2", "Số hóa hồ sơ, đợt 3"),
        ("Số hóa hồ sơ – Đợt 9", "Số hóa hồ sơ – Đợt 10"),
        ("Khóa 01", "Khóa 02"),
        ("Dịch vụ công, lớp 3", "Dịch vụ công, lớp 4"),
        ("Số hóa hồ sơ 2022", "Số hóa hồ sơ 2022"),
        ("Số hóa, đợt 2 (bổ sung)", "Số hóa, đợt 2 (bổ sung)"),
        ("Hướng dẫn đợt", "Hướng dẫn đợt"),
        ("Khóa 2022", "Khóa 2022"),
    ],
)
def test_the_title_counts_on(title, then):
    assert next_title(title) == then


def copied(client, **more):
    said = {"code": "K04", "opens_on": vdate(timezone.localdate())} | more
    page = client.post(reverse("class_copy", args=["K03"]), said, follow=True)
    return page.content.decode()


def test_the_audience_is_enrolled_and_counted(as_user, district):
    district.group.title = "Châu Đức, đợt 2"
    district.group.save()
    Audience.objects.create(training_class=district.group, agency=district.ours)
    MembershipFactory(user=UserFactory(), agency=district.ours)
    page = copied(as_user(district.coordinator()))
    assert "lớp K04 (Châu Đức, đợt 3) cho đợt sau, ghi danh 3 người" in page
    assert TrainingClass.objects.get(code="K04").enrolments.count() == 3


def test_without_an_audience__says_how_people_come_in(as_user, district):
    assert "Lớp chưa có đối tượng" in copied(as_user(district.coordinator()))
    assert not TrainingClass.objects.get(code="K04").enrolments.exists()


# --- the list of classes ------------------------------------------------------------


def listed(as_user, user, **asked):
    page = as_user(user).get(reverse("coordinate_classes"), asked)
    return page.content.decode()


def test_a_class_without_people__is_in_the_list_of_who_runs_it(as_user, district):
    TrainingClassFactory(code="MOI", organiser=district.ours)
    page = listed(as_user, district.coordinator())
    assert reverse("class_manage", args=["MOI"]) in page
    assert "chưa có học viên của đơn vị này" in page
    neighbour = listed(as_user, district.coordinator(district.theirs))
    assert "MOI" not in neighbour
    assert "K03" in neighbour, "with people of theirs, whoever runs it"


def test_a_class_of_nobody__is_in_the_administrators_list(as_user, district):
    TrainingClassFactory(code="CHUNG")
    admin = UserFactory(is_superuser=True)
    assert "CHUNG" in listed(as_user, admin)
    assert "CHUNG" not in listed(as_user, district.coordinator())


def test_a_class_with_people_only_of_others__is_still_its_organisers(as_user, district):
    group = TrainingClassFactory(code="HO", organiser=district.ours)
    learner_in(group, district.theirs)
    assert "HO" in listed(as_user, district.coordinator())
