"""The paper: right letters, one page, made once."""

import hashlib
import logging
import re
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
import zxingcpp
from django.core.files.base import ContentFile
from django.db.utils import IntegrityError
from pypdf import PdfReader

from certificates import pdf, press, tasks
from certificates.models import Certificate, CertificateTemplate
from certificates.paper import sample_paper
from certificates.services import paper_of, render, render_pending
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.certificates.pictures import picture_of
from tests.factories import UserFactory
from tests.parallel import at_once

NAMES = [
    "Nguyễn Thị Ngọc Ẩn",
    "Đỗ Ửng Hoè",
    "Lê Thị Hồng Nhung",
    "Trịnh Vũ Quỳnh Thuỷ Tiên",
    "Phan Đặng Kỳ Mỹ Ỷ",
    "Công Tằng Tôn Nữ Nguyễn Phước Thị Ngọc Hoài Thương",
]
LATER = AT + timedelta(minutes=1)


def a_paper(**facts):
    template = CertificateTemplate(name="Mẫu")
    template.lead = facts.pop("lead", template.lead)
    return sample_paper(wording=template.wording()).saying(facts)


def text_of(content: bytes) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[0].extract_text().split())


def fonts_of(content: bytes) -> set[str]:
    page = PdfReader(BytesIO(content)).pages[0]
    return {
        str(f.get_object()["/BaseFont"]) for f in page["/Resources"]["/Font"].values()
    }


@pytest.mark.parametrize("name", NAMES)
def test_pdf__has_the_name_with_every_diacritic(name):
    content = pdf.draw(a_paper(name=name))
    assert name in text_of(content)


def test_pdf__takes_every_letter_from_one_family():
    """A letter that the serif lacks would come from another font without a warning."""
    every = "Ắ Ằ Ẳ Ẵ Ặ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ứ Ừ Ử Ữ Ự Ỳ Ỵ Ỷ Ỹ đ ặ ệ ộ ợ ự ỵ"
    fonts = fonts_of(pdf.draw(a_paper(course=every, lead=every, mode=every)))
    assert {re.sub(r"^/[A-Z]+\+|,|-?(Bold|Italic)", "", f) for f in fonts} == {
        "Times-New-Roman"
    }


def test_pdf__says_what_is_frozen():
    paper = a_paper(
        signer_capacity="KT.",
        signed_for="Giám đốc",
        signer_title="Phó Giám đốc",
        decision_number="31/QĐ-TTPVHCC",
        decision_on="21/11/2022",
    )
    text = text_of(pdf.draw(paper))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "GIẤY CHỨNG NHẬN",
        "chứng nhận ông/bà",
        "Sinh ngày 14/02/1978",
        "UBND xã Suối Rao, huyện Châu Đức",
        "Từ ngày 01/11/2022 đến ngày 18/11/2022, 8 tiết",
        "Bà Rịa, ngày 21 tháng 11 năm 2022",
        "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",
        "Theo QĐ số 31/QĐ-TTPVHCC ngày 21/11/2022",
        "example.vn/verify/",
    ):
        assert words in text


def test_pdf__leaves_out_what_is_not_known():
    text = text_of(pdf.draw(a_paper(born="", position="", agency="", hours=0)))
    assert "Sinh ngày" not in text
    assert "Chức vụ" not in text
    assert "tiết" not in text


def test_pdf__escapes_markup_in_a_name():
    name = 'Lê <b>Thị</b> & "Nhung" <img src=x>'
    assert name in text_of(pdf.draw(a_paper(name=name)))


LONGEST = {
    "name": ("Công Tằng Tôn Nữ Nguyễn Phước " * 6)[:150].strip(),
    "position": ("Phó Trưởng phòng Kinh tế và Hạ tầng " * 5)[:150].strip(),
    "agency": ("Ban Quản lý dự án đầu tư xây dựng " * 9)[:255].strip(),
    "course": ("Số hóa hồ sơ, giấy tờ, kết quả giải quyết " * 7)[:255].strip(),
    "issuer": ("Trung tâm Phục vụ hành chính công và " * 6)[:200].strip(),
    "superior": ("Ủy ban nhân dân tỉnh Bà Rịa – Vũng Tàu " * 6)[:200].strip(),
    "lead": ("Giám đốc Trung tâm Phục vụ hành chính " * 6)[:200].strip(),
    "note": ("Giấy này chỉ cấp một lần. " * 8)[:200].strip(),
    "signer_capacity": "KT.",
    "signed_for": ("Giám đốc Trung tâm Phục vụ " * 6)[:150].strip(),
    "signer_title": ("Phó Giám đốc phụ trách " * 7)[:150].strip(),
    "signer_name": ("Công Tằng Tôn Nữ " * 9)[:150].strip(),
    "decision_number": "1234567890/QĐ-" + "TTPVHCC-" * 5,
    "decision_on": "21/11/2022",
}


