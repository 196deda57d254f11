"""Signed papers: judged by pyHanko, Poppler and veraPDF; nothing goes out unsigned."""

import base64
import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
import zxingcpp
from asn1crypto.cms import ContentInfo
from django.core.management import CommandError, call_command
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from certificates import press, seals
from certificates.models import Certificate
from certificates.seals.checking import BROKEN
from certificates.seals.making import make_key
from certificates.seals.pattern import Pattern, made
from certificates.seals.signing import timestamper
from certificates.services import render
from tests.certificates.conformance import pdfsig, verapdf
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.certificates.pictures import picture_of
from tests.certificates.sealing import sealed
from tests.certificates.test_press import AGENCIES, a_paper

# id-aa-timeStampToken (RFC 3161, appendix A) as a signature's hex digits have it.
STAMP = b"060b2a864886f70d010910020e"


@pytest.fixture
def keys(tmp_path, settings) -> Path:
    """A folder with one key in it."""
    folder = tmp_path / "keys"
    settings.CERTIFICATE_KEYS = str(folder)
    a_key(folder, "TT-2022")
    return folder


def a_key(folder: Path, name: str) -> seals.Key:
    return make_key(
        name=name,
        organisation="Trung tâm Phục vụ hành chính công",
        folder=folder,
        at=datetime(2022, 1, 1, tzinfo=UTC),
        years=20,
        phrase="",
    )


def a_signed_paper(name: str = "Đỗ Ửng Hoè") -> bytes:
    return sealed(a_paper(name), seals.key_named("TT-2022"))


