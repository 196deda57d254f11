"""People whose unit has ended: who sees them, who places them, and taking it back."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from agencies.models import Agency, Membership
from agencies.reorganising import Step
from agencies.services.reorganise import reorganise
from enrolments import tasks
from enrolments.models import Audience
from enrolments.services import move_member
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ENDED = TODAY - dt.timedelta(days=10)
URL, PLACE, UNDO = "/coordinate/unplaced/", "unplaced_place", "unplaced_undo"


@pytest.fixture(autouse=True)
def no_cache():
    cache.clear()


@pytest.fixture
def tree(db):
    """A province of two districts with communes; A was split up ten days ago."""
    found = {"T": AgencyFactory(code="T", name="Tỉnh A", kind="tinh")}
    for code in ("H", "K"):
        found[code] = AgencyFactory(
            code=code, name=f"Huyện {code}", kind="cap_huyen", parent=found["T"]
        )
    for code, above in (("A", "H"), ("B", "H"), ("C", "K")):
        found[code] = AgencyFactory(code=code, name=f"Xã {code}", parent=found[above])
    return found


@pytest.fixture
def lost(tree):
    rows = [
        MembershipFactory(
            user=UserFactory(full_name=name), agency=tree["A"], position=position
        )
        for name, position in (("Lê Văn An", "Công chức"), ("Trần Thị Bình", "Văn thư"))
    ]
    enter("split,A,N,Xã N,xa,H", "split,A,M,Xã M,xa,H")
    return [row.user for row in rows]


def enter(*lines: str, day: dt.date = ENDED):
    steps = [
        Step(n, *(line + "," * (5 - line.count(","))).split(","))
        for n, line in enumerate(lines, start=2)
    ]
    outcome = reorganise(steps=steps, effective_on=day, at=timezone.now())
    assert not outcome.report.errors
    return outcome


def log_in(client, unit, **more):
    user = AgencyRoleFactory(agency=unit, **more).user
    client.force_login(user)
    return user


def send(client, people, unit="Xã N", since=TODAY, **more):
    data = {
        "person": [str(user.uid) for user in people],
        "agency_name": unit,
        "since": vdate(since),
    }
    return client.post(reverse(PLACE), data | more, follow=True)


def works_at(user, day=TODAY) -> tuple[str, str]:
    row = Membership.objects.on(day).main().get(user=user)
    return row.agency.code, row.position


def shown(client, query="") -> list[str]:
    return [row.user.full_name for row in client.get(URL + query).context["page"]]


def test_who_is_listed__with_the_unit_since_when_and_position(client, tree, lost):
    log_in(client, tree["H"])
    html = client.get(URL).content.decode()
    for words in ("Lê Văn An", "Xã A", vdate(ENDED), "Văn thư"):
        assert words in html


@pytest.mark.parametrize(
    ("unit", "seen"), [("T", 2), ("H", 2), ("K", 0), ("B", 0), ("C", 0)]
)
def test_who_lists_them__whoever_coordinated_above_on_the_day_before(
    client, tree, lost, unit, seen
):
    log_in(client, tree[unit])
    assert len(shown(client)) == seen
    nav = client.get(reverse("coordinate")).content.decode()
    assert ("/coordinate/unplaced/" in nav) is bool(seen)
    if not seen:
        assert "Ai cũng có đơn vị" in client.get(URL).content.decode()


def test_a_role_left_at_the_ended_unit__opens_nobody(client, tree, lost):
    user = log_in(client, tree["K"])
    AgencyRoleFactory(user=user, agency=tree["A"])
    assert shown(client) == []


def test_heads_and_others__do_not_open_it(client, tree, lost):
    log_in(client, tree["H"], role="head")
    assert client.get(URL).status_code == 403
    client.force_login(lost[0])
    assert client.get(URL).status_code == 403
    assert client.post(reverse(PLACE)).status_code == 403


def test_where_the_district_ended_too__its_only_successor_has_them(client, tree, lost):
    enter("absorb,H,K", *(f"reparent,{code},,,,K" for code in "BNM"), day=TODAY)
    log_in(client, tree["K"])
    assert len(shown(client)) == 2


def test_search_and_sort(client, tree, lost):
    enter("dissolve,B", day=TODAY)
    MembershipFactory(user=UserFactory(full_name="Đỗ Văn Cường"), agency=tree["B"])
    log_in(client, tree["T"])
    assert shown(client, "?q=tran+binh") == ["Trần Thị Bình"]
    assert shown(client, "?q=khong+ai") == []
    assert shown(client, "?sort=name") == ["Lê Văn An", "Trần Thị Bình", "Đỗ Văn Cường"]
    assert shown(client, "?sort=-since")[0] == "Đỗ Văn Cường"
    assert shown(client, "?sort=-unit")[0] == "Đỗ Văn Cường"
    assert len(shown(client, "?sort=trộm")) == 3


def test_a_long_list__has_pages_and_the_same_number_of_queries(
    client, tree, lost, django_assert_max_num_queries
):
    gone = Agency.objects.get(code="A")
    for _n in range(60):
        MembershipFactory(agency=gone)
    log_in(client, tree["H"])
    client.get(URL)
    with django_assert_max_num_queries(14):
        page = client.get(URL).context["page"]
    assert (len(page), page.paginator.num_pages) == (50, 2)


def test_placing__looks_first_then_does_it_and_can_be_taken_back(client, tree, lost):
    log_in(client, tree["H"])
    page = send(client, lost, since=ENDED)
    assert "Xếp 2 người vào Xã N" in page.content.decode()
    assert works_at(lost[0])[0] == "A"
    html = send(client, lost, since=ENDED, confirm="1").content.decode()
    assert "Đã xếp 2 người vào Xã N" in html
    assert works_at(lost[0]) == ("N", "Công chức")
    assert works_at(lost[0], ENDED) == ("N", "Công chức")
    assert works_at(lost[0], ENDED - dt.timedelta(days=1))[0] == "A"
    again = send(client, lost, unit="Xã M", confirm="1").content.decode()
    assert "không còn chờ" in again
    assert (
        "họ lại chưa có đơn vị"
        in client.post(reverse(UNDO), follow=True).content.decode()
    )
    assert works_at(lost[1])[0] == "A"
    assert len(shown(client)) == 2
    client.post(reverse(UNDO))
    assert len(shown(client)) == 2


def test_a_whole_page__is_chosen_at_once(client, tree, lost):
    log_in(client, tree["H"])
    data = {
        "person": ",".join(str(user.uid) for user in lost),
        "agency_name": "M", "since": vdate(TODAY), "confirm": "1",
    }  # fmt: skip
    client.post(reverse(PLACE), data)
    assert {works_at(user)[0] for user in lost} == {"M"}


def test_undoing__keeps_who_has_been_moved_on_since(client, tree, lost):
    log_in(client, tree["H"])
    send(client, lost, confirm="1")
    move_member(user=lost[0], agency=tree["B"], position="", on=TODAY)
    html = client.post(reverse(UNDO), follow=True).content.decode()
    assert "Lê Văn An" in html
    assert (works_at(lost[0])[0], works_at(lost[1])[0]) == ("B", "A")


def test_undoing__is_for_whoever_still_coordinates_the_unit(client, tree, lost):
    user = log_in(client, tree["H"])
    send(client, lost, confirm="1")
    user.agency_roles.update(agency=tree["K"])
    assert client.post(reverse(UNDO)).status_code == 403
    assert works_at(lost[0])[0] == "N"


@pytest.mark.parametrize(
    ("unit", "since", "words"),
    [
        ("Xã C", TODAY, "Không có đơn vị tên"),
        ("C", TODAY, "Không có đơn vị tên"),
        ("A", TODAY, "Không có đơn vị tên"),
        ("Xã N", TODAY + dt.timedelta(days=1), "phía trước"),
        ("Xã N", ENDED - dt.timedelta(days=1), "còn tồn tại"),
    ],
)
def test_a_place_that_cannot_be__is_refused_in_words(
    client, tree, lost, unit, since, words
):
    log_in(client, tree["H"])
    html = send(client, lost, unit=unit, since=since, confirm="1").content.decode()
    assert words in html
    assert "checked" in html
    assert works_at(lost[0])[0] == "A"


def test_nobody_chosen__is_said(client, tree, lost):
    log_in(client, tree["H"])
    assert "Chọn ít nhất một người" in send(client, []).content.decode()


def test_a_neighbours_people__are_not_placed(client, tree, lost):
    log_in(client, tree["K"])
    send(client, lost, unit="Xã C", confirm="1")
    assert works_at(lost[0])[0] == "A"


def test_the_classes_of_the_unit__follow(client, tree, lost):
    group = TrainingClassFactory()
    Audience.objects.create(training_class=group, agency=Agency.objects.get(code="N"))
    log_in(client, tree["H"])
    send(client, lost, confirm="1")
    tasks.apply_audiences()
    assert group.enrolments.filter(ended_at=None).count() == 2
    client.post(reverse(UNDO))
    tasks.apply_audiences()
    assert group.enrolments.filter(ended_at=None).count() == 0
