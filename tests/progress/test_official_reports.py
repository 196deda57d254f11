"""Reports as issued: numbered, unchangeable, and counted again with the same figures."""

import csv
import datetime as dt
import io
import os
import subprocess

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.formats import vdate
from agencies.exports import Share, write_xlsx
from agencies.models import AgencyRole
from agencies.reorganising import Step
from agencies.services.reorganise import reorganise
from enrolments.models import Attendance, Enrolment, Meeting
from enrolments.services import move_member
from progress.models import Completion, ReportKind, ReportSchedule, ReportSnapshot
from progress.official import Content, Heading, Query, build
from progress.official.comparing import differences
from progress.official.letters import default_letter
from progress.official.paper import pdf_of
from progress.services import ReportRefusedError, issue_report
from progress.services.schedule_days import a_month_after
from progress.services.scheduling import schedule_report, send_due
from progress.tasks import send_scheduled_reports
from tests.desks import LETTER
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    UserFactory,
)
from tests.progress.province import DAY, TODAY, learner, noon, province

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    units, group = province()
    return units | {"group": group, "by": UserFactory(email="dieu-phoi@brvt.vn")}


def query(place, kind=ReportKind.AGENCIES, unit="T", as_at=DAY, **more):
    return Query(kind, place[unit], place["group"], as_at, **more)


def issue(place, **more):
    return issue_report(
        query=query(place, **more), letter=LETTER, by=place["by"], at=timezone.now()
    )


def test_by_agency__counts_and_rates_as_at_the_day(place):
    content = build(query(place))
    assert [row[1:] for row in content.rows] == [
        ["Huyện Châu Đức", 4, 3, 3, Share(3, 4), 2, Share(2, 3), 1],
        ["Sở Nội vụ", 2, 0, 0, Share(0, 2), 0, Share(0, 0), 2],
    ]
    assert content.total[2:] == [6, 3, 3, Share(3, 6), 2, Share(2, 3), 3]
    assert content.summary[0].startswith(
        "Có 6 người được cử từ 4 đơn vị; 3 người đã tham gia (50,00%)"
    )
    own = build(query(place, unit="CD"))
    assert [row[1] for row in own.rows] == [
        "Huyện Châu Đức",
        "Xã Suối Rao",
        "Xã Xuân Sơn",
    ]


def test_by_level(place):
    content = build(query(place, kind=ReportKind.LEVELS))
    assert [row[1:4] for row in content.rows] == [
        ["Cấp tỉnh", 1, 2], ["Cấp huyện", 1, 1], ["Cấp xã", 2, 3],
    ]  # fmt: skip
    assert (
        content.total[3] == 6 if content.total[2] == 4 else content.total[2:4] == [4, 6]
    )


def test_participants__by_unit_then_given_name(place):
    content = build(query(place, kind=ReportKind.PARTICIPANTS, unit="CD"))
    assert [row[1] for row in content.rows] == [
        "Võ Thị Kim Anh", "Lê Thị Hồng Nhung", "Đặng Văn Phúc", "Bùi Minh Khoa",
    ]  # fmt: skip
    assert content.rows[1][4:] == ["Xã Suối Rao", "", "SHHS"]


def test_marks_and_attendance_and_recognition(place):
    row = meeting_and_mark(place)
    content = build(query(place, kind=ReportKind.MARKS))
    assert [r[1:] for r in content.rows] == [
        ["Lê Thị Hồng Nhung", "Xã Suối Rao", "Kiểm tra cuối khóa", "8,5/10", 2, "Đạt"]
    ]
    content = build(query(place, kind=ReportKind.ATTENDANCE, unit="SR"))
    assert [r[1:] for r in content.rows] == [
        ["Lê Thị Hồng Nhung", "Xã Suối Rao", "x", 1], ["Đặng Văn Phúc", "Xã Suối Rao", "", 0],
    ]  # fmt: skip
    place["group"].attendance_minimum = 50
    place["group"].save()
    content = build(query(place, kind=ReportKind.RECOGNITION))
    assert [r[1] for r in content.rows] == ["Lê Thị Hồng Nhung"], (
        "the other was not there"
    )
    assert row.passed_at


