"""Awards to test with, made through the service."""

import uuid
from datetime import datetime

from django.utils import timezone

from certificates.models import (
    Certificate,
    CertificateTemplate,
    Issuer,
    ReplacementRequest,
)
from certificates.paper import sample_paper
from certificates.services import issue_certificate, record_request, render
from certificates.terms import due_on
from tests.factories import UserFactory

AT = datetime(2022, 11, 21, 9, 42, tzinfo=timezone.get_default_timezone())


def an_issuer(code: str = "TTPVHCC", **facts) -> Issuer:
    defaults = {
        "name": "Trung tâm Phục vụ hành chính công",
        "superior": "UBND tỉnh Bà Rịa – Vũng Tàu",
        "place": "Bà Rịa",
        "signer_title": "Giám đốc",
        "signer_name": "Nguyễn Văn Bình",
    }
    return Issuer.objects.get_or_create(code=code, defaults=defaults | facts)[0]


def facts_of(name: str, **facts) -> dict:
    """What a course would freeze for a person of this name."""
    *before, given = name.split()
    sample = sample_paper(wording=CertificateTemplate(name="Mẫu chung").wording()).facts
    initials = " ".join([*(f"{word[0]}." for word in before), given])
    return sample | {"name": name, "initials": initials} | facts


def an_award(
    holder=None, *, award=None, issuer=None, at=AT, kind="attestation", **facts
) -> Certificate:
    """A certificate in the register, its paper not yet drawn."""
    holder = holder or UserFactory(full_name="Lê Thị Hồng Nhung")
    return issue_certificate(
        award=award or uuid.uuid4(),
        kind=kind,
        holder=holder,
        issuer=issuer or an_issuer(),
        facts=facts_of(**{"name": holder.full_name} | facts),
        at=at,
    )


def a_certificate(holder=None, **options) -> Certificate:
    """A certificate with its paper."""
    certificate = an_award(holder, **options)
    render(certificate=certificate, at=AT)
    certificate.refresh_from_db()
    return certificate


def a_request(paper: Certificate, *, cause="lost", at=AT, **more) -> ReplacementRequest:
    """A request about a paper, as the register's keeper writes it down."""
    day = timezone.localdate(at)
    said = {"received_on": day, "due_on": due_on(paper, day)}
    said |= {"by": UserFactory(full_name="Phạm Thị Văn Thư")}
    return record_request(certificate=paper, cause=cause, at=at, **said | more)