def test_signed_papers_conform__and_stay_small(keys, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    key = seals.key_named("TT-2022")
    for number in range(20):
        paper = a_paper(f"Trịnh Vũ Quỳnh Thuỷ Tiên {number}", AGENCIES[number % 3])
        content = sealed(paper, key)
        assert len(content) <= 120_000
        (folder / f"{number:02d}.pdf").write_bytes(content)
    found = verapdf(sorted(folder.iterdir()))
    assert len(found) == 40
    assert not {name: clauses for name, clauses in found.items() if clauses}
    for file in folder.iterdir():
        said = pdfsig(file)
        assert "Signature is Valid" in said
        assert "Total document signed" in said
        assert "ETSI.CAdES.detached" in said


def test_poppler_trusts_it__under_an_authority_above(keys, tmp_path):
    authority = under_an_authority(keys / "TT-2022.cert.pem", keys / "TT-2022.key.pem")
    store, file = tmp_path / "nss", tmp_path / "a.pdf"
    store.mkdir()
    file.write_bytes(a_signed_paper())
    assert seals.seal_of(file.read_bytes()).holds
    certutil = ["certutil", "-d", f"sql:{store}"]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    added = [*certutil, "-A", "-n", "above", "-t", "C,C,C", "-a", "-i", authority]
    subprocess.run(added, check=True)
    assert "Certificate is Trusted" in pdfsig(file, nss=store)


def test_a_long_chain_of_certificates_has_room(keys):
    private, above = keys / "above.key", keys / "above.pem"
    openssl("genrsa", "-out", private, "3072")
    certificate = keys / "TT-2022.cert.pem"
    for name in ("Gốc", "Giữa", "Dưới"):
        openssl("req", "-x509", "-utf8", "-key", private, "-out", above,
                "-subj", f"/CN={name}/O={60 * 'x'}")  # fmt: skip
        certificate.write_bytes(certificate.read_bytes() + above.read_bytes())
    assert len(seals.key_named("TT-2022").pattern.der) > 3_072
    assert seals.seal_of(a_signed_paper()).holds


def under_an_authority(certificate: Path, private: Path) -> Path:
    """Have an authority certify the key instead of itself; return who that is."""
    folder = certificate.parent
    authority, root = folder / "above.key", folder / "above.pem"
    request = folder / "request.pem"
    extensions = folder / "extensions"
    extensions.write_text("keyUsage=critical,digitalSignature,nonRepudiation\n")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", authority, "-out", root, "-subj", "/CN=CA", "-days", "99")  # fmt: skip
    openssl("req", "-new", "-key", private, "-out", request, "-subj", "/CN=TTPVHCC")
    openssl("x509", "-req", "-in", request, "-CA", root, "-CAkey", authority, "-days", "9",
            "-extfile", extensions, "-out", certificate)  # fmt: skip
    certificate.write_bytes(certificate.read_bytes() + root.read_bytes())
    return root


def openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def test_the_seal_holds__until_one_byte_changes(keys):
    content = a_signed_paper()
    seal = seals.seal_of(content)
    assert seal.holds
    assert seal.key.name == "TT-2022"
    place = content.index(b"stream") + 200
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert not seals.seal_of(changed).holds
    assert not seals.seal_of(content + b"\n% and more").holds


def test_pyhanko_finds_the_whole_file_certified__on_every_paper_of_a_form(keys):
    root = load_cert_from_pemder(str(keys / "TT-2022.cert.pem"))
    for name in ("Lê Văn An", "Đỗ Ửng Hoè"):
        (found,) = PdfFileReader(BytesIO(a_signed_paper(name))).embedded_signatures
        status = validate_pdf_signature(found, ValidationContext(trust_roots=[root]))
        assert status.bottom_line
        assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        assert found.docmdp_level == MDPPerm.NO_CHANGES


def test_a_signature_is_what_pyhanko_makes__but_for_the_signature_itself(keys):
    signer, digest = seals.key_named("TT-2022").signer, sha256(b"a paper").digest()
    two = []
    for der in (Pattern(signer).filled(digest), made(signer, digest)):
        whole = ContentInfo.load(der)
        whole["content"]["signer_infos"][0]["signature"] = b""
        two.append(whole.dump())
    assert two[0] == two[1]


def test_a_paper_without_a_place__is_not_signed(keys):
    with pytest.raises(ValueError, match="not found"):
        seals.signed(press.draw(a_paper("Lê An")), seals.key_named("TT-2022"))


def test_another_signer_is_not_ours(keys, tmp_path):
    stranger = a_key(tmp_path / "elsewhere", "TT-2022")
    content = sealed(a_paper("Lê Văn An"), stranger)
    seal = seals.seal_of(content)
    assert seal.key is None
    assert not seal.holds


def test_no_seal_and_no_pdf(keys):
    assert seals.seal_of(press.draw(a_paper("Lê Văn An"))) is None
    assert seals.seal_of(b"%PDF-1.7 and then nothing") is None


@pytest.mark.parametrize(
    "said",
    [
        b"/ByteRange [0 3 9 9]",
        b"/ByteRange [0 99999999 9 99999999999999999999]",
        b"/ByteRange [0 33 37 0] /Contents <0a0b",
        b"/ByteRange [0 24 28 0]  <30>",
    ],
)
def test_what_a_stranger_wrote_for_a_signature(keys, said):
    assert seals.seal_of(b"%PDF-1.7 " + said) == BROKEN


def test_what_was_added_behind_is_told_apart(keys):
    content = a_signed_paper()
    more = seals.seal_of(content + b"\n1 0 obj <</Type /Catalog>> endobj")
    assert more.is_ours_with_more
    assert not more.holds
    moved = content.replace(b"/ByteRange [", b"/ByteRange[ ", 1)
    assert not seals.seal_of(moved).fits


def test_the_code_on_paper_can_be_checked_without_us(keys):
    paper = a_paper("Công Tằng Tôn Nữ Nguyễn Phước Thị Ngọc Hoài Thương")
    key = seals.key_named("TT-2022")
    telling = replace(paper, token=seals.token(paper.claims, key))
    (seen,) = zxingcpp.read_barcodes(picture_of(press.draw(telling), dpi=150))
    address, _hash, token = seen.text.partition("#")
    assert address == paper.verify_url
    assert seals.read_token(token)["n"] == paper.facts["name"]
    header, said, signature = token.split(".")
    other = base64.urlsafe_b64encode(json.dumps({"n": "Kẻ gian"}).encode()).decode()
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"TT-2022"}').decode()
    for forged in (
        f"{header}.{other.rstrip('=')}.{signature}",
        f"{none.rstrip('=')}.{said}.",
        f"{header}.{said}.{signature[:-4]}AAAA",
        "a.b",
        "",
        f"{header}.{said}",
    ):
        with pytest.raises(seals.TokenError):
            seals.read_token(forged)


def test_the_facts_go_inside_the_file():
    paper = a_paper("Đỗ Ửng Hoè")
    reader = PdfReader(BytesIO(press.draw(paper)))
    (content,) = reader.attachments["giay-chung-nhan.json"]
    said = json.loads(content)
    assert said["name"] == "Đỗ Ửng Hoè"
    assert said["code"] == paper.code
    assert "key" not in said


@pytest.mark.django_db
def test_an_issuer_with_a_key_signs__by_the_worker(keys, papers):
    certificate = a_certificate(issuer=an_issuer(key_name="TT-2022"))
    content = papers.open(certificate.file.name).read()
    assert seals.seal_of(content).holds
    (seen,) = zxingcpp.read_barcodes(picture_of(content, dpi=150))
    assert seen.text.startswith(f"{certificate.verify_url}#")


