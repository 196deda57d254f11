"""Of a paper replaced more than once the check names the one that stands now."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from certificates.models import Certificate
from certificates.services import reissue_certificate, render, revoke_certificate
from certificates.verification import check_code
from tests.certificates.factories import AT, a_certificate
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def chain() -> list[Certificate]:
    """1 → 2 → 3; the third stands."""
    papers = [a_certificate()]
    for n in (1, 2):
        at = AT + n * DAY
        last = papers[-1]
        new = reissue_certificate(
            certificate=last, cause="lost", by=UserFactory(), at=at
        )
        render(certificate=new, at=at)
        papers.append(new)
    return papers


def withdrawn(paper: Certificate) -> None:
    revoke_certificate(
        certificate=paper,
        decision_number="12/QĐ-TTPVHCC",
        decision_on=AT.date() + 3 * DAY,
        ground="fraud",
        by=UserFactory(),
        at=AT + 3 * DAY,
    )


def page(client, paper: Certificate, **headers) -> str:
    address = reverse("verify_code", args=[paper.code])
    return client.get(address, headers=headers).content.decode()


def json_of(client, paper: Certificate) -> dict:
    address = reverse("verify_code", args=[paper.code])
    return client.get(address, headers={"accept": "application/json"}).json()


def by_file(client, paper: Certificate) -> str:
    file = SimpleUploadedFile("giay.pdf", paper.file.read(), "application/pdf")
    return client.post(reverse("verify_file"), {"file": file}).content.decode()


def in_terminal(paper: Certificate) -> str:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_certificate", paper.code, stdout=out)
    return out.getvalue()


def test_all_name_the_end_of_the_chain(client, chain):
    first, second, third = chain
    for html in (page(client, first), by_file(client, first)):
        assert third.serial in html
        assert second.serial not in html
    found = json_of(client, first)
    assert found["replaced_by"] == third.serial
    assert found["replaced_by_status"] == "valid"
    assert f"Giấy thay thế: {third.serial}." in in_terminal(first)


def test_a_withdrawn_end_is_not_called_valid(client, chain):
    first, _second, third = chain
    withdrawn(third)
    html = page(client, first)
    assert "Giấy có giá trị bây giờ" not in html
    assert "đã bị thu hồi" in html
    assert third.serial in html
    assert json_of(client, first)["replaced_by_status"] == "revoked"
    assert f"Giấy thay nó, số {third.serial}, đã bị thu hồi." in in_terminal(first)


def test_the_length_of_the_chain_costs_nothing(chain, django_assert_num_queries):
    first = chain[0]
    with django_assert_num_queries(2):
        assert check_code(first.code, on=date(2022, 12, 1)).successor == chain[-1]
