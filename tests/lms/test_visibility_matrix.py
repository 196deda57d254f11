"""Every address of the coordinator's desk × every role: nothing of a neighbour is seen.

A new address without a line in PLACES fails the first test.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.formats import vdate
from agencies.models import AgencyRole, Membership
from agencies.services.delegation import delegate_role
from courses.models import ActivityPage, CourseIndexPage
from enrolments.models import (
    AttendanceSheet,
    Audience,
    Enrolment,
    Meeting,
    Reminder,
    RosterImport,
    TrainingClass,
)
from lms.roles import TRAINERS, ensure_roles
from progress.models import (
    Export,
    QuickFinishTalk,
    ReportKind,
    ReportSchedule,
    ReportSnapshot,
)
from progress.services import record_completion
from tests.desks import LETTER, District
from tests.enrolments.offices import workbook
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
READERS = {"unit", "district", "province", "head", "deputy", "administrator"}
WRITERS = READERS - {"head"}
NOBODY = {"anonymous", "learner", "former", "trainer"}
TOKEN = re.compile(
    r'name="(csrfmiddlewaretoken|known)" value="[^"]*"|calendar/class/[\w-]+'
)


PLACES = {
    "coordinate": lambda d: [],
    "coordinate_all_people": lambda d: [],
    "coordinate_person": lambda d: [d.person.uid],
    "coordinate_classes": lambda d: [],
    "coordinate_class": lambda d: [d.group.code],
    "coordinate_agency": lambda d: [d.unit.code],
    "coordinate_people": lambda d: [d.unit.code],
    "coordinate_quick": lambda d: [d.unit.code],
    "coordinate_export": lambda d: [d.unit.code, "people", "csv"],
    "exports": lambda d: [],
    "export": lambda d: [d.export.uid],
    "export_file": lambda d: [d.export.uid],
    "export_drop": lambda d: [d.export.uid],
    "class_new": lambda d: [],
    "class_manage": lambda d: [d.group.code],
    "class_people": lambda d: [d.group.code],
    "class_edit": lambda d: [d.group.code],
    "class_audience": lambda d: [d.group.code],
    "class_apply": lambda d: [d.group.code],
    "class_copy": lambda d: [d.group.code],
    "class_close": lambda d: [d.group.code],
    "class_recognition": lambda d: [d.group.code],
    "class_papers": lambda d: [d.group.code],
    "class_papers_issue": lambda d: [d.group.code],
    "class_meetings": lambda d: [d.group.code],
    "class_calendar": lambda d: [d.group.code],
    "class_address": lambda d: [d.group.code],
    "meeting": lambda d: [d.meeting.uid],
    "meeting_edit": lambda d: [d.meeting.uid],
    "meeting_cancel": lambda d: [d.meeting.uid],
    "meeting_sheet": lambda d: [d.meeting.uid],
    "meeting_wall": lambda d: [d.meeting.uid],
    "meeting_wall_picture": lambda d: [d.meeting.uid],
    "meeting_paper": lambda d: [d.paper.uid],
    "delegations": lambda d: [],
    "delegation_end": lambda d: [d.role.pk],
    "reminders": lambda d: [],
    "coordinate_remind": lambda d: [],
    "reminder_again": lambda d: [d.reminder.uid],
    "unplaced": lambda d: [],
    "unplaced_place": lambda d: [],
    "unplaced_undo": lambda d: [],
    "rosters": lambda d: [],
    "roster_example": lambda d: [],
    "roster": lambda d: [d.roster.uid],
    "roster_columns": lambda d: [d.roster.uid],
    "roster_apply": lambda d: [d.roster.uid],
    "roster_undo": lambda d: [d.roster.uid],
    "roster_row": lambda d: [d.roster.uid, d.roster.plan[0]["key"]],
    "roster_row_skip": lambda d: [d.roster.uid, d.roster.plan[0]["key"]],
    "roster_rows": lambda d: [d.roster.uid, "csv"],
    "reports": lambda d: [],
    "report_draft": lambda d: [],
    "report_draft_file": lambda d: ["csv"],
    "report_issue": lambda d: [],
    "report_schedules": lambda d: [],
    "report_schedule_stop": lambda d: [d.schedule.uid],
    "report": lambda d: [d.report.uid],
    "report_file": lambda d: [d.report.uid, "csv"],
}
POSTED = {  # what a forged form would say
    "class_people": lambda d: {"enrolment": str(d.enrolment.uid), "action": "exempt", "reason": "x"},
    "class_audience": lambda d: {"remove": str(d.group.audiences.get().pk)},
    "coordinate_quick": lambda d: {"finish": str(d.quick.uid), "action": "aside", "note": "x"},
    "class_address": lambda d: {"known": d.group.calendar_token, "confirm": "1"},
    "class_close": lambda d: {"decision_number": "1/QĐ", "decision_on": vdate(TODAY)},
    "class_copy": lambda d: {"code": "TRỘM", "opens_on": vdate(TODAY)},
    "class_edit": lambda d: {"code": "TRỘM", "title": "x", "opens_on": vdate(TODAY), "mode": "online", "attendance_minimum": "0"},
    "meeting": lambda d: {f"m-{d.enrolment.uid}": "absent"},
    "meeting_paper": lambda d: {"approve": "1"},
    "meeting_edit": lambda d: {"title": "Trộm", "day": vdate(TODAY), "begins": "7:30", "ends": "8:30"},
    "coordinate_remind": lambda d: {"enrolment": str(d.enrolment.uid), "confirm": "1"},
    "delegations": lambda d: {"role": d.role.pk, "staff_code": d.person.staff_code, "since": vdate(TODAY), "until": vdate(TODAY), "reason": "x"},
    "rosters": lambda d: {"unit": d.top.periods.get().pk, "effective_on": vdate(TODAY), "file": SimpleUploadedFile("a.xlsx", workbook([["Họ và tên"], ["A"]]))},
    "unplaced_place": lambda d: {"person": str(d.lost.uid), "agency_name": d.unit.code, "since": vdate(TODAY), "confirm": "1"},
    "roster_row": lambda d: {"full_name": "Trộm", "unit": "", "version": d.roster.version},
    "report_issue": lambda d: {"kind": "levels", "unit": d.top.periods.get().pk, "as_at": vdate(TODAY)} | LETTER,
    "report_schedules": lambda d: {"kind": "levels", "unit": d.top.periods.get().pk, "rhythm": "weekly", "first_on": vdate(TODAY)},
}  # fmt: skip


def desk_names() -> set[str]:
    """Every named address below /coordinate/."""
    found = set()

    def walk(patterns, prefix):
        for one in patterns:
            path = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, path)
            elif isinstance(one, URLPattern) and path.startswith("coordinate/"):
                found.add(one.name)

    walk(get_resolver().url_patterns, "")
    return found


@pytest.fixture
def world():
    province = AgencyFactory(code="T", name="Tỉnh", kind="tinh")
    return {
        "T": province,
        "own": District(province, "A", "Của Ta"),
        "other": District(province, "B", "Bí Mật"),
    }


@pytest.fixture
def log_in(client, world):
    """Somebody of that role in one's own district."""
    own = world["own"]

    def somebody(role: str) -> None:
        user = PEOPLE.get(role, newcomer)(world, own)
        if role != "anonymous":
            client.force_login(user)

    return somebody


