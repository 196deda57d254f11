"""The command that checks a file or a code."""

import json
import zlib

import pytest
from django.core.management import CommandError, call_command

from certificates import seals
from certificates.models import Certificate
from certificates.services import paper_of
from tests.certificates.factories import a_certificate, an_award, an_issuer
from tests.certificates.test_seals import keys  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(capsys):
    """Run the command: its exit code and its JSON."""

    def run(subject) -> tuple[int, dict]:
        capsys.readouterr()
        exit_code = 0
        try:
            call_command("verify_certificate", str(subject), "--json")
        except SystemExit as error:
            exit_code = error.code
        return exit_code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def certificate():
    return a_certificate()


@pytest.fixture
def pdf(certificate, tmp_path):
    path = tmp_path / certificate.filename
    path.write_bytes(certificate.file.read())
    return path


def test_file__genuine(check, pdf, certificate):
    exit_code, found = check(pdf)
    assert (exit_code, found["status"], found["serial"]) == (
        0,
        "valid",
        certificate.serial,
    )


def test_file__one_byte_changed(check, pdf, certificate):
    content = bytearray(pdf.read_bytes())
    content[len(content) // 2] ^= 1
    pdf.write_bytes(content)
    exit_code, found = check(pdf)
    assert (exit_code, found["status"], found["code"]) == (
        1,
        "altered",
        certificate.code,
    )


def test_file__saved_anew_with_its_code_packed(check, tmp_path, certificate):
    packed = zlib.compress(certificate.code.encode("utf-16-be"))
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\nstream\n" + packed + b"\nendstream")
    assert check(path)[1]["status"] == "altered"


def test_file__of_a_revoked_certificate(check, pdf, certificate):
    Certificate.objects.update(status="revoked")
    exit_code, found = check(pdf)
    assert (exit_code, found["status"]) == (1, "revoked")


def test_file__of_somebody_else(check, tmp_path):
    path = tmp_path / "other.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF")
    said = {"status": "unknown", "signature": {"state": "none"}}
    assert check(path) == (1, said)


@pytest.mark.parametrize("name", ["missing.pdf", "picture.pdf", ""])
def test_file__unreadable(tmp_path, name):
    (tmp_path / "picture.pdf").write_bytes(b"\x89PNG\r\n")
    with pytest.raises(CommandError) as error:
        call_command("verify_certificate", str(tmp_path / name))
    assert error.value.returncode == 2


@pytest.mark.parametrize(
    ("status", "exit_code"), [("ready", 0), ("superseded", 1), ("revoked", 1)]
)
def test_code__by_its_state(check, certificate, status, exit_code):
    Certificate.objects.update(status=status)
    assert check(certificate.code.lower())[0] == exit_code


def test_code__pending_and_unknown(check):
    assert check(an_award().code)[1]["status"] == "pending"
    assert check("BRVT-2222-2222")[0] == 1


@pytest.fixture
def signed(keys):  # noqa: F811
    return a_certificate(issuer=an_issuer(key_name="TT-2022"))


def test_signed_file__says_who_and_when(check, signed, tmp_path, capsys):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed.file.read())
    exit_code, found = check(path)
    assert (exit_code, found["status"]) == (0, "valid")
    assert found["signature"]["state"] == "holds"
    assert found["signature"]["key"] == "TT-2022"
    call_command("verify_certificate", str(path))
    assert "Chữ ký số: đúng, do Trung tâm" in capsys.readouterr().out
    path.write_bytes(path.read_bytes() + b"\n% more")
    exit_code, found = check(path)
    assert (exit_code, found["status"], found["fault"]) == (1, "altered", "appended")


def test_token__held_against_the_register(check, signed):
    claims = paper_of(signed).claims
    key = seals.key_named("TT-2022")
    token = seals.token(claims, key)
    exit_code, found = check(f"{signed.verify_url}#{token}")
    assert (exit_code, found["status"], found["code"]) == (0, "valid", signed.code)
    assert found["qr_signed_by"] == "Trung tâm Phục vụ hành chính công"
    other = seals.token(claims | {"n": "Trần Văn Khác"}, key)
    assert check(other)[1]["fault"] == "facts"
    assert check(token[:-4] + "AAAA")[1]["fault"] == "forged"
    lost = seals.token(claims | {"s": "9999/2022/TTPVHCC"}, key)
    assert check(lost)[0] == 1
    assert check(lost)[1]["status"] == "unregistered"


def test_words__say_it_in_vietnamese(certificate, capsys):
    call_command("verify_certificate", certificate.code)
    out = capsys.readouterr().out
    assert "Giấy thật, có giá trị." in out
    assert certificate.serial in out


def test_words__each_line_says_what_it_is(capsys):
    paper = a_certificate(valid_until="2090-11-21")
    call_command("verify_certificate", paper.code)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Giấy thật, có giá trị."
    assert all(": " in line for line in lines[1:])
    assert {
        f"Mã tra cứu: {paper.code}",
        "Loại giấy: Giấy chứng nhận",
        "Ngày cấp: 21/11/2022",
        "Có giá trị đến hết: 21/11/2090",
    } <= set(lines)
