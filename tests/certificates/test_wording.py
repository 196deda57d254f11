"""Sentences with fields: which are known, what fills them, what is left out."""

import pytest
from django.core.exceptions import ValidationError

from certificates import pdf
from certificates.models import CertificateTemplate
from certificates.paper import sample_paper
from certificates.wording import filled, parted
from certificates.wording_checks import check_english_wording, check_wording

KNOWN = dict.fromkeys(
    ("name", "born", "position", "agency", "course", "hours", "mode", "from", "to",
     "result", "decision_number", "decision_on", "serial", "issued"), ""
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("{chức vụ}, {đơn vị}", {"agency": "UBND xã"}, "UBND xã"),
        ("{chức vụ}, {đơn vị}", {}, ""),
        ("{Họ  Tên} học", {"name": "Lê An"}, "Lê An học"),
        ("Từ {từ ngày}, {số tiết} tiết", {"from": "1/3/2022"}, "Từ 1/3/2022"),
        ("Khá, giỏi", {}, "Khá, giỏi"),
        ("Kính gửi, {họ tên}", {}, ""),
        ("{đơn vị}, lớp", {"agency": "Sở A, Sở B"}, "Sở A, Sở B, lớp"),
        ("{full name}", {"name": "{họ tên}"}, "{họ tên}"),
    ],
)
def test_filled(text, values, said):
    assert filled(text, KNOWN | values) == said


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Sinh ngày: {ngày sinh}", ("Sinh ngày", "{ngày sinh}")),
        ("Học từ 7:30 đến 11:30", ("", "Học từ 7:30 đến 11:30")),
        ("Cấp cho {họ tên}: một bản", ("", "Cấp cho {họ tên}: một bản")),
        ("Lớp {khóa học}", ("", "Lớp {khóa học}")),
    ],
)
def test_a_label_ends_at_the_colon(line, parts):
    assert parted(line) == parts


@pytest.mark.parametrize(
    ("check", "text", "words"),
    [
        (check_wording, "{họ và tên}", "{họ tên}"),
        (check_wording, "{ho ten}", "{họ tên}"),
        (check_wording, "{Số quyêt định}", "{số quyết định}"),
        (check_wording, "{xyzw}", "danh sách"),
        (check_wording, "{lương}", "danh sách"),
        (check_english_wording, "{fullname}", "{full name}"),
        (check_wording, "Chào {họ tên", "ngoặc nhọn"),
        (check_wording, "{{họ tên}}", "ngoặc nhọn"),
    ],
)
def test_what_is_unknown__is_named_with_the_nearest(check, text, words):
    with pytest.raises(ValidationError) as refusal:
        check(text)
    assert words in " ".join(refusal.value.messages)


@pytest.mark.parametrize("layout", ["guilloche", "upright"])
def test_markup_of_authors__is_printed_and_never_read(layout, caplog):
    bad = '<script>alert(1)</script> & <img src="http://example.com/x.png">'
    template = CertificateTemplate(
        name="x", layout=layout, heading=bad, lead=bad, body=f"{bad}\nNhãn: {bad}",
        note=bad, has_english=True, english_body=bad, english_lead=bad,
    )  # fmt: skip
    html = pdf.html_of(sample_paper(wording=template.wording()))
    assert "<script" not in html.lower()
    assert html.count("<img") == 1  # the QR code
    assert "&lt;script&gt;" in html
    pdf.draw(sample_paper(wording=template.wording()))
    assert "example.com" not in caplog.text


@pytest.mark.parametrize("layout", ["guilloche", "upright"])
def test_the_longest_that_can_be_saved__fits(layout):
    line = "Chức vụ, đơn vị: {chức vụ}, {đơn vị} " + "ghi thêm cho dài " * 4
    words = {
        f"{side}{name}": ("Trung tâm Phục vụ hành chính công " * 9)[:length].strip()
        for side in ("", "english_")
        for name, length in (("heading", 120), ("lead", 300), ("note", 200))
    }
    body = "\n".join([line] * 12)[:1500]
    template = CertificateTemplate(
        name="x", layout=layout, has_english=True, body=body, english_body=body, **words
    )
    pdf.draw(sample_paper(wording=template.wording(), which="longest"))
