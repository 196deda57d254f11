"""An old certificate renders again as it was issued, whatever was edited since."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from certificates import marks, pdf, press
from certificates.models import Certificate, CertificateTemplate, Issuer
from certificates.paper import Paper
from certificates.services import paper_of
from tests.certificates.factories import AT, a_certificate, an_issuer
from tests.certificates.pictured import a_png, an_svg
from tests.certificates.samples import EVERY_SCHEMA
from tests.factories import EnrolmentFactory


def pages_of(content: bytes) -> list[tuple[bytes, str]]:
    pages = PdfReader(BytesIO(content)).pages
    return [(p.get_contents().get_data(), p.extract_text()) for p in pages]


@pytest.mark.parametrize("schema", EVERY_SCHEMA)
def test_every_schema_ever_written__reads_as_it_did(schema):
    facts, said = EVERY_SCHEMA[schema]
    paper = Paper(
        facts=facts,
        serial="0412/2022/TTPVHCC",
        code="BRVT-7K4M-Q2XP",
        verify_url="https://example.vn/verify/BRVT-7K4M-Q2XP/",
    )
    for draw in (press.draw, pdf.draw):
        text = " ".join(" ".join(text for _, text in pages_of(draw(paper))).split())
        for line in said.splitlines():
            assert line in text
            text = text.replace(line, " ", 1)
        assert not text.split()  # and nothing else


@pytest.mark.django_db
@pytest.mark.parametrize("layout", CertificateTemplate.Layout.values)
def test_template_issuer_and_pictures_edited__the_old_paper_stays(layout, papers):
    issuer = an_issuer(emblem=marks.keep(an_svg()), seal=marks.keep(a_png()))
    template = CertificateTemplate.objects.create(
        name="Mẫu", layout=layout, colour="indigo", has_english=True
    )
    old = a_certificate(issuer=issuer, **template.wording())
    before = papers.open(old.file.name).read()
    CertificateTemplate.objects.update(
        heading="Khác", lead="Khác", body="Khác", layout="upright", colour="jade",
        has_english=False, english_lead="Other",
    )  # fmt: skip
    Issuer.objects.update(
        name="Khác", signer_name="Khác", seal=marks.keep(a_png(colour="#00ff00")),
        emblem="", english_name="Other",
    )  # fmt: skip
    again = press.draw(paper_of(Certificate.objects.get(pk=old.pk)))
    assert pages_of(again) == pages_of(before)
    assert again == before
    new = a_certificate(issuer=Issuer.objects.get(), **template.wording())
    assert pages_of(papers.open(new.file.name).read()) != pages_of(before)


@pytest.mark.django_db
def test_a_seal_that_is_gone__leaves_the_paper_pending():
    paper = paper_of(a_certificate())
    gone = replace(paper, facts=paper.facts | {"marks": {"seal": f"{'0' * 64}.png"}})
    with pytest.raises(marks.MarkGone):
        press.draw(gone)


@pytest.mark.django_db
def test_facts_of_an_award__have_the_wording_and_the_schema():
    from progress.facts import certificate_facts

    enrolment = EnrolmentFactory()
    template = enrolment.training_class.course.certificate_template
    facts = certificate_facts(enrolment=enrolment, at=AT + timedelta(days=1))
    assert facts["schema"] == 2
    assert facts["wording"]["lead"] == template.lead
    assert facts["wording"]["layout"] == "guilloche"
