"""Long lists: asked for, made in the background, read by nobody else, forgotten."""

import datetime as dt
import io

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from agencies.models import AgencyRole
from lms.celery import app
from progress import tasks, trainees
from progress.models import Export, ReportKind
from progress.official import Query
from progress.services import exports, issue_report
from progress.services.exports import drop_export, forget_exports, make_export
from tests.desks import LETTER
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _short_limits(settings):
    settings.EXPORT_ROWS, settings.EXPORT_PDF_ROWS = 2, 0
    settings.EXPORT_PDF_MOST_ROWS = 3
    yield
    for row in Export.objects.all():
        drop_export(row=row)


@pytest.fixture
def queued(monkeypatch):
    """What is sent to the broker, which is not there."""
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, args: sent.append((name, *args)))
    return sent


@pytest.fixture
def unit():
    district = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    commune = AgencyFactory(code="SR", name="Xã Suối Rao", parent=district)
    AgencyFactory(code="HL", name="Xã Hòa Long", parent=district)
    group = TrainingClassFactory(code="SHHS")
    for name in ("Lê Thị An", "Lê Thị Bé", "=Lê Cúc", "Trần Thị Dung"):
        enrolment = EnrolmentFactory(training_class=group, learner__full_name=name)
        MembershipFactory(user=enrolment.learner, agency=commune)
    return district


@pytest.fixture
def asker(unit):
    user = UserFactory(full_name="Điều Phối")
    AgencyRoleFactory(user=user, agency=unit)
    return user


@pytest.fixture
def desk(asker, as_user, queued):
    return as_user(asker)


def ask(desk, what="people", ending="xlsx", **query):
    url = reverse("coordinate_export", args=["CD", what, ending])
    return desk.get(url, query)


def only() -> Export:
    return Export.objects.get()


def made(row: Export) -> Export:
    make_export(uid=str(row.uid), at=timezone.now())
    row.refresh_from_db()
    return row


def rows_of(desk, row) -> list[tuple]:
    response = desk.get(reverse("export_file", args=[row.uid]))
    assert row.file_name in response["Content-Disposition"]
    book = load_workbook(io.BytesIO(b"".join(response)))
    return list(book.worksheets[0].values)[1:]


def is_kept(row) -> bool:
    return storages["private"].exists(row.stored_name)


def test_a_short_list_comes_at_once__a_long_one_is_queued(
    desk, queued, django_capture_on_commit_callbacks
):
    short = ask(desk, q="Lê Thị")
    assert short.status_code == 200
    assert ask(desk, ending="csv").streaming
    with django_capture_on_commit_callbacks(execute=True):
        response = ask(desk, q="Lê")
    assert response.url == reverse("export", args=[only().uid])
    assert queued == [("progress.make_export", str(only().uid))]


def test_asked_twice__is_one_file(desk):
    assert ask(desk).url == ask(desk).url
    assert ask(desk, state="not_started").url != ask(desk).url
    first = Export.objects.exclude(asked__has_key="state").get()
    made(first)
    assert ask(desk).url != reverse("export", args=[first.uid]), "that one is old"


@pytest.mark.parametrize(
    ("what", "count"), [("people", 4), ("agencies", 3), ("hours", 4)]
)
def test_every_list_of_a_unit_is_made__as_it_would_have_come_at_once(
    desk, settings, what, count
):
    ask(desk, what)
    rows = rows_of(desk, made(only()))
    assert len(rows) == count == only().total == only().done
    settings.EXPORT_ROWS = 100
    at_once = load_workbook(io.BytesIO(b"".join(ask(desk, what))))
    assert list(at_once.worksheets[0].values)[1:] == rows


def test_the_filters_hold__and_stand_in_words_beside_the_file(desk):
    ask(desk, q="Lê", **{"class": "SHHS", "state": "not_started"})
    row = made(only())
    names = [cells[1] for cells in rows_of(desk, row)]
    assert sorted(names) == ["'=Lê Cúc", "Lê Thị An", "Lê Thị Bé"]
    page = desk.get(reverse("exports")).content.decode()
    for word in ("Huyện Châu Đức", "SHHS", "Chưa học", "Tìm: Lê", "3 dòng", "Tải về"):
        assert word in page


def test_lists_are_read_in_portions(desk, monkeypatch):
    monkeypatch.setattr(trainees, "PORTION", 3)
    monkeypatch.setattr(exports, "STEP", 1)
    for what in ("people", "hours"):
        ask(desk, what)
        row = made(Export.objects.get(what=what))
        assert [cells[1] for cells in rows_of(desk, row)] == [
            "Lê Thị An",
            "Lê Thị Bé",
            "'=Lê Cúc",
            "Trần Thị Dung",
        ]


def test_an_issued_report_and_a_draft__as_sheet_and_on_paper(desk, asker, unit):
    query = Query(ReportKind.PARTICIPANTS, unit, None, TODAY)
    report = issue_report(query=query, letter=LETTER, by=asker, at=timezone.now())
    place = {"kind": "participants", "unit": unit.periods.get().pk, "as_at": f"{TODAY}"}
    for ending in ("xlsx", "pdf"):
        desk.get(reverse("report_file", args=[report.uid, ending]))
        desk.get(reverse("report_draft_file", args=[ending]), place)
    rows = list(Export.objects.filter(ending="xlsx"))
    assert {row.what for row in rows} == {"report", "draft"}
    for row in rows:
        assert len(rows_of(desk, made(row))) == 4
    for row in Export.objects.filter(ending="pdf"):
        assert row.state == "refused"
        assert (
            "nhiều nhất 3 dòng"
            in desk.get(reverse("export", args=[row.uid])).content.decode()
        )
    assert Export.objects.count() == 4


