"""A file handed in at /verify/: what fits, what does not, and that nothing stays."""

import tempfile
import zlib
from dataclasses import replace
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates import seals
from certificates.paper import Paper
from certificates.services import reissue_certificate, revoke_certificate
from certificates.verification import check_file
from certificates.verification.uploads import LIMIT
from tests.certificates.factories import a_certificate, an_issuer
from tests.certificates.sealing import sealed
from tests.certificates.test_press import a_paper
from tests.certificates.test_seals import a_key, keys  # noqa: F401 - a fixture
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
LATER = datetime(2024, 5, 2, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def signed(keys):  # noqa: F811
    return a_certificate(issuer=an_issuer(key_name="TT-2022"))


@pytest.fixture
def hand_in(client):
    """Post a file as a program does."""

    def post(content: bytes, **headers):
        file = SimpleUploadedFile("giay.pdf", content, "application/pdf")
        return client.post(reverse("verify_file"), {"file": file}, headers=headers)

    return post


@pytest.fixture
def judge(hand_in):
    return lambda content: hand_in(content, **JSON).json()


def test_genuine__is_what_was_issued(hand_in, signed):
    content = signed.file.read()
    html = hand_in(content).content.decode()
    assert "Đúng là giấy đã cấp" in html
    assert "ký bằng khóa TT-2022" in html
    assert "Lê Thị Hồng Nhung" not in html
    said = hand_in(content, **JSON).json()
    assert (said["status"], said["code"]) == ("valid", signed.code)
    assert said["holder"] == "L. T. H. Nhung"
    assert said["signature"]["state"] == "holds"
    assert said["signature"]["signer"] == "Trung tâm Phục vụ hành chính công"
    ago = timezone.now() - datetime.fromisoformat(said["signature"]["signed_at"])
    assert abs(ago.total_seconds()) < 600


def test_unsigned_issuer__the_register_alone_judges(judge):
    content = a_certificate().file.read()
    said = judge(content)
    assert (said["status"], said["signature"]) == ("valid", {"state": "none"})
    said = judge(content + b"\n% more")
    assert (said["status"], said["fault"]) == ("altered", "appended")


def test_altered__says_what_does_not_fit(judge, hand_in, signed, tmp_path):
    def a_copy() -> Paper:
        return replace(a_paper("Lê An"), code=signed.code, verify_url=signed.verify_url)

    content = signed.file.read()
    place = content.index(b"stream") + 200
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    bare = b"%PDF-1.7\nstream\n" + zlib.compress(signed.code.encode()) + b"\nendstream"
    stranger = a_key(tmp_path / "elsewhere", "TT-2022")
    elsewhere = sealed(a_copy(), stranger)
    again = sealed(a_copy(), seals.key_named("TT-2022"))
    for file, fault, words in [
        (changed, "changed", "có chỗ đã bị đổi"),
        (content + b"\n1 0 obj", "appended", "có phần được thêm vào sau"),
        (bare, "unsigned", "không còn chữ ký số"),
        (elsewhere, "stranger", "là của người khác"),
        (again, "other_copy", "không trùng với bản trong sổ cấp"),
    ]:
        said = judge(file)
        assert (said["status"], said["fault"]) == ("altered", fault)
        assert said["code"] == signed.code
        html = hand_in(file).content.decode()
        assert "Tệp này không phải giấy đã cấp" in html
        assert words in html


def test_signed_by_us__and_not_in_the_register(judge, hand_in, keys):  # noqa: F811
    content = sealed(a_paper("Lê An"), seals.key_named("TT-2022"))
    said = judge(content)
    assert said["status"] == "unregistered"
    assert said["signature"]["key"] == "TT-2022"
    html = hand_in(content).content.decode()
    assert "Có chữ ký của nơi cấp nhưng không có trong sổ cấp" in html
    assert "báo ngay nơi cấp" in html


def test_of_somebody_else__is_unknown(judge, hand_in, keys, tmp_path):  # noqa: F811
    assert judge(b"%PDF-1.4\n%%EOF")["status"] == "unknown"
    stranger = a_key(tmp_path / "elsewhere", "X")
    content = sealed(a_paper("Lê An"), stranger)
    said = judge(content)
    assert said["status"] == "unknown"
    assert said["signature"] == {"state": "stranger"}
    assert "không phải bằng khóa của nơi cấp" in hand_in(content).content.decode()


def test_revoked__says_when_why_and_by_what(judge, hand_in, signed):
    content = signed.file.read()
    revoke_certificate(
        certificate=signed,
        decision_number="58/QĐ-TTPVHCC",
        decision_on=LATER.date(),
        ground="fraud",
        by=UserFactory(),
        at=LATER,
    )
    said = judge(content)
    assert (said["status"], said["revoked_on"]) == ("revoked", "2024-05-02")
    html = hand_in(content).content.decode()
    assert "Theo Quyết định số 58/QĐ-TTPVHCC" in html
    assert "Gian dối" in html


def test_superseded__links_to_what_stands(judge, hand_in):
    old = a_certificate()
    new = reissue_certificate(certificate=old, cause="lost", by=UserFactory(), at=LATER)
    content = old.file.read()
    assert judge(content)["replaced_by"] == new.serial
    address = reverse("verify_code", args=[new.code])
    assert f'href="{address}"' in hand_in(content).content.decode()


def test_expired__the_day_after_its_last(judge, hand_in):
    content = a_certificate(valid_until="2023-11-21").file.read()
    assert judge(content)["status"] == "expired"
    assert "có giá trị đến hết ngày 21/11/2023" in hand_in(content).content.decode()
    last = datetime(2023, 11, 21).date()  # noqa: DTZ001
    assert check_file(content, on=last).is_genuine


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"", 400, "no_file"),
        (b"\x89PNG\r\n", 400, "not_pdf"),
        (b"%PDF-" + b" " * (LIMIT + 5000), 413, "too_big"),
    ],
)
def test_refused__in_words(hand_in, content, status, problem):
    answer = hand_in(content)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert hand_in(content, **JSON).json()["problem"] == problem