def meeting_and_mark(place) -> Enrolment:
    """One learner sat the test twice and was at the only meeting."""
    row = Enrolment.objects.get(learner__full_name="Lê Thị Hồng Nhung")
    lesson = LessonFactory(
        module=ModuleFactory(course=place["group"].course), title="Kiểm tra cuối khóa"
    )
    for at, score in ((DAY, 400), (DAY, 850)):
        Completion.objects.create(
            enrolment=row, activity=lesson, occasion=str(score), completed_at=noon(at),
            score=score, max_score=1000, passed=score > 500,
        )  # fmt: skip
    meeting = Meeting.objects.create(
        training_class=place["group"], title="Buổi 1", starts_at=noon(DAY - dt.timedelta(days=1)),
        ends_at=noon(DAY - dt.timedelta(days=1)) + dt.timedelta(hours=2),
    )  # fmt: skip
    Attendance.objects.create(
        meeting=meeting, enrolment=row, status="present", source="list",
        recorded_by=place["by"], recorded_at=noon(DAY),
    )  # fmt: skip
    return row


def test_targets__say_what_is_missing(place, province_indicator):
    content = build(query(place, kind=ReportKind.TARGETS))
    assert content.rows[0][1:5] == [
        "Tỷ lệ hồ sơ nộp trực tuyến",
        "28,81%",
        "50%",
        "21,19%",
    ]
    assert "không chứng minh" in content.notes[0]


@pytest.fixture
def province_indicator(place):
    from decimal import Decimal

    from progress.models import Indicator, IndicatorValue

    named = Indicator.objects.create(
        code="online", name="Tỷ lệ hồ sơ nộp trực tuyến", unit_of_measure="%"
    )
    IndicatorValue.objects.create(
        indicator=named,
        agency=place["T"],
        ends_on=DAY,
        value=Decimal("28.81"),
        target=Decimal(50),
    )


@pytest.mark.parametrize("kind", [k for k in ReportKind if k != ReportKind.TARGETS])
def test_issued__stays_and_is_counted_again_the_same_though_people_moved(place, kind):
    meeting_and_mark(place)
    made = issue(place, kind=kind)
    kept = Content.of(made.content)
    late = Enrolment.objects.get(learner__full_name="Đặng Văn Phúc")
    move_member(
        user=late.learner, agency=place["SNV"], position="Chuyên viên", on=TODAY
    )
    late.completed_at = late.passed_at = late.ended_at = timezone.now()
    late.ended_reason, late.answering_agency = "completed", place["SNV"]
    late.save()
    learner(place["group"], place["XS"], "Người Mới").delete()
    reorganise(
        steps=merging(),
        effective_on=TODAY,
        at=timezone.now(),
    )
    again = build(Query.of(made.query))
    assert not differences(kept, again)
    today = build(query(place, kind=kind, as_at=TODAY))
    assert today.as_json() != made.content


def merging():
    return [
        Step(
            row=2,
            action="absorb",
            code="SR",
            new_code="XS",
            new_name="",
            new_kind="",
            new_parent="",
        )
    ]


def test_rolled_up_to_successors__old_units_are_counted_with_the_new_one(place):
    reorganise(steps=merging(), effective_on=TODAY, at=timezone.now())
    stood = build(query(place, unit="CD"))
    assert [row[1] for row in stood.rows] == [
        "Huyện Châu Đức",
        "Xã Suối Rao",
        "Xã Xuân Sơn",
    ]
    rolled = build(query(place, unit="CD", roll_to=TODAY))
    assert [row[1:3] for row in rolled.rows] == [
        ["Huyện Châu Đức", 1],
        ["Xã Xuân Sơn", 3],
    ]
    assert rolled.total[2:] == stood.total[2:]
    assert "đơn vị kế thừa" in rolled.notes[0]


def test_numbers__without_gaps_and_once_for_the_same_report(place):
    first = issue(place)
    assert issue(place) == first
    with pytest.raises(ReportRefusedError):
        issue(place, as_at=TODAY + dt.timedelta(days=1))
    second = issue(place, kind=ReportKind.LEVELS)
    assert (first.number, second.number) == (1, 2)
    assert first.reference == "01/BC-SNV"


def test_a_report_about_nobody_is_refused(place):
    with pytest.raises(ReportRefusedError):
        issue(place, as_at=DAY - dt.timedelta(days=300))
    assert not ReportSnapshot.objects.exists()


