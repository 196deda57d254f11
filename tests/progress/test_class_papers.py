"""The papers of a class: issued by a worker, watched on a page, taken away as one file."""

import io
import zipfile
from datetime import timedelta
from unicodedata import is_normalized

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificates import seals
from certificates.models import Certificate
from certificates.seals.making import make_key
from certificates.services import render_many
from lms.celery import app
from progress import awards, tasks
from progress.models import Export
from progress.services.exports import drop_export, make_export
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    CourseFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NAMES = ["Nguyễn Thị Ẩn", "Đỗ Ửng Hoè", "Trần Văn Ỷ"]
ISSUE, PAGE = "class_papers_issue", "class_papers"


@pytest.fixture(autouse=True)
def _private(tmp_path, monkeypatch):
    monkeypatch.setattr(storages["private"], "_location", str(tmp_path))
    for cached in ("base_location", "location"):
        storages["private"].__dict__.pop(cached, None)
    yield
    for row in Export.objects.all():
        drop_export(row=row)
    for cached in ("base_location", "location"):
        storages["private"].__dict__.pop(cached, None)


@pytest.fixture
def queued(monkeypatch):
    """What is sent to the broker, which is not there."""
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, args: sent.append((name, *args)))
    return sent


@pytest.fixture
def district():
    return AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")


@pytest.fixture
def group(district):
    """Closed by a decision: three of Suối Rao and one of a neighbour have passed."""
    course = CourseFactory(certificate_when="on_closing")
    group = TrainingClassFactory(
        code="SHHS",
        course=course,
        organiser=district,
        closed_at=timezone.now(),
        decision_number="31/QĐ-TTPVHCC",
        decision_on=timezone.localdate(),
    )
    commune = AgencyFactory(code="SR", name="Xã Suối Rao", parent=district)
    other = AgencyFactory(code="HL", name="Xã Hòa Long")
    for name in NAMES:
        enrol(group, name, commune)
    enrol(group, "Người Hàng Xóm", other)
    return group


def enrol(group, name, agency):
    row = EnrolmentFactory(training_class=group, passed=True, learner__full_name=name)
    MembershipFactory(user=row.learner, agency=agency)
    return row


@pytest.fixture
def desk(district, group, as_user, queued):
    user = UserFactory(full_name="Điều Phối")
    AgencyRoleFactory(user=user, agency=district)
    return as_user(user)


def issue(desk, queued, group, capture):
    with capture(execute=True):
        desk.post(reverse(ISSUE, args=[group.code]))
    assert ("progress.award_class", group.pk) in queued
    tasks.award_class(group.pk)


def draw():
    keys = list(Certificate.objects.pending().values_list("pk", flat=True))
    return render_many(keys=keys, at=timezone.now())


def text(desk, group) -> str:
    return desk.get(reverse(PAGE, args=[group.code])).content.decode()


def take_away(desk, ending):
    address = reverse("coordinate_export", args=["CD", "papers", ending])
    desk.get(address, {"class": "SHHS"})
    row = Export.objects.get(ending=ending)
    make_export(uid=str(row.uid), at=timezone.now())
    answer = desk.get(reverse("export_file", args=[row.uid]))
    return io.BytesIO(b"".join(answer.streaming_content))


def test_page__follows_a_class_from_due_to_ready(
    desk, queued, group, django_capture_on_commit_callbacks
):
    html = text(desk, group)
    assert "0 trên 4 giấy đã xong" in html
    assert "Cấp ngay cho 4 người" in html
    issue(desk, queued, group, django_capture_on_commit_callbacks)
    html = text(desk, group)
    assert "4 giấy đang tạo" in html
    assert "data-wait" in html
    assert draw() == 4
    html = text(desk, group)
    assert "4 trên 4 giấy đã xong" in html
    assert "data-wait" not in html


def test_page__names_what_stands_in_the_way(desk, group):
    tasks.award_class(group.pk)
    stuck = Certificate.objects.get(facts__name=NAMES[0])
    Certificate.objects.filter(pk=stuck.pk).update(
        attempts=3, trouble="full", retry_at=timezone.now() + timedelta(hours=1)
    )
    html = text(desk, group)
    assert "3 giấy đang tạo" in html, "those in trouble are not counted with them"
    assert "1 giấy gặp trục trặc" in html
    assert "Kho lưu tệp đã đầy." in html
    assert stuck.serial in html