def newcomer(world, own, **more):
    return UserFactory(full_name="Người Đang Thử", **more)


def with_role(unit, kind=AgencyRole.Role.COORDINATOR, **more):
    return AgencyRoleFactory(
        user=newcomer(None, None), agency=unit, role=kind, **more
    ).user


def deputy(world, own):
    user = newcomer(world, own)
    delegate_role(
        role=own.role,
        to=user,
        since=TODAY,
        until=TODAY,
        reason="nghỉ",
        by=own.coordinator,
    )
    return user


def trainer(world, own):
    ensure_roles(courses=CourseIndexPage.objects.get())
    user = newcomer(world, own)
    user.groups.add(Group.objects.get(name=TRAINERS))
    return user


BEFORE = (TODAY - dt.timedelta(days=90), TODAY - dt.timedelta(days=1))
PEOPLE = {
    "district": lambda world, own: own.coordinator,
    "learner": lambda world, own: own.person,
    "unit": lambda world, own: with_role(own.unit),
    "province": lambda world, own: with_role(world["T"]),
    "head": lambda world, own: with_role(own.top, AgencyRole.Role.HEAD),
    "former": lambda world, own: with_role(own.top, period=BEFORE),
    "deputy": deputy,
    "trainer": trainer,
    "administrator": lambda world, own: newcomer(world, own, is_superuser=True),
}