def test_issued__cannot_be_changed_or_deleted_by_any_way(place):
    made = issue(place)
    with pytest.raises(TypeError):
        made.save()
    for change in (
        lambda: ReportSnapshot.objects.update(title="khác"),
        lambda: ReportSnapshot.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert ReportSnapshot.objects.get().title == made.title


def test_what_is_not_dated__may_be_corrected_without_a_difference(place):
    made = issue(place, kind=ReportKind.PARTICIPANTS)
    place["by"].__class__.objects.filter(full_name="Bùi Minh Khoa").update(
        full_name="Bùi Minh Khôi"
    )
    assert not differences(Content.of(made.content), build(Query.of(made.query)))


def test_content_survives_storage(place):
    for kind in (ReportKind.AGENCIES, ReportKind.PARTICIPANTS, ReportKind.RECOGNITION):
        content = build(query(place, kind=kind))
        assert Content.of(content.as_json()).as_json() == content.as_json()


def test_pdf__in_the_form_of_the_decree(place):
    made = issue(place)
    paper = pdf_of(
        Content.of(made.content),
        LETTER,
        dated=dt.date(2022, 11, 24),
        reference=made.reference,
    )
    assert paper == pdf_of(
        Content.of(made.content),
        LETTER,
        dated=dt.date(2022, 11, 24),
        reference=made.reference,
    )
    reader = PdfReader(io.BytesIO(paper))
    text = " ".join(reader.pages[0].extract_text().split())
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "SỞ NỘI VỤ",
        "Số: 01/BC-SNV", "Bà Rịa, ngày 24 tháng 11 năm 2022", "Huyện Châu Đức", "75,00%",
        "Nơi nhận:", "- Lưu: VT.", "PHÓ GIÁM ĐỐC", "Trần Quang Vinh",
    ):  # fmt: skip
        assert words in text
    assert abs(float(reader.pages[0].mediabox.width) - 595.28) < 1


def lines_of(letter) -> list[str]:
    """The paper's lines of text as somebody reads them."""
    content = Content(title="Kết quả", columns=[Heading("TT")], rows=[[1]])
    paper = pdf_of(content, letter, dated=TODAY)
    text = PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        (
            {
                "signer_capacity": "KT.",
                "signed_for": "Chủ tịch",
                "signer_title": "Phó Chủ tịch",
            },
            ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        (
            {
                "signer_capacity": "TM.",
                "signed_for": "Ủy ban nhân dân\nKT. Chủ tịch",
                "signer_title": "Phó Chủ tịch",
            },
            ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        ),
        (
            {
                "signer_capacity": "TUQ.",
                "signed_for": "Giám đốc",
                "signer_title": "Chánh Văn phòng",
            },
            ["TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"],
        ),
        (
            {"signer_capacity": "", "signed_for": "", "signer_title": "Giám đốc"},
            ["GIÁM ĐỐC"],
        ),
    ],
)
def test_signature__who_is_signed_for_stands_on_a_line_of_its_own(said, lines):
    paper = lines_of(LETTER | said)
    at = paper.index(lines[0])
    assert paper[at : at + len(lines)] == lines


def test_signature__of_a_report_issued_before_there_were_such_lines():
    old = {
        k: v for k, v in LETTER.items() if k not in ("signer_capacity", "signed_for")
    }
    old["signer_title"] = "KT. Chủ tịch Phó Chủ tịch"
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in lines_of(old)


def test_signature__both_boxes_or_none(coordinator, place):
    for said, wrong in (
        ({"signed_for": " \n "}, "id_signed_for"),
        ({"signer_capacity": ""}, "id_signer_capacity"),
    ):
        answer = coordinator.post(reverse("report_issue"), asked(place) | LETTER | said)
        page = BeautifulSoup(answer.content, "html.parser")
        assert [a["href"] for a in page.select("[role=alert] a")] == [f"#{wrong}"]
    said = {
        "signer_capacity": "TM.",
        "signed_for": " Ủy ban nhân dân \r\n\r\nKT. Chủ tịch",
    }
    coordinator.post(reverse("report_issue"), asked(place) | LETTER | said)
    kept = ReportSnapshot.objects.get().content["letter"]
    assert kept["signed_for"] == "Ủy ban nhân dân\nKT. Chủ tịch"


@pytest.mark.parametrize(
    ("name", "kind", "issuer", "superior", "symbol"),
    [
        (
            "Huyện Châu Đức",
            "cap_huyen",
            "Ủy ban nhân dân huyện Châu Đức",
            "",
            "BC-UBND",
        ),
        ("Xã Suối Rao", "xa", "Ủy ban nhân dân xã Suối Rao", "", "BC-UBND"),
        ("UBND phường 1", "phuong", "Ủy ban nhân dân phường 1", "", "BC-UBND"),
        ("Sở Nội vụ", "so_nganh", "Sở Nội vụ", "Ủy ban nhân dân tỉnh Đồng Nai", "BC"),
    ],
)
def test_letter__proposes_the_authority_not_the_place(
    name, kind, issuer, superior, symbol
):
    top = AgencyFactory(name="Tỉnh Đồng Nai", kind="tinh")
    unit = AgencyFactory(name=name, kind=kind, parent=top)
    letter = default_letter(unit, on=TODAY, by=None)
    assert (letter["issuer"], letter["superior"], letter["symbol"]) == (
        issuer, superior, symbol,
    )  # fmt: skip


