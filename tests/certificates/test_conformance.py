"""PDF/A-3a and PDF/UA-1 as veraPDF judges them, not as we believe."""

from datetime import UTC, datetime

from certificates import pdf, press
from certificates.seals.making import make_key
from tests.certificates import test_press_layouts as layouts
from tests.certificates.conformance import verapdf
from tests.certificates.sealing import sealed, sealed_alone
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


def test_every_layout_conforms__with_pictures_english_and_a_signature(tmp_path):
    key = make_key(
        name="K", organisation="Trung tâm", folder=tmp_path / "keys",
        at=datetime(2022, 1, 1, tzinfo=UTC), years=20, phrase="",
    )  # fmt: skip
    folder = tmp_path / "papers"
    folder.mkdir()
    for number, (layout, sides, body) in enumerate(layouts.LAYOUTS):
        paper = layouts.a_paper(layout, sides, body, "Đỗ Ửng Hoè", AGENCIES[number % 3])
        content = press.draw(paper)
        (folder / f"{number}-filled.pdf").write_bytes(content)
        (folder / f"{number}-signed.pdf").write_bytes(sealed(paper, key))
        (folder / f"{number}-alone.pdf").write_bytes(sealed_alone(paper, key))
    found = verapdf(sorted(folder.iterdir()))
    assert len(found) == 2 * 3 * len(layouts.LAYOUTS)
    assert not {name: clauses for name, clauses in found.items() if clauses}
