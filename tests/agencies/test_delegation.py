"""Standing in for somebody on leave."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from accounts.formats import vdate
from agencies.ancestry import Link, lineage
from agencies.days import Days
from agencies.models import Agency, AgencyPeriod, AgencyRole
from agencies.querysets import reach
from agencies.services import change_last_day, grant_role, rebuild_ancestry
from agencies.services.delegation import (
    DelegationRefusedError,
    delegate_role,
    end_delegation,
)
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def unit():
    return AgencyFactory(code="CD", name="Huyện Châu Đức")


@pytest.fixture
def role(unit):
    holder = MembershipFactory(agency=unit).user
    return AgencyRoleFactory(user=holder, agency=unit)


@pytest.fixture
def deputy(unit):
    return MembershipFactory(agency=unit).user


def delegate(role, to, since=TODAY, until=TODAY + 5 * DAY, reason="Nghỉ phép"):
    return delegate_role(
        role=role, to=to, since=since, until=until, reason=reason, by=role.user
    )


def reaches(user, unit, day) -> bool:
    return reach(user, on=day, today=day).filter(descendant=unit).exists()


def test_the_deputy_reaches_what_the_holder_does__on_these_days_only(
    role, deputy, unit
):
    made = delegate(role, deputy)
    assert delegate(role, deputy) == made, "said twice, done once"
    days = [TODAY - DAY, TODAY, TODAY + 5 * DAY, TODAY + 6 * DAY]
    assert [reaches(deputy, unit, day) for day in days] == [False, True, True, False]
    assert reaches(role.user, unit, TODAY)


def test_refused_in_words(role, deputy):
    made = delegate(role, deputy)
    for change in (
        {"role": made, "to": UserFactory()},
        {"role": role, "to": role.user},
        {"role": role, "to": UserFactory(), "until": TODAY - DAY},
        {"role": role, "to": UserFactory(), "reason": " "},
        {"role": role, "to": deputy, "until": TODAY + DAY},
    ):
        with pytest.raises(DelegationRefusedError):
            delegate(**change)
    change_last_day(role=role, until=TODAY + 9 * DAY)
    with pytest.raises(DelegationRefusedError, match="chỉ đến hết ngày"):
        delegate(role, UserFactory(), until=TODAY + 10 * DAY)


def test_it_ends_with_the_role(role, deputy, unit):
    delegate(role, deputy)
    change_last_day(role=role, until=TODAY + 2 * DAY)
    assert reaches(deputy, unit, TODAY + 2 * DAY)
    assert not reaches(deputy, unit, TODAY + 3 * DAY)


def test_taken_back__and_one_not_begun_never_was(role, deputy, unit):
    made = delegate(role, deputy, since=TODAY - 3 * DAY)
    end_delegation(delegation=made, on=TODAY)
    end_delegation(delegation=made, on=TODAY)
    assert not reaches(deputy, unit, TODAY)
    assert reaches(deputy, unit, TODAY - DAY), "what was is on record"
    later = delegate(role, deputy, since=TODAY + DAY)
    end_delegation(delegation=later, on=TODAY)
    assert not AgencyRole.objects.filter(pk=later.pk).exists()


def test_a_role_of_ones_own_takes_the_place(role, deputy, unit):
    delegate(role, deputy, since=TODAY - 3 * DAY)
    own = grant_role(user=deputy, agency=unit, role="coordinator", since=TODAY)
    assert own.delegated_from is None
    assert reaches(deputy, unit, TODAY + 30 * DAY)


def test_delegation__is_not_prolonged_beyond_its_role(role, deputy):
    made = delegate(role, deputy)
    change_last_day(role=role, until=TODAY + 9 * DAY)
    change_last_day(role=made, until=TODAY + 9 * DAY)
    for until in (TODAY + 10 * DAY, None):
        with pytest.raises(ValueError, match="quá vai trò gốc"):
            change_last_day(role=made, until=until)
    made.refresh_from_db()
    assert Days.of(made.period).last == TODAY + 9 * DAY


def test_delegation_and_own_role__are_never_joined(role, deputy, unit):
    made = delegate(role, deputy)
    own = grant_role(
        user=deputy, agency=unit, role="coordinator", since=TODAY + 20 * DAY
    )
    with pytest.raises(ValueError, match="một lần giao khác"):
        change_last_day(role=made, until=TODAY + 25 * DAY)
    change_last_day(role=own, until=TODAY + 30 * DAY)
    later = delegate(role, deputy, since=TODAY + 40 * DAY, until=TODAY + 41 * DAY)
    with pytest.raises(ValueError, match="một lần giao khác"):
        change_last_day(role=own, until=None)
    rows = AgencyRole.objects.filter(user=deputy).order_by("period")
    assert list(rows) == [made, own, later]


def test_delegation__is_shown_and_kept_within_bounds_in_the_admin(
    as_user, role, deputy
):
    made = delegate(role, deputy)
    change_last_day(role=role, until=TODAY + 9 * DAY)
    admin = as_user(UserFactory(is_superuser=True))
    assert (
        role.user.full_name
        in admin.get(
            reverse("agency_roles:index"), {"q": deputy.staff_code}
        ).content.decode()
    )
    edit = reverse("agency_roles:edit", args=[made.pk])
    page = admin.post(edit, {"until": vdate(TODAY + 10 * DAY)})
    assert "quá vai trò gốc" in page.content.decode()
    made.refresh_from_db()
    assert Days.of(made.period).last == TODAY + 5 * DAY


def test_joining_roles__keeps_what_they_delegated(unit, deputy):
    holder = UserFactory()
    first = grant_role(
        user=holder, agency=unit, role="coordinator", since=TODAY, until=TODAY + 9 * DAY
    )
    delegate(first, deputy)
    grant_role(
        user=holder,
        agency=unit,
        role="coordinator",
        since=TODAY + 5 * DAY,
        until=TODAY + 20 * DAY,
    )
    assert reaches(deputy, unit, TODAY + 5 * DAY)
    assert AgencyRole.objects.get(user=holder).period.upper == TODAY + 21 * DAY


def test_from_the_page(client, role, deputy):
    client.force_login(role.user)
    said = {
        "role": role.pk,
        "staff_code": deputy.staff_code,
        "since": vdate(TODAY),
        "until": vdate(TODAY + DAY),
        "reason": "Nghỉ phép",
    }
    page = client.post(reverse("delegations"), said, follow=True).content.decode()
    assert deputy.full_name in page
    stranger = UserFactory(full_name="Người Nơi Khác")
    page = client.post(
        reverse("delegations"), said | {"staff_code": stranger.staff_code}
    ).content.decode()
    assert "Không thấy người mang mã này" in page
    assert "Người Nơi Khác" not in page
    made = AgencyRole.objects.get(user=deputy)
    client.force_login(deputy)
    page = client.get(reverse("delegations")).content.decode()
    assert f"Thay {role.user.full_name}" in page
    assert client.get(reverse("coordinate")).status_code == 200
    assert client.post(reverse("delegation_end", args=[made.pk])).status_code == 404, (
        "not the deputy's to end"
    )
    client.force_login(role.user)
    client.post(reverse("delegation_end", args=[made.pk]))
    assert not AgencyRole.objects.on(TODAY).filter(user=deputy).exists()
    client.force_login(stranger)
    assert client.get(reverse("delegations")).status_code == 403


class Trees(HypothesisTestCase):
    """Whatever the tree and the roles, the door opens what plain climbing finds."""

    @settings(max_examples=30, deadline=None)
    @given(
        st.lists(st.integers(-1, 30), min_size=1, max_size=12),
        st.sets(st.integers(0, 11), max_size=3),
    )
    def test_reach_is_what_climbing_finds(self, parents, held):
        units = [Agency.objects.create(code=f"U{i}") for i in range(len(parents))]
        above = {}
        for i, parent in enumerate(parents):
            above[i] = parent % i if i and parent >= 0 else None
            AgencyPeriod.objects.create(
                agency=units[i], name=f"U{i}", kind="xa", period=DateRange(None, None),
                parent=None if above[i] is None else units[above[i]],
            )  # fmt: skip
        rebuild_ancestry()
        user = UserFactory()
        for i in held:
            if i < len(units):
                AgencyRoleFactory(user=user, agency=units[i])
        links = {
            f"U{i}": [Link(Days(), None if p is None else f"U{p}")]
            for i, p in above.items()
        }
        spans, _circular = lineage(links)
        roots = {f"U{i}" for i in held}
        plain = {low for low, high in spans if high in roots}
        found = Agency.objects.visible_to(user, on=date(2022, 11, 21))
        assert set(found.values_list("code", flat=True)) == plain
