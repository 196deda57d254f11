"""The pages of a class: opened, managed and closed by those who may."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from enrolments.models import Audience, Enrolment, TrainingClass
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    CourseFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    top = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    return {
        "CD": top,
        "SR": AgencyFactory(code="SR", name="Xã Suối Rao", parent=top),
        "HL": AgencyFactory(code="HL", name="Xã Hòa Long"),
    }


@pytest.fixture
def group(tree):
    return TrainingClassFactory(code="K03", organiser=tree["CD"])


@pytest.fixture
def as_coordinator(client, tree):
    def log_in(unit="CD", role="coordinator"):
        user = UserFactory()
        AgencyRoleFactory(user=user, agency=tree[unit], role=role)
        client.force_login(user)
        return client

    return log_in


def learner(group, unit, name="Lê Thị Hồng Nhung"):
    person = UserFactory(full_name=name)
    MembershipFactory(user=person, agency=unit)
    return EnrolmentFactory(learner=person, training_class=group)


def url(name, code="K03"):
    return reverse(name, args=[code])


def test_opening_a_class__enrols_everybody_below(as_coordinator, tree):
    MembershipFactory(agency=tree["SR"])
    course = CourseFactory()
    said = {
        "title": "Số hóa hồ sơ", "code": "SHHS", "course": course.pk,
        "unit": tree["CD"].periods.get().pk, "for_everyone": "on", "opens_on": "21/11/2022",
        "due_on": "30/11/2022", "mode": "online", "attendance_minimum": "0",
    }  # fmt: skip
    client = as_coordinator()
    page = client.post(reverse("class_new"), said, follow=True).content.decode()
    group = TrainingClass.objects.get()
    assert (group.organiser, group.enrolments.count()) == (tree["CD"], 1)
    assert "Đã mở lớp SHHS." in page
    again = client.post(reverse("class_new"), said | {"code": "shhs"}).content.decode()
    assert "đã dùng cho lớp khác" in again
    early = client.post(
        reverse("class_new"), said | {"code": "B", "due_on": "1/1/2022"}
    )
    assert "đứng trước ngày khai giảng" in early.content.decode()


def test_exceptions_from_the_page(as_coordinator, tree, group):
    row = learner(group, tree["SR"])
    client, day = as_coordinator(), timezone.localdate() + timedelta(days=9)
    said = {
        "enrolment": str(row.uid),
        "action": "extend",
        "due_on": vdate(day),
        "reason": "Nghỉ ốm",
    }
    page = client.post(url("class_people"), said, follow=True).content.decode()
    assert "(gia hạn)" in page
    page = client.post(
        url("class_people"), said | {"action": "exempt"}, follow=True
    ).content.decode()
    assert "Được miễn" in page
    assert Enrolment.objects.get().ended_note == "Nghỉ ốm"
    client.post(url("class_people"), said | {"action": "reinstate"})
    assert Enrolment.objects.get().ended_at is None
    page = client.post(
        url("class_people"), said | {"action": "withdrawn", "reason": ""}
    )
    assert "Ghi lý do" in page.content.decode()
    page = client.post(url("class_people"), {"action": "exempt", "reason": "x"})
    assert "Chọn ít nhất một học viên." in page.content.decode()


def test_the_audience_from_the_page(as_coordinator, tree, group):
    person = MembershipFactory(agency=tree["SR"]).user
    client = as_coordinator()
    said = {"unit": "CD", "is_with_below": "on", "positions": ""}
    page = client.post(url("class_audience"), said, follow=True).content.decode()
    assert "Ghi danh thêm 1, cho học lại 0, kết thúc 0 người." in page
    assert group.enrolments.get().learner == person
    client.post(url("class_audience"), {"remove": Audience.objects.get().pk})
    assert not Audience.objects.exists()


def test_copy_and_close_from_the_page(as_coordinator, tree, group):
    learner(group, tree["SR"])
    client = as_coordinator()
    client.post(url("class_copy"), {"code": "K04", "opens_on": "01/02/2027"})
    assert TrainingClass.objects.get(code="K04").copied_from == group
    page = client.get(url("class_close")).content.decode()
    assert "Chưa hoàn thành các mục bắt buộc." in page
    said = {"decision_number": "12/QĐ-UBND", "decision_on": vdate(timezone.localdate())}
    page = client.post(url("class_close"), said, follow=True).content.decode()
    assert "Quyết định số 12/QĐ-UBND" in page
    assert "Lớp đã bế giảng" in client.get(url("class_close")).content.decode()
    assert (
        "Với những người đã chọn"
        not in client.get(url("class_manage")).content.decode()
    )


def test_the_recognition_list_as_a_paper(as_coordinator, tree, group):
    row = learner(group, tree["SR"])
    row.completed_at = row.passed_at = row.ended_at = timezone.now()
    row.ended_reason, row.answering_agency = "completed", tree["SR"]
    row.save()
    client = as_coordinator()
    day = vdate(timezone.localdate())
    said = {"decision_number": "12/QĐ-UBND", "decision_on": day}
    page = client.post(url("class_close"), said, follow=True)
    assert "data-print" in page.content.decode()
    asked = page.context["paper"].dict()
    report = client.get(reverse("report_draft"), asked).content.decode()
    assert f"theo Quyết định số 12/QĐ-UBND ngày {day}." in report
    assert "Lê Thị Hồng Nhung" in report
    paper = client.get(reverse("report_draft_file", args=["pdf"]), asked)
    assert paper.content.startswith(b"%PDF")
    sheet = client.get(reverse("report_draft_file", args=["xlsx"]), asked)
    assert sheet.status_code == 200


def test_a_unit_with_people_in_anothers_class__sees_only_its_own(
    as_coordinator, tree, group
):
    ours, theirs = (
        learner(group, tree["HL"], "Trần Của Ta"),
        learner(group, tree["SR"], "Lê Của Họ"),
    )
    client = as_coordinator("HL")
    page = client.get(url("class_manage")).content.decode()
    assert "Trần Của Ta" in page
    assert "Lê Của Họ" not in page
    assert "Học viên: 1 người" in page
    assert "Lê Của Họ" not in client.get(url("class_manage") + "?q=Lê").content.decode()
    for name in ("class_edit", "class_copy", "class_close", "class_recognition"):
        assert client.get(url(name)).status_code == 404
    said = {
        "enrolment": [str(ours.uid), str(theirs.uid)],
        "action": "exempt",
        "reason": "x",
    }
    assert client.post(url("class_people"), said).status_code == 404
    assert not Enrolment.objects.exclude(ended_at=None).exists()


def test_a_head_looks_and_changes_nothing(as_coordinator, tree, group):
    row = learner(group, tree["SR"])
    client = as_coordinator("CD", role="head")
    page = client.get(url("class_manage")).content.decode()
    assert "Lê Thị Hồng Nhung" in page
    assert "Ghi lại" not in page
    said = {"enrolment": str(row.uid), "action": "exempt", "reason": "x"}
    assert client.post(url("class_people"), said).status_code == 403
    assert client.post(url("class_audience"), {}).status_code == 404
    assert client.get(url("class_audience")).status_code == 404
    assert client.get(reverse("class_new")).status_code == 403


def test_strangers_and_learners__as_if_there_were_no_class(
    client, as_coordinator, tree, group
):
    row = learner(group, tree["SR"])
    assert as_coordinator("HL").get(url("class_manage")).status_code == 404
    client.force_login(row.learner)
    assert client.get(url("class_manage")).status_code == 404
    assert client.get(url("class_manage", "KHONG-CO")).status_code == 404


def test_before_it_opens__nobody_is_said_to_be_learning(as_coordinator, tree, group):
    learner(group, tree["SR"])
    client = as_coordinator()
    assert "Chưa hoàn thành" in client.get(url("class_manage")).content.decode()
    group.opens_on = timezone.localdate() + timedelta(days=1)
    group.save()
    page = client.get(url("class_manage")).content.decode()
    assert "Chưa khai giảng</span>" in page
    assert "Chưa hoàn thành" not in page


@pytest.mark.parametrize("people", [3, 30])
def test_queries_do_not_grow_with_people(
    as_coordinator, tree, group, people, django_assert_max_num_queries
):
    for _person in range(people):
        learner(group, tree["SR"])
    client = as_coordinator()
    with django_assert_max_num_queries(20):
        client.get(url("class_manage"))