def test_no_form_at_all(client):
    assert client.post(reverse("verify_file")).status_code == 400
    assert client.get(reverse("verify_file")).url == reverse("verify")


@pytest.mark.parametrize(
    "hostile",
    [
        b"%PDF-1.7\n" + b"stream\n" * 200_000,
        b"%PDF-1.7\n" + b"/ByteRange [0 9 9 9] " * 50_000,
        b"%PDF-1.7\n"
        + b"".join(
            b"stream\n" + zlib.compress(bytes(2**20)) + b"endstream" for _ in range(900)
        ),
        b"%PDF-1.7\n/ByteRange [0 9 41 0]<" + b"30" * 15 + b">",
    ],
    ids=["endless streams", "many ranges", "bombs", "no signature"],
)
def test_hostile_file__is_answered_soon(hand_in, hostile, settings):
    before = timezone.now()
    assert hand_in(hostile[:LIMIT], **JSON).json()["status"] == "unknown"
    assert (timezone.now() - before).total_seconds() < 10


def test_nothing_is_kept(hand_in, signed, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = signed.file.read() + b" " * 1_500_000
    hand_in(content)  # the site's settings are made when they are first asked for
    there = sorted(tmp_path.rglob("*"))
    with CaptureQueriesContext(connection) as queries:
        hand_in(content)
    assert {q["sql"].split()[0] for q in queries} <= {"SELECT"}
    assert sorted(tmp_path.rglob("*")) == there


def test_too_often__is_told_when_to_come_back(client, hand_in, settings):
    settings.VERIFY_FILES_A_MINUTE = 2
    settings.VERIFY_CODES_A_MINUTE = 2
    address = reverse("verify_code", args=["BRVT-2222-2222"])
    for _ in range(4):
        answer, file = client.get(address), hand_in(b"%PDF-1.4")
    for refused in (answer, file):
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 60
        assert "Đã tra cứu nhiều lần" in refused.content.decode()
    assert client.get(address, headers=JSON).json()["problem"] == "too_often"
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_behind_a_proxy__whom_the_proxy_saw_is_counted(client, settings):
    settings.VERIFY_CODES_A_MINUTE, settings.TRUSTED_PROXIES = 1, 1
    address = reverse("verify_code", args=["BRVT-2222-2222"])

    def asked(seen: str) -> int:
        return client.get(address, headers={"X-Forwarded-For": seen}).status_code

    asked("192.0.2.1")
    assert asked("192.0.2.2") == 404
    assert 429 in {asked("198.51.100.9, 192.0.2.1") for _ in range(3)}
