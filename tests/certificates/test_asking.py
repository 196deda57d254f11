"""The holder asks for another paper: what may be asked, once, and what became of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from certificates.models import Certificate, ReplacementRequest
from certificates.services import (
    RequestRefusedError,
    ask_for_another,
    reissue_certificate,
    revoke_certificate,
)
from enrolments.models import Holiday
from tests.certificates.factories import AT, a_certificate, a_request, an_award
from tests.certificates.test_register import DECISION
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NEVER_AGAIN = {"reissues": False}
ERROR = {"cause": "error", "says": "Lê Thị Hồng Nhưng", "should_say": "Lê Hồng Nhung"}


@pytest.fixture
def clerk(db):
    return UserFactory(full_name="Phạm Thị Văn Thư")


def asked(paper: Certificate, *, by=None, at=AT, **said) -> ReplacementRequest:
    said = {"cause": "lost"} | said
    return ask_for_another(certificate=paper, by=by or paper.holder, at=at, **said)


# --- the service ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["attestation", "certificate", "completion"])
@pytest.mark.parametrize("cause", ["lost", "damaged"])
def test_ask__any_kind_of_paper_that_is_given_again(kind, cause):
    paper = a_certificate(kind=kind)
    found = asked(paper, cause=cause, note=" Mất khi chuyển nhà ")
    assert (found.received_on, found.cause) == (AT.date(), cause)
    assert (found.by, found.note) == (paper.holder, "Mất khi chuyển nhà")
    assert found.is_by_holder


def test_ask__is_due_in_five_working_days_without_days_off():
    Holiday.objects.create(day=date(2022, 11, 25), name="Nghỉ")
    assert asked(a_certificate()).due_on == date(2022, 11, 29)


def test_ask__an_error_says_what_stands_there_and_what_should():
    paper = a_certificate(kind="certificate")
    with pytest.raises(RequestRefusedError, match="chỗ sai"):
        asked(paper, cause="error")
    found = asked(paper, **ERROR)
    assert (found.says, found.should_say) == (ERROR["says"], ERROR["should_say"])


def test_ask__a_course_that_never_reissues_still_puts_its_errors_right():
    paper = a_certificate(rules=NEVER_AGAIN)
    with pytest.raises(RequestRefusedError, match="không cấp lại"):
        asked(paper)
    assert asked(paper, **ERROR).is_open


def test_ask__twice_is_the_same_request():
    paper = a_certificate()
    assert asked(paper) == asked(paper, cause="damaged")
    assert ReplacementRequest.objects.count() == 1


def test_ask__what_the_desk_wrote_down_is_the_same_request():
    paper = a_certificate()
    found = a_request(paper)
    assert asked(paper) == found
    assert not found.is_by_holder


def test_ask__is_for_the_holder_and_a_paper_that_stands(clerk):
    paper = a_certificate()
    with pytest.raises(RequestRefusedError, match="Chỉ người được cấp"):
        asked(paper, by=clerk)
    with pytest.raises(RequestRefusedError, match="đang được tạo"):
        asked(an_award())
    revoke_certificate(certificate=paper, by=clerk, at=AT + timedelta(30), **DECISION)
    with pytest.raises(RequestRefusedError, match="thu hồi"):
        asked(paper)


# --- the pages ------------------------------------------------------------------------


def seen(client, paper: Certificate) -> str:
    return client.get(reverse("certificate", args=[paper.uid])).content.decode()


def ask_url(paper: Certificate) -> str:
    return reverse("certificate_ask", args=[paper.uid])


def test_page__is_filled_in_confirmed_sent(as_user, learner):
    paper = a_certificate(learner)
    client = as_user(learner)
    assert ask_url(paper) in seen(client, paper)
    assert client.get(ask_url(paper)).status_code == 200
    html = client.post(ask_url(paper), ERROR).content.decode()
    assert "Anh/chị sắp gửi đề nghị này" in html
    assert ERROR["should_say"] in html
    assert not ReplacementRequest.objects.exists()
    back = client.post(ask_url(paper), ERROR | {"back": "1"}).content.decode()
    assert "Tiếp tục" in back
    assert ERROR["should_say"] in back
    for _ in range(2):
        answer = client.post(ask_url(paper), ERROR | {"confirmed": "1"}, follow=True)
        assert "Đã gửi đề nghị. Hẹn trả ngày" in answer.content.decode()
    found = ReplacementRequest.objects.get()
    html = seen(client, paper)
    assert f"hẹn trả ngày {found.due}" in html
    assert ask_url(paper) not in html.replace(f"{ask_url(paper)}withdraw/", "")
    assert client.get(ask_url(paper)).status_code == 302


def test_page__an_error_without_words_is_refused_with_its_fields(as_user, learner):
    client, paper = as_user(learner), a_certificate(learner)
    html = client.post(ask_url(paper), {"cause": "error"}).content.decode()
    assert "Viết chỗ giấy ghi sai." in html
    assert "Viết chữ đúng." in html
    assert "Chưa gửi được" in client.post(ask_url(paper), {}).content.decode()


@pytest.mark.parametrize(
    ("options", "said", "offered"),
    [
        ({"kind": "certificate"}, "Chứng chỉ chỉ cấp một lần.", 3),
        ({"rules": NEVER_AGAIN}, "không cấp lại giấy chứng nhận", 1),
        ({}, "Giấy mới mang số mới", 3),
    ],
)
def test_page__says_what_the_kind_allows_and_why(
    as_user, learner, options, said, offered
):
    paper = a_certificate(learner, **options)
    html = as_user(learner).get(ask_url(paper)).content.decode()
    assert said in html
    assert html.count('type="radio"') == offered


def test_page__is_not_there_for_others(as_user, learner):
    paper = a_certificate()
    assert as_user(learner).get(ask_url(paper)).status_code == 404
    url = reverse("certificate_take_back", args=[paper.uid])
    assert as_user(learner).post(url, {"reason": "x"}).status_code == 404


def test_page__what_was_asked_may_be_taken_back(as_user, learner):
    paper = a_certificate(learner)
    asked(paper)
    client, url = as_user(learner), reverse("certificate_take_back", args=[paper.uid])
    assert url in seen(client, paper)
    assert "Lý do rút" in client.get(url).content.decode()
    assert "Chưa rút được" in client.post(url, {}).content.decode()
    for _ in range(2):
        assert client.post(url, {"reason": "Đã tìm thấy giấy"}).status_code == 302
    html = seen(client, paper)
    assert "Đề nghị đã rút" in html
    assert "Đã tìm thấy giấy" in html
    assert ask_url(paper) in html, "another may be asked"


def test_page__says_what_became_of_it(as_user, learner, clerk):
    paper = a_certificate(learner)
    asked(paper)
    new = reissue_certificate(
        certificate=paper, cause="lost", by=clerk, at=AT + timedelta(2)
    )
    html = seen(as_user(learner), paper)
    assert "Đề nghị đã được giải quyết" in html
    assert f"Xem giấy số {new.serial}" in html
    assert ask_url(paper) not in html


def test_desk__marks_what_the_holder_asked(as_user, learner):
    asked(a_certificate(learner), **ERROR)
    other = a_certificate()
    a_request(other)
    client = as_user(UserFactory(is_superuser=True, full_name="Quản trị"))
    name = ReplacementRequest.snippet_viewset.get_url_name("list")
    html = client.get(reverse(name)).content.decode()
    assert html.count("Người được cấp tự đề nghị") == 1
    assert "Phạm Thị Văn Thư" in html
    paper = Certificate.objects.get(holder=learner)
    url = Certificate.snippet_viewset.get_url_name("inspect")
    html = client.get(reverse(url, args=[paper.pk])).content.decode()
    assert f"phải ghi là “{ERROR['should_say']}”" in html