@pytest.mark.parametrize("field", sorted(LONGEST))
def test_pdf__keeps_the_longest_words_whole_on_one_page(field):
    value = LONGEST[field]
    content = pdf.draw(
        a_paper(**{"signer_capacity": "KT.", "decision_number": "1"} | {field: value})
    )
    assert len(PdfReader(BytesIO(content)).pages) == 1
    said = text_of(content).replace(" ", "")
    words = value.replace(" ", "")  # a line may also break after a hyphen
    assert words in said or words.upper() in said


def test_pdf__keeps_everything_longest_at_once():
    content = pdf.draw(a_paper(**LONGEST))
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert LONGEST["agency"] in text_of(content)


def test_pdf__refuses_rather_than_clips():
    with pytest.raises(pdf.DoesNotFit):
        pdf.draw(a_paper(agency="Ban Quản lý dự án đầu tư xây dựng " * 250))


def test_pdf__carries_metadata_tags_and_language():
    reader = PdfReader(BytesIO(pdf.draw(a_paper())))
    assert reader.metadata["/Title"] == "Giấy chứng nhận 0000/2022/MAU"
    assert reader.metadata["/Keywords"] == "BRVT-MAUX-MAUX"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    xmp = root["/Metadata"].get_data()
    assert b'pdfaid:part="3"' in xmp
    assert b'pdfuaid:part="1"' in xmp


def test_qr__holds_the_address_of_the_check():
    paper = a_paper()
    (seen,) = zxingcpp.read_barcodes(picture_of(press.draw(paper), dpi=150))
    assert seen.text == paper.verify_url
    assert f'alt="Mã QR mở trang tra cứu {paper.verify_url}"' in pdf.html_of(paper)


def test_pdf__same_bytes_every_time():
    assert pdf.draw(a_paper()) == pdf.draw(a_paper())


@pytest.mark.django_db
def test_render__makes_a_pending_certificate_ready(papers):
    certificate = an_award()
    assert render(certificate=certificate, at=LATER)
    certificate.refresh_from_db()
    assert certificate.status == Certificate.Status.READY
    assert certificate.rendered_at == LATER
    content = papers.open(certificate.file.name).read()
    assert hashlib.sha256(content).hexdigest() == certificate.sha256
    assert certificate.verify_url in pdf.html_of(paper_of(certificate))
    assert certificate.serial in text_of(content)


@pytest.mark.django_db
def test_render__never_replaces_a_ready_paper(papers):
    certificate = a_certificate()
    before = papers.get_modified_time(certificate.file.name), certificate.sha256
    assert not render(certificate=certificate, at=LATER)
    certificate.refresh_from_db()
    assert (
        papers.get_modified_time(certificate.file.name),
        certificate.sha256,
    ) == before


@pytest.mark.django_db(transaction=True)
def test_render__by_two_workers_at_once(papers):
    certificate = an_award()
    drawn = at_once(*4 * [partial(render, certificate=certificate, at=LATER)])
    assert sorted(drawn) == [False, False, False, True]
    _, files = papers.listdir("certificates/2022")
    assert len(files) == 1


@pytest.mark.django_db
def test_render__over_the_half_file_of_a_killed_worker(papers):
    certificate = an_award()
    whole = press.draw(paper_of(certificate))
    name = f"certificates/2022/{certificate.uid}.pdf"
    papers.save(name, ContentFile(whole[:1000]))
    render(certificate=certificate, at=LATER)
    certificate.refresh_from_db()
    assert certificate.file.name == name
    assert papers.open(name).read() == whole


@pytest.mark.django_db
def test_database__refuses_a_ready_line_without_paper():
    certificate = an_award()
    with pytest.raises(IntegrityError, match="certificate_ready_has_paper"):
        Certificate.objects.filter(pk=certificate.pk).update(status="ready")


@pytest.mark.django_db
def test_sweep__draws_what_was_left_behind_and_spares_the_rest():
    old, fresh = an_award(), an_award(at=AT + timedelta(seconds=50))
    assert render_pending(at=AT + timedelta(seconds=60)) == 1
    assert Certificate.objects.get(pk=old.pk).is_ready
    assert not Certificate.objects.get(pk=fresh.pk).is_ready


@pytest.mark.django_db
def test_sweep__goes_on_after_one_that_fails(caplog):
    broken = an_award(agency="Ban Quản lý dự án đầu tư xây dựng " * 250)
    good = an_award()
    with caplog.at_level(logging.ERROR, "certificates"):
        assert render_pending(at=LATER) == 1
    assert Certificate.objects.get(pk=good.pk).is_ready
    assert not Certificate.objects.get(pk=broken.pk).is_ready
    assert broken.serial in caplog.text


@pytest.mark.django_db
def test_tasks__may_run_twice():
    certificate = an_award(UserFactory(), issuer=an_issuer())
    for _ in range(2):
        tasks.render_certificates([certificate.pk])
    tasks.render_pending()
    certificate.refresh_from_db()
    assert certificate.is_ready
