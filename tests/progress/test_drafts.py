"""A draft on paper says so; the end of a table is never left alone on a page."""

import io

import pytest
from pypdf import PdfReader

from progress.official import Content, Heading
from progress.official.paper import pdf_of
from tests.desks import LETTER
from tests.progress.province import TODAY


def paper(rows=3, reference="", columns=3):
    content = Content(
        title="Kết quả",
        columns=[Heading("TT", 5), *[Heading("Đơn vị")] * (columns - 1)],
        rows=[[at, *[f"Xã {at}"] * (columns - 1)] for at in range(1, rows + 1)],
        total=[None, "Tổng cộng", *[9] * (columns - 2)],
    )
    made = pdf_of(content, LETTER, dated=TODAY, reference=reference)
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


@pytest.mark.parametrize("columns", [3, 11])
def test_a_draft__says_so_on_every_page_and_has_no_number(columns):
    pages = paper(rows=60, columns=columns)
    assert len(pages) > 1
    for text in pages:
        assert "BẢN NHÁP" in text
    assert "Số:" not in pages[0]


def test_an_issued_report__has_its_number_and_no_such_word():
    pages = paper(rows=60, reference="05/BC-SNV")
    assert "Số: 05/BC-SNV" in pages[0]
    assert not any("BẢN NHÁP" in text for text in pages)


def test_the_total__is_never_alone_with_one_row():
    for rows in range(18, 30):
        pages = paper(rows=rows, reference="05/BC-SNV")
        last = next(text for text in pages if "Tổng cộng" in text)
        assert last.count("Xã ") >= 2 * 2, f"{rows} rows"