def body(response) -> str:
    """What is to be read in it: a page without its tokens, cells, the words of a paper."""
    content = (
        b"".join(response.streaming_content) if response.streaming else response.content
    )
    if content.startswith(b"PK"):
        sheets = load_workbook(io.BytesIO(content)).worksheets
        return "\n".join(str(row) for sheet in sheets for row in sheet.values)
    if content.startswith(b"%PDF"):
        return words_of(content)
    # A random token may spell anything, a neighbour's code too.
    return TOKEN.sub("", content.decode("utf-8", "replace"))


def words_of(paper: bytes) -> str:
    """All that stands on a PDF's pages and in its properties, on one line.

    A narrow column breaks names, and a font may hold a letter and its mark apart.
    """
    reader = PdfReader(io.BytesIO(paper))
    properties = map(str, (reader.metadata or {}).values())
    texts = [*(page.extract_text() for page in reader.pages), *properties]
    return unicodedata.normalize("NFC", " ".join(" ".join(texts).split()))


def test_every_address_has_its_line():
    assert desk_names() == set(PLACES)


@pytest.mark.parametrize("role", sorted(NOBODY))
def test_outsiders_open_nothing(client, world, log_in, role):
    log_in(role)
    before = everything()
    for name, args in PLACES.items():
        for district in (world["own"], world["other"]):
            url = reverse(name, args=args(district))
            data = POSTED.get(name, lambda d: {})(district)
            for response in (client.get(url), client.post(url, data)):
                place = f"{role} {name}: {response.status_code}"
                if role == "anonymous":
                    assert response.status_code in {302, 405}, place
                    assert "/login/" in getattr(response, "url", "/login/"), place
                elif response.status_code == 302:  # the way to the desk, which is shut
                    assert client.get(response.url).status_code in {403, 404}, place
                else:
                    assert response.status_code in {403, 404, 405}, place
                assert "Bí Mật" not in body(response), place
    assert everything() == before


@pytest.mark.parametrize("role", ["unit", "district", "head", "deputy"])
def test_nothing_of_the_neighbour__in_any_page_file_search_count_or_error(
    client, world, log_in, role
):
    log_in(role)
    other = world["other"]
    before = everything()
    for name, args in PLACES.items():
        for district in (world["own"], other):
            url = reverse(name, args=args(district))
            for query in (
                "",
                "?q=HVB",
                "?class=LOPB",
                "?kind=participants&as_at=" + vdate(TODAY),
            ):
                response = client.get(url + query, follow=True)
                words = body(response)
                assert "Bí Mật" not in words, f"{role} {name}{query}"
                assert "HVB" not in words.replace("q=HVB", "").replace(
                    "“HVB”", ""
                ).replace('value="HVB"', ""), f"{role} {name}{query}"
        foreign = reverse(name, args=args(other))
        if args(other):
            assert client.get(foreign).status_code in {403, 404, 405, 302}, (
                f"{role} {name}"
            )
        response = client.post(
            foreign, POSTED.get(name, lambda d: {})(other), follow=True
        )
        assert "Bí Mật" not in body(response), f"{role} POST {name}"
    assert everything() == before, "nothing of anybody was changed"


def everything() -> tuple:
    """What a forged form of a neighbour's could change."""
    return (
        list(Enrolment.objects.order_by("pk").values_list("pk", "ended_at")),
        list(AttendanceSheet.objects.values_list("pk", "decided_at")),
        list(Meeting.objects.order_by("pk").values_list("pk", "title", "cancelled_at")),
        Audience.objects.count(),
        set(TrainingClass.objects.values_list("calendar_token", flat=True)),
        AgencyRole.objects.exclude(delegated_from=None).count(),
        list(Membership.objects.order_by("pk").values_list("pk", "agency", "period")),
        Reminder.objects.filter(state="pending").count(),
        QuickFinishTalk.objects.count(),
        ReportSnapshot.objects.count(),
        ReportSchedule.objects.filter(is_active=True, agency__code="B").count(),
        Export.objects.filter(asked__agency="B").count(),
        list(
            RosterImport.objects.filter(agency__code="B").values_list(
                "state", "decisions"
            )
        ),
        [
            g.closed_at
            for g in (e.training_class for e in Enrolment.objects.order_by("pk"))
        ],
    )


