"""The register as a book: every number, its remarks, heading on each page."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from pypdf import PdfReader

from certificates.book import HEADINGS, lines_of, pdf_of, xlsx_of
from certificates.models import Register
from certificates.services import reissue_certificate
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.certificates.test_register import revoked
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    gone, lost = a_certificate(), a_certificate(course="=1+1", rules={"months": 12})
    revoked(gone)
    reissue_certificate(
        certificate=lost, cause="lost", by=UserFactory(), at=AT + timedelta(days=5)
    )
    an_award(decision_number="31/QĐ-TTPVHCC", decision_on="21/11/2022")
    return Register.objects.get()


def test_each_number_once_with_what_became_of_it(
    register, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        lines = list(lines_of(register))
    assert [line.serial for line in lines] == [
        f"000{n}/2022/TTPVHCC" for n in (1, 2, 3, 4)
    ]
    assert lines[0].remark == (
        "Thu hồi theo QĐ số 45/QĐ-TTPVHCC ngày 20/12/2022 "
        "(gian dối trong tuyển sinh hoặc học tập)"
    )
    assert lines[1].remark == (
        "Được thay bằng số 0003/2022/TTPVHCC; Có giá trị đến hết 21/11/2023"
    )
    assert lines[2].remark.startswith("Thay giấy số 0002/2022/TTPVHCC")
    assert lines[3].decision == "31/QĐ-TTPVHCC, 21/11/2022"


def test_pdf__the_heading_is_on_every_page(register):
    people = [UserFactory(full_name=f"Nguyễn Thị Số {n}") for n in range(25)]
    for person in people:
        an_award(person)
    register.refresh_from_db()
    pages = PdfReader(io.BytesIO(pdf_of(register, at=AT))).pages
    assert len(pages) > 1
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert "SỔ CẤP CHỨNG CHỈ, GIẤY CHỨNG NHẬN" in texts[0]
    for number, text in enumerate(texts, start=1):
        assert f"Trang {number}/{len(texts)}" in text
        assert "Người nhận ký" in text or "NGƯỜI LẬP SỔ" in text
    assert register.head in "".join(texts[-1].split())


def test_xlsx__the_same_rows_and_no_formulas(register):
    sheet = load_workbook(io.BytesIO(xlsx_of(register))).active
    rows = list(sheet.values)
    assert list(rows[0]) == HEADINGS
    assert [row[1] for row in rows[1:]] == [line.serial for line in lines_of(register)]
    assert (sheet["G3"].value, sheet["G3"].data_type) == ("=1+1", "s")
    assert (rows[0][2], rows[1][2]) == ("Loại giấy", "Giấy chứng nhận")
    assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_print_register__command(register, tmp_path, kind, capsys):
    path = tmp_path / f"so.{kind}"
    call_command("print_register", "TTPVHCC", "2022", format=kind, output=path)
    assert path.read_bytes()[:2] in {b"%P", b"PK"}
    with pytest.raises(Exception, match="Không có sổ cấp") as refused:
        call_command("print_register", "TTPVHCC", "2021")
    assert refused.value.returncode == 2


def test_pdf__says_the_kind_of_each_paper():
    an_award(kind="certificate")
    pages = PdfReader(io.BytesIO(pdf_of(Register.objects.get(), at=AT))).pages
    text = " ".join(pages[0].extract_text().split())
    assert "Loại giấy" in text
    assert "Chứng chỉ" in text


def test_an_empty_book_is_printed_too():
    book = Register.objects.create(issuer=an_issuer(), year=date(2023, 1, 1).year)
    assert pdf_of(book, at=AT).startswith(b"%PDF")