def test_issue__is_the_organisers(as_user, queued, group):
    coordinator = UserFactory()
    AgencyRoleFactory(user=coordinator, agency=AgencyFactory(code="KHAC"))
    answer = as_user(coordinator).post(reverse(ISSUE, args=[group.code]))
    assert answer.status_code == 404
    assert queued == []


def test_class__one_message_for_twenty_and_few_queries(queued, group, monkeypatch):
    monkeypatch.setattr(awards, "PORTION", 20)
    with CaptureQueriesContext(connection) as few:
        tasks.award_class(group.pk)
    assert Certificate.objects.count() == 4
    each = 8  # of one award: savepoint, standing twice, register, three writes
    assert len(few) <= 12 + 4 * each
    tasks.award_class(group.pk)
    assert Certificate.objects.count() == 4


def test_one_that_cannot_be_awarded__holds_up_nobody(queued, group, caplog):
    learner = group.enrolments.get(learner__full_name=NAMES[1]).learner
    with connection.cursor() as cursor:  # a fault that only the database knows
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'refused'; END$$; "
            "CREATE TRIGGER refuse BEFORE INSERT ON certificates_certificate "
            f"FOR EACH ROW WHEN (NEW.holder_id = {learner.pk}) "
            "EXECUTE FUNCTION refuse()"
        )
    tasks.award_class(group.pk)
    assert Certificate.objects.count() == 3
    numbers = Certificate.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]


def test_zip__has_ones_own_people_with_their_names(desk, group):
    tasks.award_class(group.pk)
    draw()
    with zipfile.ZipFile(take_away(desk, "zip")) as archive:
        names = archive.namelist()
        assert sorted(name.partition(" ")[2] for name in names) == sorted(
            f"{name}.pdf" for name in NAMES
        )
        assert all(is_normalized("NFC", name) for name in names)
        assert all(info.flag_bits & 0x800 for info in archive.infolist())
        year = timezone.localdate().year
        assert all(name[:9] == f"{name[:4]}-{year}" for name in names)
        for paper in Certificate.objects.exclude(facts__name="Người Hàng Xóm"):
            held = [n for n in names if n.startswith(f"{paper.number:04d}-")]
            assert archive.read(held[0]) == paper.file.open().read()


def test_pdf__has_the_pages_in_list_order_and_the_fonts_once(
    desk, group, settings, tmp_path
):
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    make_key(
        name="khoa", organisation="Trung tâm", folder=tmp_path / "keys",
        at=timezone.now(), years=5, phrase="",
    )  # fmt: skip
    issuer = group.course.issuer
    issuer.key_name = "khoa"
    issuer.save()
    tasks.award_class(group.pk)
    assert draw() == 4
    content = take_away(desk, "pdf").getvalue()
    pages = PdfReader(io.BytesIO(content)).pages
    order = ["Nguyễn Thị Ẩn", "Đỗ Ửng Hoè", "Trần Văn Ỷ"]
    order = [
        e.learner.full_name
        for e in group.enrolments.filter(learner__full_name__in=order).order_by(
            "learner__sort_key"
        )
    ]
    assert len(pages) == 3
    for page, name in zip(pages, order, strict=True):
        assert name in " ".join(page.extract_text().split())
    assert seals.seal_of(content) is None
    one = Certificate.objects.first().octets
    assert len(content) < 2 * one, "fonts are there more than once"


def test_file_that_is_gone__is_said(desk, group):
    tasks.award_class(group.pk)
    draw()
    paper = Certificate.objects.get(facts__name=NAMES[0])
    paper.file.storage.delete(paper.file.name)
    desk.get(reverse("coordinate_export", args=["CD", "papers", "zip"]))
    row = Export.objects.get()
    make_export(uid=str(row.uid), at=timezone.now())
    row.refresh_from_db()
    assert row.state == "refused"
    assert paper.serial in row.refusal


def test_nothing_ready__is_said(desk, group):
    address = reverse("coordinate_export", args=["CD", "papers", "zip"])
    html = desk.get(address, follow=True).content.decode()
    assert "Chưa có giấy chứng nhận nào" in html


def test_neighbours_unit__is_not_there(desk, group):
    address = reverse("coordinate_export", args=["HL", "papers", "zip"])
    assert desk.get(address).status_code == 404
