"""The press: each paper of a form is the one that WeasyPrint draws alone."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdf import PdfReader

from certificates import pdf, press
from certificates.codes import new_code
from certificates.models import CertificateTemplate
from certificates.paper import Paper, sample_paper
from tests.certificates.pictures import picture_of

NAMES = [
    "Nguyễn Thị Ngọc Ẩn",
    "Đỗ Ửng Hoè",
    "Ỷ",
    "Y",
    "Phan Đặng Kỳ Mỹ Ỗ",
    "H'Hen Niê (Ê Đê)",
    "NGUYỄN VĂN ĐẠT",
    "  Lê   Văn An ",
    "Công Tằng Tôn Nữ Nguyễn Phước Thị Ngọc Hoài Thương",
    "Nguyễn" * 16,
]
LONGEST = (
    "Trung tâm Công nghệ thông tin và Truyền thông, Sở Thông tin và Truyền thông tỉnh "
    "Bà Rịa – Vũng Tàu, Bộ phận Tiếp nhận và Trả kết quả, cơ sở số hai tại Phú Mỹ"
)
AGENCIES = ["", "UBND xã Suối Rao, huyện Châu Đức", LONGEST]


def a_paper(name: str, agency: str = AGENCIES[1], **facts) -> Paper:
    """A paper of one class, with a code of its own."""
    sample = sample_paper(wording=CertificateTemplate(name="Mẫu").wording())
    code = new_code()
    return replace(
        sample,
        facts=sample.facts | {"name": name, "agency": agency} | facts,
        serial="0412/2022/TTPVHCC",
        code=code,
        verify_url=f"https://example.vn/verify/{code}/",
    )


def said(content: bytes) -> tuple:
    """What draws the page, what it reads as, and what the file says of itself."""
    reader = PdfReader(BytesIO(content))
    page = reader.pages[0]
    return (
        page.get_contents().get_data(),
        page.extract_text(),
        dict(reader.metadata),
        reader.xmp_metadata.stream.get_data(),
    )


@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("name", NAMES)
def test_a_filled_form_is_what_weasyprint_draws(name, agency):
    press.draw(a_paper("Lê Thị Hồng Nhung"))  # the form was made for somebody else
    paper = a_paper(name, agency)
    assert said(press.draw(paper)) == said(pdf.draw(paper))


@settings(max_examples=25, deadline=None)
@given(
    st.text("aăâđơưyẰẴỆỖỢỮỴẶ nghthAVTỳ–.'(), ", min_size=1, max_size=60),
    st.text("UBND xã phường – thị Trấn ỷ,", max_size=200),
)
def test_and_of_any_text(name, agency):
    paper = a_paper(name or "A", agency)
    assert said(press.draw(paper)) == said(pdf.draw(paper))


def test_a_letter_the_forms_fonts_lack__is_drawn_alone_each_time(caplog):
    caplog.set_level("INFO", logger="certificates.press")
    paper = a_paper("Trần Ω Þorn")
    for _time in range(2):
        caplog.clear()
        assert said(press.draw(paper)) == said(pdf.draw(paper))
        assert "is drawn alone" in caplog.text
    caplog.clear()
    press.draw(a_paper("Lê Văn An"))
    assert "is drawn alone" not in caplog.text


@pytest.mark.parametrize("name", NAMES[::3])
def test_and_with_a_place_for_a_signature(name):
    press.draw(replace(a_paper("Lê Thị Hồng Nhung"), seal_room=6_144))
    paper = replace(a_paper(name), seal_room=6_144)
    filled, alone = press.draw(paper), pdf.draw(paper)
    assert said(filled) == said(alone)
    fields = [PdfReader(BytesIO(content)).get_fields() for content in (filled, alone)]
    assert fields[0] == fields[1]
    assert fields[0]["Signature"].value["/ByteRange"] is not None


def test_the_picture_is_the_same():
    press.draw(a_paper("Lê Thị Hồng Nhung"))
    paper = a_paper("Trịnh Vũ Quỳnh Thuỷ Tiên", AGENCIES[2])
    alone, filled = (picture_of(d(paper)) for d in (pdf.draw, press.draw))
    assert ImageChops.difference(alone, filled).getbbox() is None
    assert Image.Image.getcolors(filled.convert("L"), 256)  # not an empty page


def test_the_same_paper_gives_the_same_bytes__whoever_was_before():
    paper = a_paper("Đỗ Ửng Hoè")
    first = press.draw(paper)
    press.draw(a_paper("Nguyễn Thị Ngọc Ẩn", AGENCIES[2]))
    assert press.draw(paper) == first


def test_what_fits_in_no_size__is_refused():
    with pytest.raises(pdf.DoesNotFit):
        press.draw(a_paper("Lê Văn An", "Ủy ban " * 900))