def test_paper_is_made__while_it_is_not_too_long(desk, asker, unit, settings):
    settings.EXPORT_PDF_MOST_ROWS = 4
    query = Query(ReportKind.PARTICIPANTS, unit, None, TODAY)
    report = issue_report(query=query, letter=LETTER, by=asker, at=timezone.now())
    desk.get(reverse("report_file", args=[report.uid, "pdf"]))
    row = made(only())
    response = desk.get(reverse("export_file", args=[row.uid]))
    assert b"".join(response).startswith(b"%PDF")


def test_a_role_lost_meanwhile__is_refused_in_words(desk):
    ask(desk)
    AgencyRole.objects.all().delete()
    row = made(only())
    assert (row.state, is_kept(row)) == ("refused", False)
    page = desk.get(reverse("export", args=[row.uid])).content.decode()
    assert "không còn được xem đơn vị này" in page


def test_the_way_to_the_file_asks_again(desk):
    ask(desk)
    row = made(only())
    AgencyRole.objects.all().delete()
    response = desk.get(reverse("export_file", args=[row.uid]))
    assert response.status_code == 403
    assert "không tải tệp này được nữa" in response.content.decode()


def test_another_person_of_the_same_unit__sees_nothing_of_it(desk, unit, as_user):
    ask(desk)
    row = made(only())
    other = UserFactory()
    AgencyRoleFactory(user=other, agency=unit)
    client = as_user(other)
    for name in ("export", "export_file"):
        assert client.get(reverse(name, args=[row.uid])).status_code == 404
    assert client.post(reverse("export_drop", args=[row.uid])).status_code == 404
    assert str(row.uid) not in client.get(reverse("exports")).content.decode()
    assert is_kept(row)


def test_waiting_page__tells_how_far_it_is_and_works_without_script(desk):
    page = desk.get(ask(desk).url).content.decode()
    assert "Đang chờ máy chủ bắt đầu. Danh sách có 4 dòng." in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    Export.objects.update(state="running", done=3)
    page = desk.get(reverse("export", args=[only().uid])).content.decode()
    assert "Đang làm: 3 trên 4 dòng." in page
    assert 'value="3" max="4"' in page
    assert desk.get(reverse("export_file", args=[only().uid])).status_code == 302, (
        "not before it is ready"
    )
    page = desk.get(reverse("export", args=[made(only()).uid])).content.decode()
    assert "data-wait" not in page
    assert "Tệp đã sẵn sàng" in page


def test_made_twice__is_made_once(desk):
    ask(desk)
    row = made(only())
    again = made(row)
    assert (again.tries, again.made_at) == (1, row.made_at)


def test_what_fells_its_worker_again_and_again__is_given_up_in_words(desk):
    ask(desk)
    Export.objects.update(tries=exports.MOST_TRIES, state="running")
    row = made(only())
    assert (row.state, is_kept(row)) == ("refused", False)
    assert "thử nhiều lần" in row.refusal


def test_the_sweep__queues_what_was_left_and_forgets_what_is_old(
    desk, queued, django_capture_on_commit_callbacks
):
    ask(desk)
    row = only()
    tasks.sweep_exports()
    assert queued == [], "it was asked for just now"
    Export.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=2))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_exports()
    assert queued == [("progress.make_export", str(row.uid))]
    made(row)
    soon = timezone.now() + exports.KEPT_FOR - dt.timedelta(hours=1)
    assert forget_exports(at=soon) == 0
    assert forget_exports(at=soon + dt.timedelta(hours=2)) == 1
    assert not Export.objects.exists()
    assert not is_kept(row)


def test_one_person__keeps_only_so_many_workers_busy(desk, settings):
    settings.EXPORT_ROWS = -1
    for n in range(exports.MOST_WAITING):
        assert ask(desk, q=f"{n}").url != reverse("exports")
    assert ask(desk, q="0").url != reverse("exports"), "that one is among them"
    assert ask(desk, q="more").url == reverse("exports")
    page = desk.get(reverse("exports")).content.decode()
    assert "đang có 5 tệp chưa làm xong" in page


def test_an_empty_list_says_what_comes_here(desk):
    assert "Chưa có tệp nào" in desk.get(reverse("exports")).content.decode()


def test_pages_cost_the_same__however_many_files(desk, django_assert_num_queries):
    def pages():
        desk.get(reverse("exports"))
        desk.get(reverse("export", args=[Export.objects.first().uid]))

    ask(desk)
    pages()
    with django_assert_num_queries(9):
        pages()
    now = timezone.now()
    Export.objects.bulk_create(
        Export(
            asked_by=only().asked_by,
            what="people",
            asked={"n": n},
            as_at=TODAY,
            ending="xlsx",
            total=n,
            size=1,
            state="ready",
            expires_at=now + dt.timedelta(days=1),
        )
        for n in range(15)
    )
    with django_assert_num_queries(9):
        pages()