@pytest.mark.parametrize("role", sorted(READERS))
def test_ones_own_pages_open(client, world, log_in, role):
    """What is everybody's to read opens for all roles; what writes, not for a head."""
    log_in(role)
    own = world["own"]
    for name in (
        "coordinate",
        "coordinate_classes",
        "coordinate_agency",
        "coordinate_people",
        "coordinate_quick",
        "coordinate_person",
        "coordinate_export",
        "class_manage",
        "class_meetings",
        "meeting",
        "reminders",
        "reports",
        "report_draft",
        "report_schedules",
        "exports",
    ):
        response = client.get(reverse(name, args=PLACES[name](own)))
        assert response.status_code in {200, 302}, f"{role} {name}"
    for name in ("class_new", "rosters", "roster_example", "unplaced"):
        expected = 200 if role in WRITERS else 403
        assert (
            client.get(reverse(name, args=PLACES[name](own))).status_code == expected
        ), f"{role} {name}"


def test_the_province_sees_both__the_former_not_even_the_past(client, world, log_in):
    log_in("province")
    assert "Huyện Bí Mật" in body(client.get(reverse("coordinate")))
    log_in("former")
    past = vdate(TODAY - dt.timedelta(days=30))
    assert (
        client.get(
            reverse("coordinate_agency", args=["A"]) + f"?as_at={past}"
        ).status_code
        == 404
    )


FILES = ["agencies", "people", "hours", "quick"]


def readings(client, district, unit) -> dict[str, str]:
    """All pages and files about a unit, lists searched and filtered, as they read."""
    names = ["coordinate", "coordinate_all_people", "coordinate_classes", "reminders"]
    names += ["unplaced", "reports", "class_new", "rosters"]
    urls = [reverse(name) for name in names]
    code = unit.code
    for name in ("coordinate_agency", "coordinate_people", "coordinate_quick"):
        url = reverse(name, args=[code])
        urls += [url + query for query in ("", "?q=Bí", "?class=CHUNG", "?kind=xa")]
    urls += [
        reverse("coordinate_export", args=[code, what, ending])
        for what in FILES
        for ending in ("csv", "xlsx")
    ]
    asked = f"?kind=levels&unit={unit.periods.get().pk}&as_at={vdate(TODAY)}"
    urls += [reverse("report_draft") + asked]
    endings = ("csv", "xlsx", "pdf")
    urls += [reverse("report_draft_file", args=[e]) + asked for e in endings]
    urls += [reverse("class_manage", args=["CHUNG"])]
    urls += [reverse("meeting_sheet", args=[district.meeting.uid])]
    urls += [reverse("coordinate_person", args=[district.person.uid])]
    return {url: body(client.get(url, follow=True)) for url in urls}


@pytest.mark.parametrize("role", ["unit", "district", "head", "deputy"])
def test_no_count_of_the_neighbour__whatever_happens_there_all_reads_as_before(
    client, world, log_in, role
):
    own, other = world["own"], world["other"]
    shared = TrainingClassFactory(code="CHUNG", course=own.group.course)
    for district in (own, other):
        enrol(shared, district.person)
    log_in(role)
    unit = own.unit if role == "unit" else own.top
    readings(client, own, unit)  # what is kept in the cache is kept from here on
    before = readings(client, own, unit)
    assert any(own.person.full_name in text for text in before.values())
    commune = AgencyFactory(name="Xã Mới", parent=other.top)
    places = [commune, other.top, other.unit]
    if role == "unit":
        places += [own.top, AgencyFactory(name="Xã Láng Giềng", parent=own.top)]
    for place in places:
        for group in (shared, own.group, other.group):
            hurry(enrol(group, MembershipFactory(agency=place).user))
    after = readings(client, own, unit)
    for url, text in before.items():
        assert after[url] == text, f"{role} {url}"


def papers(client, district, unit) -> dict[str, str]:
    """Every PDF that the desk gives about a unit, as it reads.

    Whatever has an ending in its address is asked for as a PDF, and so is every kind of
    report; what is no PDF is left out.
    """
    named = {name: place(district) for name, place in PLACES.items()}
    urls = [
        reverse(name, args=[*args[:-1], "pdf"] if args[-1:] == ["csv"] else args)
        for name, args in named.items()
    ]
    draft = reverse("report_draft_file", args=["pdf"])
    place = f"unit={unit.periods.get().pk}&as_at={vdate(TODAY)}"
    urls += [
        f"{draft}?kind={kind}&{place}&group={group}"
        for kind in ReportKind.values
        for group in ("", district.group.pk)
    ]
    answers = {url: client.get(url) for url in urls}
    return {
        url: body(answer)
        for url, answer in answers.items()
        if answer.headers.get("Content-Type") == "application/pdf"
    }


