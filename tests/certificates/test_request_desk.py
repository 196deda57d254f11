"""The list of requests in /cms/ keeps what was handled; so does the paper's history."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, ReplacementRequest
from certificates.services import (
    reissue_certificate,
    revoke_certificate,
    withdraw_request,
)
from tests.certificates.factories import AT, a_certificate, a_request, an_award
from tests.certificates.test_register import DECISION
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SOON = AT + timedelta(days=2)


@pytest.fixture
def clerk(db):
    return UserFactory(full_name="Phạm Thị Văn Thư", is_superuser=True)


@pytest.fixture
def four(clerk) -> dict[str, Certificate]:
    """A paper for each state; what waits was received today, the overdue one long ago."""
    papers = {s: a_certificate() for s in ("open", "overdue", "handled", "withdrawn")}
    a_request(papers["open"], at=timezone.now())
    for state in ("overdue", "handled", "withdrawn"):
        a_request(papers[state])
    handled = {"certificate": papers["handled"], "by": clerk, "at": SOON}
    reissue_certificate(cause="lost", **handled)
    withdraw_request(
        certificate=papers["withdrawn"], reason="Ghi nhầm giấy", by=clerk, at=SOON
    )
    return papers


def listed(client, **query) -> str:
    name = ReplacementRequest.snippet_viewset.get_url_name("list")
    return client.get(reverse(name), query).content.decode()


def page_of(paper: Certificate) -> str:
    return reverse(Certificate.snippet_viewset.get_url_name("inspect"), args=[paper.pk])


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("open", {"open", "overdue"}),
        ("overdue", {"overdue"}),
        ("handled", {"handled"}),
        ("withdrawn", {"withdrawn"}),
        ("", {"open", "overdue", "handled", "withdrawn"}),
    ],
)
def test_list__by_state(as_user, clerk, four, state, shown):
    html = listed(as_user(clerk), state=state)
    assert {s for s, paper in four.items() if page_of(paper) in html} == shown


def test_list__what_waits_stands_first(as_user, clerk, four):
    html = listed(as_user(clerk))
    order = sorted(four, key=lambda s: html.index(f'"{page_of(four[s])}"'))
    assert order[:2] == ["overdue", "open"]


def test_list__says_who_handled_it_when_and_links_to_the_new_paper(
    as_user, clerk, four
):
    html = listed(as_user(clerk), state="handled")
    assert (
        "Đã giải quyết ngày 23/11/2022, đúng hạn. Người ghi: Phạm Thị Văn Thư" in html
    )
    new = Certificate.objects.get(replaces=four["handled"])
    assert page_of(new) in html
    html = listed(as_user(clerk), state="withdrawn")
    assert "ngày 23/11/2022: Ghi nhầm giấy. Người rút: Phạm Thị Văn Thư" in html


def test_list__says_what_was_handled_too_late(as_user, clerk):
    paper = a_certificate()
    a_request(paper)
    late = AT + timedelta(days=20)
    reissue_certificate(certificate=paper, cause="lost", by=clerk, at=late)
    assert "ngày 11/12/2022, quá hạn" in listed(as_user(clerk))


def test_list__counts_the_overdue_in_front(as_user, clerk, four):
    assert "<b>1</b> đề nghị quá hạn" in listed(as_user(clerk))


def test_list__same_queries_for_many(as_user, clerk, django_assert_max_num_queries):
    for _ in range(8):
        paper = an_award()
        a_request(paper)
    client = as_user(clerk)
    listed(client)
    with django_assert_max_num_queries(15):
        listed(client)


def seen(client, paper: Certificate) -> tuple[str, str]:
    """What the keeper of the register reads, and what the holder's page says."""
    holders = reverse("certificate", args=[paper.uid])
    return tuple(client.get(url).content.decode() for url in (page_of(paper), holders))


def test_history__tells_what_was_asked_and_became_of_it(as_user, clerk, four):
    new = Certificate.objects.get(replaces=four["handled"])
    for html in seen(as_user(clerk), new):
        assert f"đề nghị về giấy số {four['handled'].serial}: Bị mất." in html
        assert (
            f"Giải quyết đề nghị ngày 21/11/2022 bằng giấy số {new.serial}, "
            "ngày 23/11/2022, đúng hạn."
        ) in html
    for html in seen(as_user(clerk), four["withdrawn"]):
        assert "Rút đề nghị ngày 21/11/2022. Lý do rút: Ghi nhầm giấy" in html


def test_history__of_a_withdrawn_paper_ends_its_request(as_user, clerk, four):
    paper = four["open"]
    paper = Certificate.objects.get(pk=paper.pk)
    revoke_certificate(certificate=paper, by=clerk, at=timezone.now(), **DECISION)
    for html in seen(as_user(clerk), paper):
        assert "kết thúc vì giấy bị thu hồi" in html
