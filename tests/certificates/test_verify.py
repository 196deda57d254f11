"""The public check: enough to compare with the paper, no more."""

import unicodedata

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from certificates.services import reissue_certificate
from certificates.verification.views import NAMES_AN_HOUR
from tests.certificates.factories import a_certificate, an_award
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def address(code: str) -> str:
    return reverse("verify_code", args=[code])


def mark(certificate: Certificate, status: str) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(status=status)


def test_valid__shows_initials_and_no_more(client):
    certificate = a_certificate()
    html = client.get(address(certificate.code)).content.decode()
    assert "Giấy chứng nhận có giá trị" in html
    for shown in (
        "L. T. H. Nhung",
        "UBND xã Suối Rao",
        certificate.serial,
        "21/11/2022",
    ):
        assert shown in html
    for hidden in ("Lê Thị Hồng Nhung", "14/02/1978", certificate.holder.staff_code):
        assert hidden not in html


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("pending", "Đã vào sổ cấp"),
        ("superseded", "đã được thay thế"),
        ("revoked", "đã bị thu hồi"),
    ],
)
def test_states__have_their_words(client, status, words):
    certificate = an_award()
    mark(certificate, status)
    answer = client.get(address(certificate.code))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "có giá trị</h2>" not in answer.content.decode()


def test_the_kind_of_paper_is_told(client):
    paper = an_award(kind="certificate")
    mark(paper, "superseded")
    html = client.get(address(paper.code)).content.decode()
    assert "Chứng chỉ đã được thay thế</h2>" in html
    assert "<dd>Chứng chỉ</dd>" in html


def test_superseded__names_what_stands_now(client):
    old = a_certificate()
    new = reissue_certificate(
        certificate=old, cause="lost", by=UserFactory(), at=timezone.now()
    )
    assert new.serial in client.get(address(old.code)).content.decode()
    json = client.get(address(old.code), headers={"accept": "application/json"}).json()
    assert (json["status"], json["replaced_by"]) == ("superseded", new.serial)


def test_expired__is_genuine_and_no_longer_valid(client):
    paper = a_certificate(rules={"months": 12})
    html = client.get(address(paper.code)).content.decode()
    assert "hết thời hạn giá trị" in html
    assert "có giá trị đến hết ngày 21/11/2023" in html
    json = client.get(
        address(paper.code), headers={"accept": "application/json"}
    ).json()
    assert (json["status"], json["valid_until"]) == ("expired", "2023-11-21")


@pytest.mark.parametrize(
    "code", ["BRVT-2222-2222", "x", "BRVT-0000-OOOO", "%00", "Đ' OR 1=1"]
)
def test_unknown__is_told_what_to_try(client, code):
    answer = client.get(address(code))
    assert answer.status_code == 404
    assert "Không tìm thấy mã này" in answer.content.decode()
    assert "Chưa kết luận được giấy là thật hay giả" in answer.content.decode()


def test_code__is_found_as_people_type_it(client):
    certificate = a_certificate()
    typed = f" {certificate.code.lower().replace('-', ' ')} "
    answer = client.get(reverse("verify"), {"code": typed}, follow=True)
    assert answer.redirect_chain == [(address(certificate.code), 302)]
    assert "có giá trị" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "/", "../..", "–"])
def test_code__missing(client, typed):
    html = client.get(reverse("verify"), {"code": typed}).content.decode()
    assert "Lỗi: chưa nhập mã" in html


def test_form__open_to_everybody(client):
    assert client.get(reverse("verify")).status_code == 200


def test_json__for_programs(client):
    certificate = a_certificate()
    answer = client.get(
        address(certificate.code), headers={"Accept": "application/json"}
    )
    assert "Accept" in answer["Vary"]
    found = answer.json()
    assert found.pop("checked_at")
    assert found == {
        "status": "valid",
        "code": certificate.code,
        "serial": "0001/2022/TTPVHCC",
        "kind": "attestation",
        "holder": "L. T. H. Nhung",
        "agency": "UBND xã Suối Rao, huyện Châu Đức",
        "course": "Số hóa hồ sơ, giấy tờ, kết quả giải quyết TTHC",
        "issued_on": "2022-11-21",
        "issuer": "Trung tâm Phục vụ hành chính công, UBND tỉnh Bà Rịa – Vũng Tàu",
    }


def test_json__unknown(client):
    answer = client.get(
        address("BRVT-2222-2222"), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 404
    assert answer.json()["status"] == "unknown"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Lê Thị Hồng Nhung", "Họ tên khớp"),
        ("  lê thị  hồng NHUNG ", "Họ tên khớp"),
        (unicodedata.normalize("NFD", "Lê Thị Hồng Nhung"), "Họ tên khớp"),
        ("Lê Thị Hồng Nhưng", "Họ tên không khớp"),
        ("Le Thi Hong Nhung", "Họ tên không khớp"),
        ("  ", "Lỗi: chưa nhập họ tên"),
    ],
)
def test_name__is_compared(client, typed, words):
    answer = client.post(address(a_certificate().code), {"name": typed})
    html = answer.content.decode()
    assert words in html
    assert "Lê Thị Hồng Nhung" not in html


def test_name__guessed_too_often(client):
    code = a_certificate().code
    for _ in range(NAMES_AN_HOUR):
        client.post(address(code), {"name": "Trần Văn Đoán"})
    html = client.post(address(code), {"name": "Lê Thị Hồng Nhung"}).content.decode()
    assert "Đã đối chiếu nhiều lần" in html
    assert "Họ tên khớp" not in html


def test_answer__stays_out_of_search_engines_and_caches(client):
    answer = client.get(address(a_certificate().code))
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_check__few_queries(client, django_assert_max_num_queries):
    code = a_certificate().code
    client.get(address(code))
    with django_assert_max_num_queries(4):
        client.get(address(code))
