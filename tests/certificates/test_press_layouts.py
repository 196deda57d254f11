"""The press on every layout, with and without an English side, emblem and seal."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates import marks, pdf, press
from certificates.codes import new_code
from certificates.models import CertificateTemplate
from certificates.paper import Paper, sample_paper
from tests.certificates.pictured import a_png, an_svg
from tests.certificates.test_press import AGENCIES, NAMES

# Personal fields within sentences: what follows them moves with them.
SENTENCES = """\
Ông/bà {họ tên}, sinh ngày {ngày sinh}, {chức vụ} tại {đơn vị}
Đã hoàn thành khóa {khóa học} từ ngày {từ ngày} đến ngày {đến ngày}
Số vào sổ: {số vào sổ}
Khóa: {khóa học}"""
ENGLISH = """\
{full name} of {agency} has attended all meetings of the course {course}
Born: {date of birth}
Number: {register number}"""
LAYOUTS = [
    (layout, sides, body)
    for layout in CertificateTemplate.Layout.values
    for sides in (False, True)
    for body in ("", SENTENCES)
]


def a_paper(
    layout: str, sides: bool, body: str, name: str, agency: str, **facts
) -> Paper:
    template = CertificateTemplate(name="x", layout=layout, has_english=sides)
    if body:
        template.body, template.english_body = body, ENGLISH
        template.lead = "Giám đốc chứng nhận {họ tên} có tên dưới đây"
        template.english_lead = "This is to certify that {full name}"
    pictures = {"emblem": marks.keep(an_svg()), "seal": marks.keep(a_png())}
    sample = sample_paper(wording=template.wording())
    own = {"name": name, "agency": agency, "marks": pictures}
    code = new_code()
    return replace(
        sample.saying(own | facts),
        serial="0412/2022/TTPVHCC",
        code=code,
        verify_url=f"https://example.vn/verify/{code}/",
    )


def said(content: bytes) -> list:
    """What draws each page, what it reads as, and what the file says of itself."""
    reader = PdfReader(BytesIO(content))
    pages = [(p.get_contents().get_data(), p.extract_text()) for p in reader.pages]
    xmp = reader.xmp_metadata.stream.get_data()
    return [*pages, dict(reader.metadata), xmp]


@pytest.mark.parametrize(("layout", "sides", "body"), LAYOUTS)
def test_a_filled_form_is_what_weasyprint_draws(layout, sides, body, caplog):
    caplog.set_level("INFO", logger="certificates.press")
    press.draw(a_paper(layout, sides, body, "Lê Thị Hồng Nhung", AGENCIES[1]))
    for number, name in enumerate(NAMES):
        paper = a_paper(layout, sides, body, name, AGENCIES[number % len(AGENCIES)])
        assert said(press.draw(paper)) == said(pdf.draw(paper))
    assert "is drawn alone" not in caplog.text


def test_unknown_facts__are_another_form():
    for born in ("", "01/02/1970"):
        paper = a_paper("upright", True, SENTENCES, "Y Ô", "", born=born, position="")
        assert said(press.draw(paper)) == said(pdf.draw(paper))


@pytest.mark.parametrize("layout", CertificateTemplate.Layout.values)
def test_the_english_side_is_english__and_the_file_vietnamese(layout):
    content = press.draw(a_paper(layout, True, "", "Đỗ Ửng Hoè", AGENCIES[1]))
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    document = reader.trailer["/Root"]["/StructTreeRoot"]["/K"][0]
    vietnamese, english = (kid.get_object() for kid in document["/K"])
    assert "/Lang" not in vietnamese
    assert english["/Lang"] == "en"
    assert "SOCIALIST REPUBLIC OF VIET NAM" in reader.pages[1].extract_text()
    assert len(content) < 120_000