@pytest.mark.django_db
def test_without_the_key__the_paper_waits(keys, papers):
    certificate = an_award(issuer=an_issuer(key_name="TT-2023"))
    with pytest.raises(seals.KeyUnavailableError):
        render(certificate=certificate, at=AT)
    certificate.refresh_from_db()
    assert certificate.status == Certificate.Status.PENDING
    assert not papers.exists(f"certificates/2022/{certificate.uid}.pdf")
    a_key(keys, "TT-2023")
    assert render(certificate=certificate, at=AT)


@pytest.mark.django_db
def test_a_certificate_alone_signs_nothing(keys, papers):
    (keys / "TT-2022.key.pem").unlink()
    certificate = an_award(issuer=an_issuer(key_name="TT-2022"))
    with pytest.raises(seals.KeyUnavailableError, match="TT-2022"):
        render(certificate=certificate, at=AT)


def test_the_command_makes_a_key__once(tmp_path, settings, capsys):
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    settings.CERTIFICATE_KEY_PASSPHRASE = "bí mật của kho"
    asked = ["create_signing_key", "SNV-2026", "--organisation", "Sở Nội vụ"]
    call_command(*asked)
    private, _certificate = capsys.readouterr().out.split()
    assert Path(private).stat().st_mode & 0o777 == 0o600
    assert b"ENCRYPTED" in Path(private).read_bytes()
    content = sealed(a_paper("Lê An"), seals.key_named("SNV-2026"))
    assert seals.seal_of(content).holds
    with pytest.raises(CommandError):
        call_command(*asked)


def test_a_token_of_pkcs11_signs(tmp_path, settings, monkeypatch):
    library = Path("/usr/lib/softhsm/libsofthsm2.so")
    configuration = tmp_path / "softhsm.conf"
    (tmp_path / "tokens").mkdir()
    configuration.write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    key = a_key(tmp_path / "keys", "HSM-1")
    softhsm = ["softhsm2-util", "--token", "tap-huan", "--pin", "4321"]
    subprocess.run(
        [*softhsm, "--init-token", "--free", "--label", "tap-huan", "--so-pin", "1234"],
        check=True,
    )
    subprocess.run(
        [*softhsm, "--import", key.private_file, "--label", "HSM-1", "--id", "01"],
        check=True,
    )
    key.private_file.unlink()
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    settings.CERTIFICATE_PKCS11_LIBRARY = str(library)
    settings.CERTIFICATE_PKCS11_TOKEN = "tap-huan"
    settings.CERTIFICATE_PKCS11_PIN = "4321"
    found = seals.key_named("HSM-1")
    assert seals.seal_of(sealed(a_paper("Lê An"), found)).holds
    assert seals.read_token(seals.token({"n": "Lê An"}, found)) == {"n": "Lê An"}


@pytest.fixture
def stamps(tmp_path) -> str:
    """A time-stamp authority on loopback: OpenSSL behind a socket."""
    key, certificate = tmp_path / "tsa.key", tmp_path / "tsa.pem"
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
            "-days", "9", "-subj", "/CN=TSA", "-addext", "extendedKeyUsage=critical,timeStamping")  # fmt: skip
    (tmp_path / "serial").write_text("01")
    (tmp_path / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=t\n[t]\n"
        f"serial={tmp_path}/serial\nsigner_cert={certificate}\nsigner_key={key}\n"
        "default_policy=1.2.3.4\ndigests=sha256\nsigner_digest=sha256\n"
        "ess_cert_id_alg=sha256\n"
    )

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = tmp_path / "query"
            query.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            config = ["-config", tmp_path / "tsa.cnf", "-queryfile", query]
            answer = subprocess.run(
                ["openssl", "ts", "-reply", *config, "-out", "/dev/stdout"],
                check=True,
                capture_output=True,
            ).stdout
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Authority)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_a_time_stamp__where_a_server_is_configured(keys, stamps, settings, tmp_path):
    settings.TIMESTAMP_URL = stamps
    file = tmp_path / "stamped.pdf"
    file.write_bytes(a_signed_paper())
    assert file.stat().st_size <= 120_000
    assert seals.seal_of(file.read_bytes()).holds
    assert not {n: c for n, c in verapdf([file]).items() if c}
    assert "Signature is Valid" in pdfsig(file)
    assert STAMP in file.read_bytes().lower()
    timestamper.cache_clear()


def test_a_stamp_server_that_is_gone__leaves_no_unstamped_paper(keys, settings):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(TimestampRequestError):
        a_signed_paper()
