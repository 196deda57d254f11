"""One verdict a page: a QR code that is forged or contradicts the register is not green.

And how long a paper holds is in its QR code, for a phone without a line.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from certificates.models import Certificate
from tests.browser.test_verify import (
    apart,
    by_a_stranger,
    forged,
    install,
    keys,  # noqa: F401 - a fixture
    link,
    signed,  # noqa: F401 - a fixture
    token_of,
)
from tests.certificates.factories import a_certificate, an_issuer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def green(page: Page) -> int:
    return page.locator("[data-kind=ok]:visible").count()


def the_verdict(page: Page, words: str) -> None:
    """The only one that is seen."""
    expect(page.locator(".verdict:visible")).to_have_count(1)
    expect(page.locator(".verdict:visible h2")).to_have_text(words)


@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (1366, False)])
def test_bad_codes_have_one_verdict__and_it_is_not_green(
    new_page,
    signed,  # noqa: F811
    tmp_path,
    axe,
    shot,
    width,
    dark,
):
    page = new_page(width, 740, dark=dark)
    good = token_of(signed)
    for name, words, token in (
        ("forged", "Chữ ký trong mã QR không đúng", forged(good)),
        ("different", "Mã QR ghi khác với sổ cấp", token_of(signed, n="Trần An")),
        (
            "stranger",
            "Mã QR ký bằng khóa không phải của nơi cấp",
            by_a_stranger(signed, tmp_path / f"elsewhere-{width}-{dark}"),
        ),
    ):
        page.goto("/verify/")
        page.goto(link(signed, token))
        the_verdict(page, words)
        assert green(page) == 0
        expect(page.locator("[data-token] .card")).to_contain_text(signed.serial)
        axe(page)
        shot(page, f"verify-token-{name}-{width}{'-dark' if dark else ''}")
    page.goto(link(signed, good))
    the_verdict(page, "Giấy chứng nhận có giá trị")
    expect(page.locator("[data-token]")).to_contain_text("khớp với sổ cấp")


def test_comparing_a_name_does_not_turn_it_green(new_page, signed):  # noqa: F811
    page = new_page(360, 740)
    page.goto(link(signed, forged(token_of(signed))))
    page.get_by_text("Đối chiếu họ tên đầy đủ").click()
    page.fill("#id_name", "Lê Thị Hồng Nhung")
    page.get_by_role("button", name="Đối chiếu").click()
    expect(page.get_by_text("Họ tên khớp với sổ cấp")).to_be_visible()
    the_verdict(page, "Chữ ký trong mã QR không đúng")


@pytest.mark.parametrize(
    ("until", "words"),
    [("2090-11-21", "Chữ ký đúng"), ("2023-11-21", "Giấy đã hết thời hạn giá trị")],
)
def test_without_a_line__the_code_says_how_long_it_holds(
    new_page,
    signed,  # noqa: F811
    watch,
    axe,
    shot,
    until,
    words,
):
    watch.tolerate("ERR_INTERNET_DISCONNECTED|Failed to fetch")
    issuer = an_issuer(key_name="TT-2022")
    paper: Certificate = apart(a_certificate, issuer=issuer, valid_until=until)
    page = new_page(360, 740)
    install(page)
    page.context.set_offline(True)
    page.goto(link(paper, token_of(paper)))
    the_verdict(page, words)
    result = page.locator("#ket-qua")
    expect(result).to_contain_text(f"đến hết ngày 21/11/{until[:4]}")
    axe(page)
    shot(page, f"verify-offline-{until[:4]}")
    # A paper issued before says nothing of an end, and is checked as it was.
    page.goto("/verify/offline/")
    page.goto(link(signed, token_of(signed)))
    the_verdict(page, "Chữ ký đúng")
    expect(result).not_to_contain_text("đến hết ngày")


def test_an_end_that_was_moved_contradicts_the_register(new_page, signed):  # noqa: F811
    page = new_page(360, 740)
    page.goto(f"{reverse('verify')}")
    page.goto(link(signed, token_of(signed, v="2090-11-21")))
    the_verdict(page, "Mã QR ghi khác với sổ cấp")
    expect(page.locator("[data-token]")).to_contain_text("21/11/2090")
