"""The public check in a browser: drop a file, scan a code, with a line and without."""

import base64
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page, expect

from certificates import seals
from certificates.models import Certificate
from certificates.services import paper_of, reissue_certificate, revoke_certificate
from lms.celery import app
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.certificates.sealing import sealed
from tests.certificates.test_press import a_paper
from tests.certificates.test_seals import a_key
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CONTROLLED = "() => navigator.serviceWorker.ready.then(() => true)"
KEPT = "() => caches.keys().then(names => names.length > 0)"
CAMERA = """
window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: "https://example.vn" + %s }]; }
};
navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    setInterval(() => canvas.getContext("2d").fillRect(0, 0, 9, 9), 50);
    return canvas.captureStream(20);
};
"""
HAS_NEW_KEY = """async () => (await (await caches.match("/verify/keys.json")).text())
    .includes("LA-2026")"""
DROP = """([selector, text]) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    data.items.add(new File([bytes], "giay.pdf", { type: "application/pdf" }));
    const place = document.querySelector(selector);
    place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}"""


def apart(work: Callable, *args, **options):
    """Playwright keeps a loop running in this thread, and signing runs one of its own."""

    def then_leave():
        try:
            return work(*args, **options)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(then_leave).result()


@pytest.fixture(autouse=True)
def keys(tmp_path, settings) -> Path:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    a_key(tmp_path / "keys", "TT-2022")
    return tmp_path / "keys"


@pytest.fixture
def signed(tmp_path, monkeypatch) -> Certificate:
    storage = FileSystemStorage(location=tmp_path / "private")
    monkeypatch.setattr(Certificate._meta.get_field("file"), "storage", storage)
    monkeypatch.setattr(app, "send_task", lambda name, args: None)
    return apart(a_certificate, issuer=an_issuer(key_name="TT-2022"))


def token_of(certificate: Certificate, **other) -> str:
    claims = paper_of(certificate).claims | other
    return apart(seals.token, claims, seals.key_named("TT-2022"))


def link(certificate: Certificate, token: str) -> str:
    return f"{reverse('verify_code', args=[certificate.code])}#{token}"


def forged(token: str) -> str:
    """The same signature under another name."""
    head, _facts, signature = token.split(".")
    facts = base64.urlsafe_b64encode(json.dumps({"n": "Kẻ Gian"}).encode()).decode()
    return f"{head}.{facts.rstrip('=')}.{signature}"


def by_a_stranger(certificate: Certificate, folder: Path) -> str:
    return apart(seals.token, paper_of(certificate).claims, a_key(folder, "LA-2026"))


def install(page: Page) -> None:
    """Open the check once with a line, as somebody at a counter does."""
    page.goto("/verify/offline/")
    page.evaluate(CONTROLLED)
    page.wait_for_function(KEPT)


def test_file__is_dropped_and_judged(new_page, signed, axe):
    page = new_page()
    page.goto("/verify/")
    content = base64.b64encode(signed.file.read()).decode()
    page.evaluate(DROP, [".drop", content])
    verdict = page.get_by_role("heading", name="Đúng là giấy đã cấp")
    expect(verdict).to_be_visible()
    expect(page.get_by_text("bằng khóa TT-2022")).to_be_visible()
    axe(page)


def test_file__is_chosen_without_java_script(new_page, signed, tmp_path):
    file = tmp_path / "sua.pdf"
    file.write_bytes(signed.file.read() + b"\n% more")
    page = new_page(360, 740, java_script=False)
    page.goto("/verify/")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    wrong = page.get_by_role("heading", name="Tệp này không phải giấy đã cấp")
    expect(wrong).to_be_visible()


def test_file__too_big_is_not_even_sent(new_page, tmp_path):
    file = tmp_path / "quet.pdf"
    file.write_bytes(b"%PDF-1.4" + bytes(2_100_000))
    page = new_page()
    page.goto("/verify/")
    page.set_input_files("[name=file]", file)
    expect(page.locator("[data-too-big]")).to_be_visible()
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page).to_have_url(re.compile("/verify/$"))