def test_pdf__a_long_list_repeats_its_header_and_numbers_its_pages(place):
    for at in range(90):
        learner(place["group"], place["SR"], f"Nguyễn Văn {at}")
    content = build(query(place, kind=ReportKind.PARTICIPANTS))
    reader = PdfReader(io.BytesIO(pdf_of(content, LETTER, dated=TODAY, reference="7")))
    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 2
    assert all("Họ và tên" in text for text in texts[:-1])
    assert texts[1].split()[-1] == "2", "the number stands in the margin, drawn last"
    assert texts[0].split()[-1] != "1", "no number on the first page"


LENGTHS = range(18, 64) if os.environ.get("SOAK") else [18, 20, 26, 27, 54, 60]


@pytest.mark.parametrize("has_total", [True, False])
def test_pdf__no_page_has_the_signature_alone(has_total):
    """Whatever the length, the last two rows of the table stand with the signature."""
    for length in LENGTHS:
        content = Content(
            title="Kết quả",
            summary=["Có 6 người được cử."],
            columns=[Heading("TT", 5), Heading("Đơn vị", 40), Heading("Được cử")],
            rows=[[at, f"Xã {at}", 7] for at in range(1, length + 1)],
            total=[None, "Xã Cộng", 9] if has_total else None,
            notes=[] if has_total else ["Ghi chú."],
        )
        paper = PdfReader(io.BytesIO(pdf_of(content, LETTER, dated=TODAY)))
        (signed,) = [
            text
            for page in paper.pages
            if "Trần Quang Vinh" in (text := page.extract_text())
        ]
        assert signed.count("Xã ") >= 2, f"{length} rows, {len(paper.pages)} pages"


@pytest.fixture
def coordinator(client, place):
    user = place["by"]
    AgencyRoleFactory(user=user, agency=place["CD"], role=AgencyRole.Role.COORDINATOR)
    client.force_login(user)
    return client


def asked(place, unit="CD", kind="agencies", day=DAY):
    return {
        "kind": kind,
        "unit": place[unit].periods.get().pk,
        "group": place["group"].pk,
        "as_at": vdate(day),
    }


def test_a_day_that_is_not_over__is_said_before_and_after(coordinator, place):
    """What happens later on that day is not in the report, so a recount may differ."""
    said = asked(place, day=timezone.localdate())
    page = coordinator.get(reverse("report_draft"), said).content.decode()
    assert "Hôm nay chưa hết" in page
    coordinator.post(reverse("report_issue"), said | LETTER, follow=True)
    row = ReportSnapshot.objects.get()
    assert not row.day_was_over
    unit = MembershipFactory(agency=place["CD"], user=UserFactory()).user
    EnrolmentFactory(learner=unit, training_class=place["group"])
    url = reverse("report", args=[row.uid]) + "?recount=1"
    page = coordinator.get(url).content.decode()
    assert "kết quả khác" in page
    assert "chưa hết" in page
    page = coordinator.get(reverse("report_draft"), asked(place)).content.decode()
    assert "Hôm nay chưa hết" not in page


