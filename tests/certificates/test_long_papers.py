"""Papers with a dozen lines: legible, and the seal covers no date."""

from io import BytesIO

import pytest
from pypdf import PdfReader, mult

from certificates import marks, pdf, printing
from certificates.models import CertificateTemplate
from certificates.paper import sample_paper
from tests.certificates.pictured import a_png

MM = 72 / 25.4  # in points
LINES = "\n".join(f"Nội dung {n}: {{số tiết}} tiết" for n in range(1, 13))
# From the edge of the page: where the foot ends, where the seal begins, how high it is.
SEAL_ENDS = {"guilloche": 25 + 5 + 31, "upright": 10 + 13 + 5 + 31}
# What stands first above the signature.
FIRST_LINE = {"guilloche": "Bà Rịa, ngày 21 tháng 11 năm 2022", "upright": "GIÁM ĐỐC"}


def paper_of(layout: str, body: str = LINES, **facts):
    template = CertificateTemplate(name="x", layout=layout, body=body)
    return sample_paper(wording=template.wording()).saying(facts)


def test_a_dozen_short_lines_stay_legible():
    paper = paper_of("upright")
    document = printing.lay_out(pdf.html_of(paper, size=13))
    assert pdf.fits(document, paper)


@pytest.mark.parametrize("layout", SEAL_ENDS)
@pytest.mark.parametrize("body", [LINES, "Đã hoàn thành khóa: {khóa học}"])
def test_the_seal_leaves_the_line_above_it_free(layout, body, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    seal = marks.keep(a_png())
    content = pdf.draw(paper_of(layout, body, marks={"emblem": "", "seal": seal}))
    heights = {}

    def note(text, page, matrix, *_font):
        if text.strip():
            heights[text.strip()] = mult(matrix, page)[5]

    PdfReader(BytesIO(content)).pages[0].extract_text(visitor_text=note)
    assert heights[FIRST_LINE[layout]] >= SEAL_ENDS[layout] * MM