def test_code_with_its_signature__is_held_against_the_register(
    new_page, signed, tmp_path, axe, shot
):
    page = new_page(360, 740)
    place = page.locator("[data-token]")
    page.goto(link(signed, token_of(signed)))
    expect(place).to_contain_text("khớp với sổ cấp")
    page.goto(link(signed, token_of(signed, n="Trần Văn Khác", d="2022-11-20")))
    expect(place).to_contain_text("Mã QR ghi khác với sổ cấp")
    expect(place).to_contain_text("Mã QR: T. V. Khác; sổ cấp: L. T. H. Nhung")
    expect(place).to_contain_text("Mã QR: 20/11/2022; sổ cấp: 21/11/2022")
    axe(page)
    shot(page, "verify-qr-different-m")
    page.goto(link(signed, forged(token_of(signed))))
    expect(place).to_contain_text("Chữ ký trong mã QR không đúng")
    page.goto(link(signed, by_a_stranger(signed, tmp_path / "elsewhere")))
    expect(place).to_contain_text("Nơi cấp không công bố khóa nào tên “LA-2026”")


def test_signed_code__that_the_register_lost(new_page, signed, watch):
    watch.tolerate("404")
    page = new_page()
    page.goto(f"/verify/BRVT-2222-2222/#{token_of(signed)}")
    expect(page.locator("[data-token]")).to_contain_text("sổ cấp không có mã này")


def test_without_a_line__the_phone_checks_the_code(
    new_page, signed, tmp_path, watch, axe, shot
):
    watch.tolerate("ERR_INTERNET_DISCONNECTED|Failed to fetch")
    page = new_page(360, 740)
    install(page)
    page.context.set_offline(True)
    page.goto(link(signed, token_of(signed)))
    expect(page.get_by_role("heading", name="Chữ ký đúng")).to_be_visible()
    for shown in ("Lê Thị Hồng Nhung", signed.serial, "21/11/2022", "bị thu hồi hay"):
        expect(page.locator("#ket-qua")).to_contain_text(shown)
    expect(page.get_by_text("Không kết nối được với hệ thống")).to_be_visible()
    axe(page)
    shot(page, "verify-offline-good-m")
    page.goto(link(signed, forged(token_of(signed))))
    expect(page.get_by_role("heading", name="Chữ ký không đúng")).to_be_visible()
    page.goto(link(signed, by_a_stranger(signed, tmp_path / "elsewhere")))
    expect(page.get_by_role("heading", name="Chưa có khóa")).to_be_visible()
    expect(page.locator("#ket-qua")).to_contain_text("LA-2026")
    page.goto(reverse("verify_code", args=[signed.code]))
    expect(page.get_by_role("heading", name="Không có chữ ký")).to_be_visible()
    page.goto("/verify/")
    page.fill("#lien-ket", signed.verify_url + "#" + token_of(signed))
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_role("heading", name="Chữ ký đúng")).to_be_visible()
    page.context.set_offline(False)
    page.goto(link(signed, token_of(signed)))
    expect(page.locator("[data-token]")).to_contain_text("khớp với sổ cấp")


def test_camera__reads_the_code(new_page, signed):
    """Chromium on Linux reads no codes: the browser's part is played, ours is real."""
    page = new_page(360, 740)
    page.context.add_init_script(CAMERA % json.dumps(link(signed, token_of(signed))))
    page.goto("/verify/offline/")
    page.get_by_role("button", name="Quét bằng máy ảnh").click()
    expect(page.get_by_role("heading", name="Chữ ký đúng")).to_be_visible()
    expect(page.locator("#may-anh")).to_be_hidden()
    page.context.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no'))"
    )
    page.reload()
    page.get_by_role("button", name="Quét bằng máy ảnh").click()
    expect(page.get_by_text("Chưa mở được máy ảnh")).to_be_visible()


