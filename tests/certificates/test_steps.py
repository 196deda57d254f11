"""The life of a paper in /cms/: ask, say what it means, do it when confirmed."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from certificates.models import Certificate, Register, RegisterEntry, ReplacementRequest
from certificates.services import RequestRefusedError, record_request
from certificates.tasks import bind_book
from enrolments.models import Holiday
from lms.roles import CONTENT_MANAGERS, TRAINERS, ensure_roles
from tests.certificates.factories import AT, a_certificate, an_award
from tests.certificates.test_register import revoked, tamper
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

DECISION = {
    "decision_number": "45/QĐ-TTPVHCC",
    "decision_on": "20/12/2022",
    "ground": "fraud",
}


@pytest.fixture
def clerk(as_user):
    ensure_roles(courses=Page.get_first_root_node())
    user = UserFactory(full_name="Phạm Thị Văn Thư")
    user.groups.add(Group.objects.get(name=CONTENT_MANAGERS))
    client = as_user(user)
    client.user = user
    return client


def address(paper: Certificate, step: str) -> str:
    return reverse("certificate_step", args=[paper.uid, step])


def inspected(client, thing) -> str:
    name = type(thing).snippet_viewset.get_url_name("inspect")
    return client.get(reverse(name, args=[thing.pk])).content.decode()


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("attestation", {"request", "reissue", "correct", "revoke"}),
        ("certificate", {"request", "complete", "correct", "revoke"}),
        ("completion", {"request", "reissue", "correct", "revoke"}),
    ],
)
def test_page__offers_what_the_kind_allows(clerk, kind, offered):
    paper = a_certificate(kind=kind)
    html = inspected(clerk, paper)
    steps = {"request", "reissue", "complete", "correct", "revoke"}
    assert {s for s in steps if address(paper, s) in html} == offered


def test_page__of_a_withdrawn_paper_offers_nothing_and_says_why(clerk):
    paper = a_certificate()
    revoked(paper)
    html = inspected(clerk, paper)
    assert "/revoke/" not in html
    assert "theo Quyết định số 45/QĐ-TTPVHCC ngày 20/12/2022" in html


def test_revoke__is_asked_confirmed_done(clerk):
    paper = a_certificate()
    url = address(paper, "revoke")
    assert "Không hoàn tác được" in clerk.get(url).content.decode()
    html = clerk.post(url, DECISION).content.decode()
    assert "Xác nhận: Thu hồi" in html
    assert "45/QĐ-TTPVHCC" in html
    assert RegisterEntry.objects.count() == 1, "nothing is done before it is confirmed"
    answer = clerk.post(url, DECISION | {"confirmed": "1"})
    assert answer.status_code == 302
    line = RegisterEntry.objects.get(action="revoked")
    assert (line.by, line.decision_on) == (clerk.user, date(2022, 12, 20))


def test_revoke__what_is_refused_is_said_before_it_is_confirmed(clerk):
    paper = a_certificate()
    html = clerk.post(
        address(paper, "revoke"), DECISION | {"decision_on": "01/01/2022"}
    ).content.decode()
    assert "Ngày quyết định trước ngày cấp giấy." in html
    assert "Xác nhận" not in html


def test_revoke__an_empty_form_names_its_fields(clerk):
    html = clerk.post(address(a_certificate(), "revoke"), {}).content.decode()
    assert html.count("Lỗi:") == 3


def test_back__keeps_what_was_typed(clerk):
    html = clerk.post(
        address(a_certificate(), "revoke"), DECISION | {"back": "1"}
    ).content.decode()
    assert "45/QĐ-TTPVHCC" in html
    assert "Tiếp tục" in html


@pytest.mark.parametrize(
    ("kind", "step", "said", "becomes"),
    [
        ("attestation", "reissue", {"cause": "lost"}, "attestation"),
        ("certificate", "complete", {"cause": "damaged"}, "completion"),
        (
            "certificate",
            "correct",
            {"name": "Lê Nhung", "born": "5/4/1979"},
            "certificate",
        ),
    ],
)
def test_replacements(clerk, kind, step, said, becomes):
    old = a_certificate(kind=kind)
    url = address(old, step)
    assert "Xác nhận" in clerk.post(url, said).content.decode()
    assert Certificate.objects.count() == 1
    clerk.post(url, said | {"confirmed": "1"})
    clerk.post(url, said | {"confirmed": "1"})
    new = Certificate.objects.get(replaces=old)
    assert (new.kind, new.entries.get().by) == (becomes, clerk.user)
    if step == "correct":
        assert (new.facts["name"], new.facts["born"]) == ("Lê Nhung", "05/4/1979")


def test_a_chung_chi_is_not_reissued_even_when_the_address_is_typed(clerk):
    old = a_certificate(kind="certificate")
    html = clerk.post(address(old, "reissue"), {"cause": "lost", "confirmed": "1"})
    assert "Chứng chỉ chỉ cấp một lần" in html.content.decode()
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("step", ["request", "reissue", "correct", "revoke"])
def test_steps__of_a_replaced_paper_are_refused_at_once(clerk, step):
    old = a_certificate()
    said = {"cause": "lost", "confirmed": "1"}
    clerk.post(address(old, "reissue"), said)
    new = Certificate.objects.get(replaces=old)
    answer = clerk.get(address(old, step))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"Giấy này đã được thay bằng số {new.serial}" in html
    name = Certificate.snippet_viewset.get_url_name("inspect")
    assert f'href="{reverse(name, args=[new.pk])}"' in html
    assert f"Mở giấy số {new.serial}" in html
    assert "Tiếp tục" not in html
    again = clerk.post(address(old, "reissue"), said)
    assert again.status_code == 302, "the same step a second time is no refusal"


@pytest.mark.parametrize(
    ("kind", "step", "instead"),
    [("certificate", "reissue", "complete"), ("attestation", "complete", "reissue")],
)
def test_steps__of_another_kind_point_to_the_right_one(clerk, kind, step, instead):
    paper = a_certificate(kind=kind)
    answer = clerk.get(address(paper, step))
    assert answer.status_code == 409
    assert f'href="{address(paper, instead)}"' in answer.content.decode()
    assert "Tiếp tục" not in answer.content.decode()
    assert clerk.get(address(paper, instead)).status_code == 200


def test_steps__what_has_no_other_way_says_why(clerk):
    paper = a_certificate(rules={"reissues": False})
    html = clerk.get(address(paper, "reissue")).content.decode()
    assert "không cấp lại giấy chứng nhận" in html
    html = clerk.get(address(an_award(), "reissue")).content.decode()
    assert "còn đang được tạo" in html
    revoked(paper)
    assert "đã bị thu hồi" in clerk.get(address(paper, "correct")).content.decode()


def test_request__a_second_one_is_refused_and_the_first_withdrawn(clerk):
    paper = a_certificate()
    assert clerk.get(address(paper, "withdraw")).status_code == 409
    said = {"cause": "lost", "received_on": "21/11/2022", "confirmed": "1"}
    page = clerk.post(address(paper, "request"), said, follow=True).content.decode()
    assert "Đã xong: Ghi nhận đề nghị cấp lại." in page
    html = clerk.get(address(paper, "request")).content.decode()
    assert "đã có đề nghị nhận ngày 21/11/2022" in html
    url = address(paper, "withdraw")
    clerk.post(url, {"reason": "Ghi nhầm giấy", "confirmed": "1"})
    found = ReplacementRequest.objects.get()
    assert (found.withdrawn_by, found.withdrawn_why) == (clerk.user, "Ghi nhầm giấy")
    assert clerk.get(address(paper, "request")).status_code == 200


def test_unknown_steps_are_not_there(clerk):
    assert clerk.get(address(a_certificate(), "burn")).status_code == 404


@pytest.mark.parametrize("step", ["reissue", "correct", "revoke", "request"])
def test_steps__are_not_for_trainers(as_user, step):
    ensure_roles(courses=Page.get_first_root_node())
    trainer = UserFactory()
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    answer = as_user(trainer).get(address(a_certificate(), step))
    assert answer.status_code in {302, 403}


def test_steps__one_right_does_not_give_the_other(as_user):
    clerk = UserFactory()
    for codename in ("access_admin", "replace_certificate"):
        clerk.user_permissions.add(Permission.objects.get(codename=codename))
    client, paper = as_user(clerk), a_certificate()
    assert client.get(address(paper, "correct")).status_code == 200
    assert client.get(address(paper, "revoke")).status_code in {302, 403}


# --- requests -------------------------------------------------------------------------


def test_request__is_due_in_five_working_days_without_days_off(clerk):
    """Received on Monday 21/11; the Friday is off, so it ends a day later."""
    Holiday.objects.create(day=date(2022, 11, 25), name="Nghỉ")
    paper = a_certificate(kind="certificate")
    said = {"cause": "lost", "received_on": "21/11/2022"}
    html = clerk.post(address(paper, "request"), said).content.decode()
    assert "29/11/2022" in html
    clerk.post(address(paper, "request"), said | {"confirmed": "1"})
    assert ReplacementRequest.objects.get().due_on == date(2022, 11, 29)
    name = ReplacementRequest.snippet_viewset.get_url_name("list")
    waiting = clerk.get(reverse(name)).content.decode()
    assert paper.serial in waiting
    assert "29/11/2022" in waiting
    html = inspected(clerk, paper)
    assert "Hạn giải quyết: 29/11/2022" in html
    assert "Đã quá hạn" in html


def test_request__the_course_sets_the_days_of_a_giay_chung_nhan(clerk):
    paper = a_certificate(rules={"days": 2})
    said = {"cause": "lost", "received_on": "21/11/2022", "confirmed": "1"}
    clerk.post(address(paper, "request"), said)
    assert ReplacementRequest.objects.get().due_on == date(2022, 11, 23)


def test_request__is_settled_by_the_line_that_answers_it(clerk):
    paper = a_certificate()
    said = {"cause": "lost", "received_on": "21/11/2022", "confirmed": "1"}
    clerk.post(address(paper, "request"), said)
    clerk.post(address(paper, "request"), said)
    clerk.post(address(paper, "reissue"), {"cause": "lost", "confirmed": "1"})
    line = ReplacementRequest.objects.get().settled_by
    assert (line.action, line.certificate) == ("superseded", paper)


@pytest.mark.parametrize(
    ("day", "why"),
    [(AT.date() + timedelta(days=9), "chưa tới"), (date(2022, 1, 1), "trước")],
)
def test_request__on_an_impossible_day_is_refused(day, why):
    with pytest.raises(RequestRefusedError, match=why):
        record_request(
            certificate=an_award(),
            cause="lost",
            received_on=day,
            due_on=day,
            by=UserFactory(),
            at=AT,
        )


# --- books ----------------------------------------------------------------------------


def test_registers__list_and_proof(clerk):
    paper = a_certificate()
    register = Register.objects.get()
    name = Register.snippet_viewset.get_url_name("list")
    html = clerk.get(reverse(name)).content.decode()
    assert "TTPVHCC 2022" in html
    assert register.head[:12] in html
    assert register.head in inspected(clerk, register)
    url = reverse(Register.snippet_viewset.get_url_name("inspect"), args=[register.pk])
    assert "Sổ nguyên vẹn" in clerk.get(url, {"check": 1}).content.decode()
    tamper("UPDATE certificates_registerentry SET note = 'x'")
    html = clerk.get(url, {"check": 1}).content.decode()
    assert "Sổ có sai lệch" in html
    assert f"Dòng 1 ({paper.serial})" in html


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_registers__files(clerk, as_user, kind, start):
    a_certificate()
    url = reverse("register_file", args=[Register.objects.get().pk, kind])
    answer = clerk.get(url)
    assert answer.content.startswith(start)
    assert f"so-cap-TTPVHCC-2022.{kind}" in answer["Content-Disposition"]
    assert as_user(UserFactory()).get(url).status_code in {302, 403}


def test_registers__a_long_book_is_drawn_by_a_worker(
    clerk, monkeypatch, queued, django_capture_on_commit_callbacks
):
    a_certificate()
    register = Register.objects.get()
    monkeypatch.setattr("certificates.binding.AT_ONCE", 0)
    url = reverse("register_file", args=[register.pk, "pdf"])
    page = clerk.get(url)["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        assert "Đang tạo sổ để in: 1 dòng" in clerk.get(page).content.decode()
        clerk.get(page)
    asked = [task for task in queued if task[0] == "certificates.bind_book"]
    assert asked == [("certificates.bind_book", register.pk)], "asked for once"
    bind_book(register.pk)
    assert "Sổ để in đã xong" in clerk.get(page).content.decode()
    assert b"".join(clerk.get(url)).startswith(b"%PDF")
    an_award()
    assert clerk.get(url).status_code == 302, "the book has grown"


# --- the holder -----------------------------------------------------------------------


def test_the_holder_reads_what_was_done(as_user, clerk, learner):
    old = a_certificate(learner)
    clerk.post(
        address(old, "reissue"),
        {"cause": "lost", "note": "Đơn ngày 20/12", "confirmed": "1"},
    )
    new = Certificate.objects.get(replaces=old)
    client = as_user(learner)
    html = client.get(reverse("certificate", args=[old.uid])).content.decode()
    assert f"Cấp giấy số {old.serial}." in html
    assert f"Giấy số {old.serial} được thay thế. Lý do: Bị mất." in html
    assert f"Cấp giấy số {new.serial}, thay giấy số {old.serial}." in html
    assert "Đơn ngày 20/12" in html
    assert reverse("certificate", args=[new.uid]) in html
    assert "Phạm Thị Văn Thư" not in html


def test_the_holder_of_an_expired_paper_is_told_how_to_renew(as_user, learner):
    paper = a_certificate(learner, rules={"months": 1})
    assert timezone.localdate() > paper.valid_until
    html = (
        as_user(learner).get(reverse("certificate", args=[paper.uid])).content.decode()
    )
    assert "Đã hết hạn" in html
    assert "học lại ở một lớp mới" in html