@pytest.fixture
def mixed(world):
    """A neighbour's person in one's own class: there is something to give away."""
    enrol(world["own"].group, world["other"].person)
    return world


KINDS_OF_PAPER = {"/sheet.pdf", "/file.pdf", *(f"kind={k}" for k in ReportKind.values)}


@pytest.mark.parametrize("role", ["unit", "district", "head", "deputy"])
def test_nothing_of_the_neighbour__in_any_paper(client, mixed, log_in, role):
    own, other = mixed["own"], mixed["other"]
    log_in(role)
    read = papers(client, own, own.unit if role == "unit" else own.top)
    seen = {kind for kind in KINDS_OF_PAPER if any(kind in url for url in read)}
    # What a district issued is not its commune's to read.
    assert seen == KINDS_OF_PAPER - ({"/file.pdf"} if role == "unit" else set())
    for url, words in read.items():
        assert "Của Ta" in words, f"{role} {url} was not read"
    foreign = papers(client, other, other.top)
    for url, words in (read | foreign).items():
        assert not given_away(words), f"{role} {url}"


def given_away(words: str) -> set[str]:
    """What only a neighbour's people, units and classes have, in capitals too."""
    return {word for word in ("bí mật", "hvb", "lopb") if word in words.casefold()}


def test_the_provinces_papers_name_both(client, mixed, log_in):
    """So that the test above is known to read: here the neighbour may stand."""
    log_in("province")
    read = papers(client, mixed["own"], mixed["T"])
    naming = {url for url, words in read.items() if given_away(words)}
    for kind in ("sheet.pdf", "kind=participants", "kind=attendance", "kind=agencies"):
        assert any(kind in url for url in naming), kind
    every = {word for words in read.values() for word in given_away(words)}
    assert every == {"bí mật", "hvb", "lopb"}


def enrol(group, user) -> Enrolment:
    at = timezone.now() - dt.timedelta(days=3)
    return Enrolment.objects.create(learner=user, training_class=group, enrolled_at=at)


def hurry(enrolment) -> None:
    """Mark a lesson of the class as done without opening it."""
    lesson = ActivityPage.objects.of(enrolment.training_class.course).first()
    said = {"occasion": "unopened", "result": None, "at": timezone.now()}
    if lesson is not None:
        record_completion(enrolment=enrolment, activity=lesson, **said)


def test_a_head_who_coordinates_elsewhere__changes_nothing_where_heading(client, world):
    own = world["own"]
    user = with_role(own.top, AgencyRole.Role.HEAD)
    elsewhere = AgencyFactory(name="Xã Nhỏ", parent=own.top)
    AgencyRoleFactory(user=user, agency=elsewhere)
    theirs = enrol(own.group, MembershipFactory(agency=elsewhere).user)
    client.force_login(user)
    url = reverse("class_people", args=[own.group.code])
    said = {"action": "exempt", "reason": "x"}
    foreign = client.post(url, said | {"enrolment": str(own.enrolment.uid)})
    assert foreign.status_code == 404
    assert client.post(url, said | {"enrolment": str(theirs.uid)}).status_code == 302
    again = reverse("reminder_again", args=[own.reminder.uid])
    assert client.post(again).status_code == 404
    own.enrolment.refresh_from_db()
    assert own.enrolment.ended_at is None


def test_a_neighbours_lesson_is_no_more_than_one_that_does_not_exist(client, world):
    """Named in a form of one's own page, it is refused in the same words."""
    own, other = world["own"], world["other"]
    client.force_login(own.coordinator)
    url = reverse("coordinate_quick", args=[own.top.code])
    said = [
        client.post(url, {"finish": uid, "action": "aside"}).content.decode()
        for uid in (str(other.quick.uid), "00000000-0000-4000-8000-000000000000")
    ]
    assert all("Có bài không còn trong danh sách" in text for text in said)
    assert not QuickFinishTalk.objects.exists()
    assert client.post(url, {"finish": str(own.quick.uid), "action": "aside"}).url
    assert QuickFinishTalk.objects.get().finish == own.quick