def test_new_keys_come__whenever_there_is_a_line(new_page, signed, keys, watch):
    watch.tolerate("ERR_INTERNET_DISCONNECTED|Failed to fetch")
    page = new_page()
    install(page)
    token = by_a_stranger(signed, keys)
    page.goto("/verify/")
    page.wait_for_function(HAS_NEW_KEY)
    page.context.set_offline(True)
    page.goto(link(signed, token))
    expect(page.get_by_role("heading", name="Chữ ký đúng")).to_be_visible()


def test_file_from_a_disk__checks_by_itself(new_page, signed, tmp_path, shot):
    page = new_page(360, 740)
    page.goto("/verify/")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Tải trang kiểm tra về máy").click()
    file = tmp_path / "kiem-tra.html"
    downloading.value.save_as(file)
    page.context.set_offline(True)
    page.goto(f"{file.as_uri()}#{token_of(signed)}")
    expect(page.get_by_role("heading", name="Chữ ký đúng")).to_be_visible()
    shot(page, "verify-file-good-m")
    page.fill("#lien-ket", forged(token_of(signed)))
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_role("heading", name="Chữ ký không đúng")).to_be_visible()


def a_state(status: str, **facts) -> Certificate:
    """A line of the register in a state, its paper not drawn."""
    made = an_award(**facts)
    path = {"file": "x.pdf", "sha256": made.code} if status == "ready" else {}
    Certificate.objects.filter(pk=made.pk).update(status=status, **path)
    return made


def codes() -> dict[str, str]:
    """A code for every answer about a code."""
    old, revoked = apart(a_certificate), an_award()
    reissue_certificate(certificate=old, cause="lost", by=UserFactory(), at=AT)
    revoke_certificate(
        certificate=revoked,
        decision_number="58/QĐ-TTPVHCC",
        decision_on=AT.date(),
        ground="not_eligible",
        by=UserFactory(),
        at=AT,
    )
    return {
        "valid": a_state("ready").code,
        "expired": a_state("ready", valid_until="2023-11-21").code,
        "pending": an_award().code,
        "superseded": old.code,
        "revoked": revoked.code,
        "unknown": "BRVT-2222-2222",
    }


def files(signed: Certificate, folder: Path) -> dict[str, bytes]:
    """A file for every answer about a file."""
    own = signed.file.read()
    elsewhere = a_paper("Lê An")
    return {
        "file-valid": own,
        "file-altered": own + b"\n% more",
        "file-unregistered": apart(sealed, elsewhere, seals.key_named("TT-2022")),
        "file-unknown": apart(sealed, elsewhere, a_key(folder, "LA-2026")),
    }


def test_every_answer__in_words_and_colour(
    new_page, signed, tmp_path, watch, axe, shot
):
    watch.tolerate("404|400")
    asked, handed = codes(), files(signed, tmp_path / "elsewhere")
    for width, dark in ((360, False), (360, True), (1366, False), (1366, True)):
        page = new_page(width, 740, dark=dark)
        kind = f"{width}{'-dark' if dark else ''}"
        for name, code in asked.items():
            page.goto(reverse("verify_code", args=[code]))
            look_at(page, name, axe, shot, kind)
        for name, content in handed.items():
            page.goto("/verify/")
            file = tmp_path / f"{name}.pdf"
            file.write_bytes(content)
            page.set_input_files("[name=file]", file)
            page.get_by_role("button", name="Kiểm tra tệp").click()
            look_at(page, name, axe, shot, kind)
        page.goto("/verify/")
        axe(page)
        shot(page, f"verify-{kind}")


def look_at(page: Page, name: str, axe, shot, kind: str) -> None:
    verdict = page.locator(f"[data-verdict={name.removeprefix('file-')}]")
    expect(verdict).to_be_visible()
    axe(page)
    overflow = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(overflow) <= 0
    shot(page, f"verify-{name}-{kind}")
