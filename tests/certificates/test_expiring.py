"""The holder is told before a paper ends: once, in time, and only while it is news."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.lasting import AHEAD, Standing
from certificates.models import Certificate, Notice
from certificates.services import (
    correct_name,
    plan_expiry_notices,
    plan_notices,
    render,
    send_notice,
)
from certificates.tasks import plan_expiry_notices as sweep
from tests.certificates.factories import AT, a_certificate, an_award
from tests.certificates.test_register import revoked
from tests.factories import UserFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
LAST = datetime(2024, 11, 21, 12, tzinfo=timezone.get_default_timezone())
MARK = LAST - AHEAD  # issued on 21/11/2022 for 24 months
TWO_YEARS = {"rules": {"months": 24}}


@pytest.fixture
def holder(db):
    return UserFactory(full_name="Lê Thị Hồng Nhung", email="nhung@brvt.vn")


@pytest.fixture
def paper(holder) -> Certificate:
    return a_certificate(holder, **TWO_YEARS)


def planned(at) -> list[Notice]:
    plan_expiry_notices(at=at)
    return list(Notice.objects.filter(topic="expiry"))


def test_sixty_days_before__and_never_again(paper):
    plan_notices(at=AT)
    assert planned(MARK - timedelta(days=1)) == []
    (notice,) = planned(MARK)
    assert planned(MARK + timedelta(days=30)) == [notice]
    assert Notice.objects.count() == 2, "that it was issued, and that it ends"
    assert (notice.to, notice.entry.certificate) == ("nhung@brvt.vn", paper)
    for said in (paper.serial, "đến hết ngày 21/11/2024", "học lại ở một lớp mới"):
        assert said in notice.body
    assert "21/11/2024" in notice.subject
    assert str(paper.uid) in notice.body


def test_days_that_were_missed__are_made_up_for_until_the_end(paper):
    assert planned(LAST + timedelta(days=1)) == []
    assert len(planned(LAST)) == 1


def test_a_paper_without_an_end__is_not_meant(holder):
    a_certificate(holder)
    assert planned(MARK) == []


def test_not_the_one_replaced__but_the_one_in_its_place(paper, holder):
    new = correct_name(certificate=paper, name="Lê Nhung", by=holder, at=AT)
    assert planned(MARK) == [], "not while it is being made"
    render(certificate=new, at=AT)
    assert [n.entry.certificate for n in planned(MARK)] == [new]


def test_not_the_one_withdrawn(paper):
    revoked(paper)
    assert planned(MARK) == []


def test_not_what_was_renewed_already(paper, holder):
    an_award(holder, at=AT + timedelta(days=300), **TWO_YEARS)
    assert planned(MARK) == []


def test_another_course_renews_nothing(paper, holder):
    an_award(holder, at=AT + timedelta(days=300), course="Khóa khác")
    assert len(planned(MARK)) == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": None}])
def test_nobody_without_an_address__nobody_who_left(paper, holder, change):
    type(holder).objects.filter(pk=holder.pk).update(**change)
    assert planned(MARK) == []


def test_papers_entered_of_years_ago__are_nobodys_news():
    """Made within their last sixty days: their own letter said the day."""
    for n in range(12):
        old = an_award(UserFactory(email=f"n{n}@brvt.vn"), **TWO_YEARS)
        render(certificate=old, at=MARK + timedelta(hours=1))
    assert planned(MARK + timedelta(hours=2)) == []
    assert planned(LAST) == []


def test_send__by_the_same_outbox(paper, mailoutbox):
    (notice,) = planned(MARK)
    assert send_notice(pk=notice.pk, at=MARK)
    assert not send_notice(pk=notice.pk, at=MARK)
    assert [mail.subject for mail in mailoutbox] == [notice.subject]


@pytest.mark.parametrize("what", ["replaced", "revoked", "renewed", "over"])
def test_send__what_is_no_news_any_more_is_dropped(paper, holder, mailoutbox, what):
    (notice,) = planned(MARK)
    at = LAST + timedelta(days=1) if what == "over" else MARK
    if what == "replaced":
        correct_name(certificate=paper, name="Lê Nhung", by=holder, at=MARK)
    elif what == "revoked":
        revoked(paper)
    elif what == "renewed":
        an_award(holder, at=MARK, **TWO_YEARS)
    assert not send_notice(pk=notice.pk, at=at)
    assert mailoutbox == []
    notice.refresh_from_db()
    assert notice.state == "dropped"
    assert notice.error


@pytest.mark.django_db(transaction=True)
def test_two_sweeps__write_one_mail(paper):
    at_once(*(lambda: plan_expiry_notices(at=MARK) for _n in range(2)))
    assert Notice.objects.filter(topic="expiry").count() == 1


def test_the_task__plans(holder):
    now = timezone.now()
    ends = timezone.localdate(now) + timedelta(days=40)
    made = an_award(holder, at=AT, valid_until=ends.isoformat())
    render(certificate=made, at=AT)
    sweep()
    assert Notice.objects.get().entry.certificate == made


def test_planning__same_queries_for_many(django_assert_max_num_queries):
    for n in range(9):
        a_certificate(UserFactory(email=f"n{n}@brvt.vn"), **TWO_YEARS)
    with django_assert_max_num_queries(4):
        assert plan_expiry_notices(at=MARK) == 9


def test_standing__of_a_paper_on_a_day(paper):
    days = [MARK - timedelta(days=1), MARK, LAST, LAST + timedelta(days=1)]
    standings = [Standing(paper, day.date()) for day in days]
    assert [s.days_left for s in standings] == [None, 60, 0, None]
    assert [s.is_expired for s in standings] == [False, False, False, True]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (12, "Hết hạn trong 12 ngày"),
        (0, "Hôm nay là ngày cuối"),
        (-1, "Đã hết hạn"),
        (90, "Có giá trị"),
    ],
)
def test_holders_pages__say_how_long_it_lasts(as_user, holder, days, said):
    ends = timezone.localdate() + timedelta(days=days)
    made = an_award(holder, valid_until=ends.isoformat())
    render(certificate=made, at=AT)
    client = as_user(holder)
    for url in (reverse("certificates"), reverse("certificate", args=[made.uid])):
        assert said in client.get(url).content.decode()
    assert ("học lại ở một lớp mới" in client.get(url).content.decode()) == (days < 60)
