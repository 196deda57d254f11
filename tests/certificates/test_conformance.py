"""PDF/A-3a and PDF/UA-1 as veraPDF judges them, not as we believe."""

from certificates import pdf, press
from tests.certificates.conformance import verapdf
from tests.certificates.test_press import AGENCIES, a_paper


def test_papers_conform__filled_and_drawn_alone(tmp_path):
    for number, agency in enumerate(AGENCIES):
        paper = a_paper(
            "Trịnh Vũ Quỳnh Thuỷ Tiên", agency, born="" if number else "1/2/1970"
        )
        (tmp_path / f"filled-{number}.pdf").write_bytes(press.draw(paper))
        (tmp_path / f"alone-{number}.pdf").write_bytes(pdf.draw(paper))
    whole = press.draw(paper)
    (tmp_path / "broken.pdf").write_bytes(
        whole.replace(b'pdfuaid:part="1"', b'pdfuaid:part="7"')
    )
    found = verapdf(sorted(tmp_path.iterdir()))
    assert len(found) == 2 * (2 * len(AGENCIES) + 1)
    assert found.pop("broken.pdf ua1")  # the judge does judge
    assert not {name: clauses for name, clauses in found.items() if clauses}
