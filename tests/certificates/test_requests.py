"""Requests for another paper: one at a time, settled by a line or withdrawn."""

from datetime import timedelta

import pytest

from certificates.models import ReplacementRequest
from certificates.services import (
    RequestRefusedError,
    reissue_certificate,
    withdraw_request,
)
from tests.certificates.factories import AT, a_certificate, a_request
from tests.factories import UserFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=2)


@pytest.fixture
def clerk(db):
    return UserFactory(full_name="Phạm Thị Văn Thư")


def withdrawn(paper, by, reason="Ghi nhầm giấy") -> ReplacementRequest:
    return withdraw_request(certificate=paper, reason=reason, by=by, at=LATER)


def test_withdraw__stays_on_record_and_another_may_be_asked(clerk):
    paper = a_certificate()
    first = a_request(paper)
    withdrawn(paper, clerk)
    first.refresh_from_db()
    assert (first.withdrawn_by, first.withdrawn_at) == (clerk, LATER)
    assert first.withdrawn_why == "Ghi nhầm giấy"
    second = a_request(paper, at=LATER)
    assert second != first
    reissue_certificate(certificate=paper, cause="lost", by=clerk, at=LATER)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.settled_by, second.is_open) == (None, False)


def test_withdraw__twice_is_once(clerk):
    paper = a_certificate()
    a_request(paper)
    first = withdrawn(paper, clerk)
    assert withdrawn(paper, clerk, reason="Khác") == first
    first.refresh_from_db()
    assert first.withdrawn_why == "Ghi nhầm giấy"


def test_withdraw__needs_a_reason_and_a_request(clerk):
    paper = a_certificate()
    with pytest.raises(RequestRefusedError, match="không có đề nghị"):
        withdrawn(paper, clerk)
    a_request(paper)
    with pytest.raises(RequestRefusedError, match="lý do"):
        withdrawn(paper, clerk, reason=" ")
    reissue_certificate(certificate=paper, cause="lost", by=clerk, at=LATER)
    with pytest.raises(RequestRefusedError, match="không có đề nghị"):
        withdrawn(paper, clerk)


@pytest.mark.django_db(transaction=True)
def test_withdraw__while_it_is_answered_is_one_of_the_two(clerk):
    paper = a_certificate()
    asked = a_request(paper)

    def answer():
        reissue_certificate(certificate=paper, cause="lost", by=clerk, at=LATER)

    def take_back():
        try:
            withdrawn(paper, clerk)
        except RequestRefusedError:
            return

    at_once(answer, take_back)
    asked.refresh_from_db()
    assert (asked.settled_by is None) != (asked.withdrawn_at is None)