def test_from_draft_to_issued_and_downloaded(coordinator, place):
    page = coordinator.get(reverse("report_draft"), asked(place)).content.decode()
    assert "Xã Suối Rao" in page
    assert "Có 4 người được cử" in page
    said = asked(place) | LETTER
    page = coordinator.post(reverse("report_issue"), said, follow=True).content.decode()
    assert "Đã ban hành báo cáo số 01/BC-SNV." in page
    made = ReportSnapshot.objects.get()
    assert "01/BC-SNV" in coordinator.get(reverse("reports")).content.decode()
    page = coordinator.get(
        reverse("report", args=[made.uid]) + "?recount=1"
    ).content.decode()
    assert "khớp mọi số liệu" in page
    pdf = coordinator.get(reverse("report_file", args=[made.uid, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    name = f"bao-cao-so-01-BC-SNV-{made.year}.pdf"
    assert pdf["Content-Disposition"] == f'attachment; filename="{name}"'
    looked = coordinator.get(reverse("report_file", args=[made.uid, "pdf"]) + "?view=1")
    assert looked["Content-Disposition"] == f'inline; filename="{name}"'
    text = b"".join(
        coordinator.get(
            reverse("report_file", args=[made.uid, "csv"])
        ).streaming_content
    )
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[1][1:4] == ["Huyện Châu Đức", "1", "1"]
    assert (
        coordinator.get(reverse("report_file", args=[made.uid, "exe"])).status_code
        == 404
    )
    assert default_letter(place["CD"], on=TODAY, by=place["by"]) == LETTER
    for ending in ("csv", "xlsx", "pdf"):
        assert (
            coordinator.get(
                reverse("report_draft_file", args=[ending]), asked(place)
            ).status_code
            == 200
        )


def test_issuing_with_blanks__is_said_and_every_link_leads_on(coordinator, place):
    for at in range(120):
        learner(place["group"], place["XS"], f"Nguyễn Văn {at}")
    said = asked(place, kind="participants")
    blank = said | LETTER | {"place": " ", "signer_name": ""}
    answer = coordinator.post(reverse("report_issue"), blank)
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.title.text.startswith("Lỗi: Lập báo cáo")
    summary = page.select_one("main .notice[role=alert]")
    assert summary.has_attr("autofocus")
    assert [a["href"] for a in summary.select("a")] == ["#id_place", "#id_signer_name"]
    for a in summary.select("a"):
        box = page.select_one(a["href"])
        assert box["aria-invalid"] == "true"
        assert page.find(id=box["aria-describedby"].split()[-1]).text, (
            "why, read with it"
        )
    links = [a["href"] for a in page.select("main a.button")]
    assert len(links) == 4, "three files and the next page"
    for link in links:
        assert coordinator.get(link).status_code == 200, link
        assert f"unit={said['unit']}" in link
    form = page.select_one("form[method=post][novalidate]")
    again = coordinator.get(form["action"], follow=True)
    assert again.request["PATH_INFO"] == reverse("report_draft"), "no 405 on a reload"
    assert "Ban hành báo cáo" in again.content.decode()
    assert not ReportSnapshot.objects.exists()


def test_the_forms_begin_with_ones_own_unit(coordinator, place):
    top = place["CD"].periods.get().pk
    for name in ("report_draft", "report_schedules", "rosters", "class_new"):
        page = coordinator.get(reverse(name)).content.decode()
        assert f'<option value="{top}" selected>' in page, name


def test_only_within_reach(client, coordinator, place):
    made = issue(place, unit="T")
    for name, args in (("report", [made.uid]), ("report_file", [made.uid, "pdf"])):
        assert coordinator.get(reverse(name, args=args)).status_code == 404
    assert "BC-SNV" not in coordinator.get(reverse("reports")).content.decode()
    page = coordinator.get(
        reverse("report_draft"), asked(place, unit="SNV")
    ).content.decode()
    assert "Ban hành báo cáo" not in page
    assert "Trần Quang Vinh" not in page
    assert (
        coordinator.post(
            reverse("report_issue"), asked(place, unit="SNV") | LETTER
        ).status_code
        == 200
    )
    assert ReportSnapshot.objects.count() == 1
    client.force_login(UserFactory())
    for name in ("reports", "report_draft", "report_schedules"):
        assert client.get(reverse(name)).status_code == 403


def test_a_head_reads_and_issues_nothing(client, place):
    head = UserFactory()
    AgencyRoleFactory(user=head, agency=place["CD"], role=AgencyRole.Role.HEAD)
    client.force_login(head)
    page = client.get(reverse("report_draft"), asked(place)).content.decode()
    assert "Xã Suối Rao" in page
    assert "Ban hành báo cáo" not in page
    assert (
        client.post(reverse("report_issue"), asked(place) | LETTER).status_code == 403
    )


def test_what_must_be_chosen_is_said(coordinator, place):
    said = asked(place, kind="marks") | {"group": ""}
    assert (
        "hãy chọn lớp"
        in coordinator.get(reverse("report_draft"), said).content.decode()
    )
    said = asked(place, day=TODAY + dt.timedelta(days=1))
    assert "chưa tới" in coordinator.get(reverse("report_draft"), said).content.decode()


def test_by_mail__weekly_once_with_the_sheet(coordinator, place):
    said = asked(place) | {
        "rhythm": "weekly",
        "first_on": vdate(TODAY - dt.timedelta(days=9)),
    }
    coordinator.post(reverse("report_schedules"), said)
    send_scheduled_reports()
    send_scheduled_reports()
    assert len(mail.outbox) == 1, "what was missed is sent once"
    message = mail.outbox[0]
    assert message.to == ["dieu-phoi@brvt.vn"]
    name, content, _kind = message.attachments[0]
    assert name.endswith(".xlsx")
    assert load_workbook(io.BytesIO(content)).active["B2"].value == "Huyện Châu Đức"
    row = ReportSchedule.objects.get()
    assert row.next_on == TODAY + dt.timedelta(days=5)
    coordinator.post(reverse("report_schedule_stop", args=[row.uid]))
    row.refresh_from_db()
    assert not row.is_active


def test_by_mail__a_fault_is_tried_again_and_a_role_that_ended_ends_it(
    coordinator, place, settings
):
    row = schedule_report(
        owner=place["by"], kind=ReportKind.LEVELS, agency=place["CD"], training_class=None,
        rhythm="monthly", first_on=TODAY,
    )  # fmt: skip
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_due(at=timezone.now()) == 0
    row.refresh_from_db()
    assert (row.next_on, row.last_sent_at) == (TODAY, None)
    assert "refused" in row.last_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    AgencyRole.objects.all().delete()
    assert send_due(at=timezone.now()) == 0
    row.refresh_from_db()
    assert not row.is_active
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("day", "after"),
    [
        ("2022-01-31", "2022-02-28"),
        ("2022-12-15", "2023-01-15"),
        ("2024-01-30", "2024-02-29"),
    ],
)
def test_a_month_after(day, after):
    assert a_month_after(dt.date.fromisoformat(day)) == dt.date.fromisoformat(after)


def office(folder, target: str, *names: str) -> None:
    """Have LibreOffice turn the folder's files into something else."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(folder),
            *(str(folder / name) for name in names),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def test_libreoffice_prints__across_with_its_heading_on_every_page(place, tmp_path):
    for at in range(60):
        learner(place["group"], place["XS"], f"Nguyễn Văn {at}")
    content = build(query(place, kind=ReportKind.PARTICIPANTS))
    with (tmp_path / "people.xlsx").open("wb") as target:
        write_xlsx(content.table(), target)
    office(tmp_path, "pdf", "people.xlsx")
    pages = PdfReader(tmp_path / "people.pdf").pages
    assert len(pages) == 2
    for page in pages:
        text = " ".join(page.extract_text().split())
        assert page.mediabox.width > page.mediabox.height
        assert content.title in text
        assert all(column.title in text for column in content.columns)


def test_libreoffice_reads_what_we_wrote(place, tmp_path):
    """The sheet as the office's own program understands it: types, header, no formula."""
    content = build(query(place, kind=ReportKind.PARTICIPANTS))
    figures = build(query(place))
    for name, one in (("people", content), ("units", figures)):
        with (tmp_path / f"{name}.xlsx").open("wb") as target:
            write_xlsx(one.table(), target)
    csv_filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    office(tmp_path, csv_filter, "people.xlsx", "units.xlsx")
    rows = list(csv.reader((tmp_path / "people.csv").open(encoding="utf-8")))
    assert rows[0] == [column.title for column in content.columns]
    assert [row[1] for row in rows[1:]] == [
        row[1] if row[1][0] != "=" else f"'{row[1]}" for row in content.rows
    ]
    rows = list(csv.reader((tmp_path / "units.csv").open(encoding="utf-8")))
    assert rows[1][1:6] == ["Huyện Châu Đức", "4", "3", "3", "75%"]


def test_agency_report_as_pdf(place, tmp_path):
    target = tmp_path / "bao-cao.pdf"
    call_command(
        "agency_report",
        "--class",
        "SHHS",
        "--agency",
        "CD",
        "--format",
        "pdf",
        "--output",
        str(target),
    )
    assert "Huyện Châu Đức" in PdfReader(target).pages[0].extract_text()
    with pytest.raises(CommandError):
        call_command("agency_report", "--class", "SHHS", "--format", "pdf")


@pytest.mark.parametrize("people", [2, 25])
def test_reports_take_a_constant_number_of_queries(
    place, people, django_assert_max_num_queries
):
    for at in range(people):
        learner(place["group"], place["XS"], f"Nguyễn Văn {at}", passed=DAY)
    for kind in ReportKind:
        with django_assert_max_num_queries(10):
            build(query(place, kind=kind))
