"""Reorganising in Wagtail's admin: look first, confirm once."""

import datetime as dt
import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from agencies.models import (
    Agency,
    AgencyPeriod,
    AgencyRole,
    Membership,
    Reorganisation,
)
from enrolments.services import move_member
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    MembershipFactory,
    UserFactory,
)

HEADER = "action,code,new_code,new_name,new_kind,new_parent\n"
DAY = dt.date(2025, 7, 1)


@pytest.fixture
def person(db):
    top = AgencyFactory(code="T", name="Tỉnh A", kind="tinh")
    commune = AgencyFactory(code="A", name="Xã Suối Rao", parent=top)
    AgencyFactory(code="B", name="Xã Sơn Bình", parent=top)
    return MembershipFactory(agency=commune).user


@pytest.fixture
def admin(client, db):
    client.force_login(User.objects.create_superuser("QT-1", "mật khẩu rất dài"))
    return client


def send(client, lines: str, day: str = "01/7/2025"):
    file = SimpleUploadedFile("sx.csv", (HEADER + lines).encode())
    data = {"file": file, "effective_on": day, "decision": "NQ 1365"}
    return client.post(reverse("reorganisation"), data)


def confirm(client, page):
    sealed = page.context["sealed"]
    return client.post(
        reverse("reorganisation_confirm"), {"sealed": sealed}, follow=True
    )


def test_preview__says_what_would_happen_and_writes_nothing(admin, person):
    page = send(admin, "merge,A,N,Xã Xuân Sơn,xa,T\nmerge,B,N,,,\n")
    html = page.content.decode()
    assert "1 đơn vị thành lập, 2 đơn vị chấm dứt" in html
    assert "Xã Suối Rao (A)" in html
    assert not Reorganisation.objects.exists()
    assert Membership.objects.on(DAY).get(user=person).agency.code == "A"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("merge,A,N,Xã Xuân Sơn,phuong,T", "Hợp nhất | Xã Suối Rao (A) | Xã Xuân Sơn (N), Phường, thuộc Tỉnh A (T)"),
        ("nhập vào,A,B,,,", "Nhập vào đơn vị khác | Xã Suối Rao (A) | Xã Sơn Bình (B)"),
        ("kind,A,,,phuong,", "Đổi loại | Xã Suối Rao (A) | Phường"),
        ("rename,A,,Xã Mới,,", "Đổi tên | Xã Suối Rao (A) | Xã Mới"),
        ("dissolve,A,,,,", "Giải thể | Xã Suối Rao (A) | –"),
    ],
)  # fmt: skip
def test_rows__are_read_in_words_before_and_after(admin, person, line, words):
    page = send(admin, f"{line}\n")
    assert words in rows_of(page.content)
    confirm(admin, page)
    assert words in rows_of(result(admin))


def rows_of(html) -> list[str]:
    rows = BeautifulSoup(html, "html.parser").select("table.listing tbody tr")
    return [" | ".join(td.text for td in row.select("td")[1:]) for row in rows]


def test_confirm__applies_it_once(admin, person):
    page = send(admin, "merge,A,N,Xã Xuân Sơn,xa,T\nmerge,B,N,,,\n")
    assert "Đã áp dụng việc sắp xếp" in confirm(admin, page).content.decode()
    confirm(admin, page)
    row = Reorganisation.objects.get()
    assert (row.decision, row.file_name) == ("NQ 1365", "sx.csv")
    assert row.applied_by.staff_code == "QT-1"
    assert Membership.objects.on(DAY).get(user=person).agency.code == "N"


def test_dissolving__lists_who_needs_a_place__and_goes_on_saying_so(admin, person):
    page = send(admin, "dissolve,A,,,,\n")
    assert person.full_name in page.content.decode()
    for html in (confirm(admin, page).content.decode(), result(admin)):
        assert "1 người chưa có đơn vị" in html
        assert reverse("unplaced") in html
    move_member(user=person, agency=Agency.objects.get(code="B"), position="", on=DAY)
    assert "không còn ai" in result(admin)
    assert reverse("unplaced") not in result(admin)


def result(client) -> str:
    row = Reorganisation.objects.get()
    return client.get(reverse("reorganisation_result", args=[row.uid])).content.decode()


def test_roles_of_a_merged_unit__end_and_are_offered_not_granted(admin, person):
    unit = Agency.objects.get(code="A")
    head = AgencyRoleFactory(user=person, agency=unit, role="head")
    coordinator = AgencyRoleFactory(agency=unit)
    page = send(admin, "merge,A,N,Xã Xuân Sơn,xa,T\nmerge,B,N,,,\n")
    html = page.content.decode()
    assert "2 vai trò sẽ kết thúc" in html
    assert coordinator.user.full_name in html
    assert AgencyRole.objects.on(DAY).count() == 2
    html = confirm(admin, page).content.decode()
    assert "2 vai trò đã kết thúc" in html
    assert not AgencyRole.objects.on(DAY).exists()
    assert AgencyRole.objects.on(DAY - dt.timedelta(1)).count() == 2
    asked = {"staff_code": head.user.staff_code, "role": "head", "agency_name": "N"}
    link = reverse("agency_roles:add", query=asked)
    assert link.replace("&", "&amp;") in html
    form = admin.get(link).context["form"]
    assert form["agency_name"].value() == "N"
    assert form["role"].value() == "head"


@pytest.mark.parametrize(
    "lines", ["dissolve,X,,,,\n", "bán,A,,,,\n", "dissolve,T,,,,\n"]
)
def test_a_file_with_errors__is_refused_with_the_row(admin, person, lines):
    html = send(admin, lines).content.decode()
    assert "Chưa áp dụng gì" in html
    assert AgencyPeriod.objects.on(DAY).count() == 3


def test_a_file_that_is_none__is_refused_in_words(admin, person):
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    data = {"file": file, "effective_on": "01/7/2025"}
    page = admin.post(reverse("reorganisation"), data)
    assert "PDF" in page.content.decode()


def test_a_seal_that_was_changed__does_nothing(admin, person):
    page = send(admin, "dissolve,A,,,,\n")
    url = reverse("reorganisation_confirm")
    admin.post(url, {"sealed": page.context["sealed"][:-2] + "xx"})
    assert not Reorganisation.objects.exists()


def test_others__may_not_even_look(client, person):
    client.force_login(UserFactory())
    for name in ("reorganisation", "reorganisation_confirm"):
        assert client.post(reverse(name)).status_code in (302, 403)
    page = client.get(reverse("reorganisation_result", args=[uuid.uuid4()]))
    assert page.status_code in (302, 403)
    assert not Reorganisation.objects.exists()
