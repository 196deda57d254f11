"""The list of a meeting: what is shown and saved when several people work on it."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from enrolments.models import AttendanceSheet
from enrolments.services.paper_sheets import enter_sheet
from enrolments.views import attendance, meeting_paper
from tests.enrolments.factories import MeetingFactory, learner_in, status_of
from tests.factories import AgencyFactory, AgencyRoleFactory, UserFactory


def page_of(district, name="meeting"):
    return reverse(name, args=[district.meeting.uid])


def text_of(page):
    return page.content.decode()


def sent(*rows, **more):
    """What the form sends: each row with what it was shown as and what it is now."""
    fields = {}
    for row, was, now in rows:
        fields[f"was-{row.uid}"] = was
        if now:
            fields[f"m-{row.uid}"] = now
    return fields | more


def mark(district, row, status, source="list"):
    district.meeting.attendances.create(
        enrolment=row, status=status, source=source, recorded_by=row.learner
    )


# --- what is shown -----------------------------------------------------------------


def test_list__own_people_by_given_name_with_a_tally_of_them_only(as_user, district):
    mark(district, district.nhung, "present")
    mark(district, district.anh, "present")
    page = as_user(district.coordinator()).get(page_of(district))
    text = text_of(page)
    assert text.index("Lê Thị Hồng Nhung") < text.index("Đặng Văn Phúc")
    assert "Hồ Thị Ngọc Ánh" not in text
    expected = {"present": 1, "excused": 0, "absent": 0, "all": 2, "unmarked": 1}
    assert page.context["tally"] == expected


def test_list__who_left_before_is_not_asked_who_left_after_is(as_user, district):
    begins = district.meeting.starts_at
    for row, hours in [(district.nhung, 1), (district.phuc, -1)]:
        row.ended_at, row.ended_reason = begins + dt.timedelta(hours=hours), "left"
        row.save()
    page = as_user(district.coordinator()).get(page_of(district))
    assert [row.pk for row in page.context["page"]] == [district.nhung.pk]


def test_list__many_cost_as_many_queries_as_few(
    as_user, district, django_assert_max_num_queries
):
    for _number in range(30):
        learner_in(district.group, district.ours)
    client = as_user(district.coordinator())
    client.get(page_of(district))
    with django_assert_max_num_queries(13):
        client.get(page_of(district))


def test_list__goes_page_by_page_and_stays_there_when_saved(
    as_user, district, monkeypatch
):
    monkeypatch.setattr(attendance, "A_PAGE", 1)
    client, second = as_user(district.coordinator()), page_of(district) + "?page=2"
    page = client.get(second)
    assert [row.pk for row in page.context["page"]] == [district.phuc.pk]
    assert "Trang trước" in text_of(page)
    assert client.post(second, sent((district.phuc, "", "present"))).url == second
    first = page_of(district) + "?page=1"
    assert "Lưu và sang trang sau" in text_of(client.get(first))
    form = sent((district.nhung, "", "present"), to="2")
    assert client.post(first, form).url == second
    assert status_of(district.meeting) == {"Nhung": "present", "Phúc": "present"}


def test_list__narrowed_by_what_is_marked(as_user, district):
    mark(district, district.nhung, "present")
    client = as_user(district.coordinator())
    for asked, names in [("unmarked", ["Phúc"]), ("present", ["Nhung"]), ("x", None)]:
        page = client.get(page_of(district) + f"?mark={asked}")
        found = [row.learner.get_short_name() for row in page.context["page"]]
        assert found == (names or ["Nhung", "Phúc"])


def test_sheet_to_sign__is_saved_and_holds_everybody_in_parts(
    as_user, district, monkeypatch
):
    client, path = as_user(district.coordinator()), page_of(district, "meeting_sheet")
    assert "Tải danh sách để ký (PDF)" in text_of(client.get(page_of(district)))
    whole = client.get(path)
    assert whole["Content-Disposition"].startswith("attachment;")
    assert "Hồng Nhung" in PdfReader(BytesIO(whole.content)).pages[0].extract_text()
    monkeypatch.setattr(meeting_paper, "A_PART", 1)
    assert "phần 2 trên 2" in text_of(client.get(page_of(district)))
    part = client.get(path + "?part=2")
    assert "-phan-2.pdf" in part["Content-Disposition"]
    text = PdfReader(BytesIO(part.content)).pages[0].extract_text()
    assert "Đặng Văn Phúc" in text
    assert "Hồng Nhung" not in text
    assert "phần 2 trên 2" in text


def test_list__before_the_doors_open_says_what_can_be_written(as_user, district):
    meeting = MeetingFactory(training_class=district.group, starts_in=5)
    client = as_user(district.coordinator())
    path = reverse("meeting", args=[meeting.uid])
    assert "Buổi học chưa bắt đầu" in text_of(client.get(path))
    page = client.post(path, sent((district.nhung, "", "present")))
    assert "vắng có phép thì ghi trước được" in text_of(page)
    assert page.context["page"][0].chosen == "present", "nothing typed is lost"
    assert status_of(meeting) == {}


def test_timetable__counts_each_meeting_of_those_who_were_enrolled_then(
    as_user, district, django_assert_max_num_queries
):
    mark(district, district.phuc, "present")
    district.phuc.ended_at, district.phuc.ended_reason = timezone.now(), "left"
    district.phuc.save()
    MeetingFactory(training_class=district.group, starts_in=1)
    client, path = (
        as_user(district.coordinator()),
        reverse("class_meetings", args=["K03"]),
    )
    rows = client.get(path).context["rows"]
    assert [(row.present, row.asked) for row in rows] == [(1, 2), (0, 1)]
    assert "1/2" in text_of(client.get(path))
    for hours in range(10):
        MeetingFactory(training_class=district.group, starts_in=2 + hours)
    with django_assert_max_num_queries(12):
        client.get(path)


# --- what is saved -----------------------------------------------------------------


def test_saving__twice_is_once(as_user, district):
    client = as_user(district.coordinator())
    form = sent((district.nhung, "", "present"), (district.phuc, "", "excused"))
    for count in (2, 0):
        page = client.post(page_of(district), form, follow=True)
        assert f"thay đổi {count} người" in text_of(page)
    assert status_of(district.meeting) == {"Nhung": "present", "Phúc": "excused"}


def test_saving__a_page_left_open_does_not_undo_what_others_wrote(as_user, district):
    client = as_user(district.coordinator())
    mark(district, district.nhung, "present")
    stale = sent((district.nhung, "absent", "absent"), (district.phuc, "", "present"))
    client.post(page_of(district), stale)
    assert status_of(district.meeting) == {"Nhung": "present", "Phúc": "present"}


@pytest.mark.parametrize("rest", ["present", "absent"])
def test_rest__is_asked_first_and_is_who_has_no_mark_on_any_page(
    as_user, district, rest, monkeypatch
):
    scanned = learner_in(district.group, district.ours, full_name="Ngô Thị Loan")
    learner_in(district.group, district.ours, full_name="Bùi Minh Khoa")
    mark(district, scanned, "present", source="qr")
    monkeypatch.setattr(attendance, "A_PAGE", 2)
    client = as_user(district.coordinator())
    form = sent((district.nhung, "", "excused"), rest=rest)
    page = client.post(page_of(district), form)
    assert "cho 2 người chưa có điểm danh?" in text_of(page)
    assert status_of(district.meeting) == {"Loan": "present"}, "nothing before the yes"
    said = {row.learner.get_short_name(): row.chosen for row in page.context["page"]}
    assert said.get("Nhung", "excused") == "excused", "nothing chosen is lost"
    client.post(page_of(district), form | {"sure": f"{rest} 2"})
    stands = {"Nhung": "excused", "Phúc": rest, "Loan": "present", "Khoa": rest}
    assert status_of(district.meeting) == stands


def test_rest__asked_again_when_the_number_has_changed(as_user, district):
    client, form = as_user(district.coordinator()), {"rest": "absent"}
    assert "cho 2 người" in text_of(client.post(page_of(district), form))
    mark(district, district.phuc, "present", source="qr")
    page = client.post(page_of(district), form | {"sure": "absent 2"})
    assert "cho 1 người" in text_of(page)
    assert status_of(district.meeting) == {"Phúc": "present"}


def test_rest__only_of_what_one_searched_for(as_user, district):
    client, path = as_user(district.coordinator()), page_of(district) + "?q=phúc"
    form = {"rest": "absent"}
    assert "khớp với điều đang tìm" in text_of(client.post(path, form))
    client.post(path, form | {"sure": "absent 1"})
    assert status_of(district.meeting) == {"Phúc": "absent"}


def test_saving__a_neighbours_learner_is_left_aside(as_user, district):
    form = sent((district.anh, "", "present"), rest="present")
    as_user(district.coordinator()).post(page_of(district), form)
    assert status_of(district.meeting) == {}


@pytest.mark.parametrize("name", ["m-", "was-x", "was-²", "m-" + "9" * 40])
def test_saving__odd_fields_are_left_aside(as_user, district, name):
    page = as_user(district.coordinator()).post(page_of(district), {name: "present"})
    assert page.status_code == 302


def test_head__reads_and_writes_nothing(as_user, district):
    client = as_user(district.coordinator(role="head"))
    text = text_of(client.get(page_of(district)))
    assert "Lê Thị Hồng Nhung" in text
    assert "Lưu điểm danh" not in text
    form = sent((district.nhung, "", "present"))
    assert client.post(page_of(district), form).status_code == 403
    assert status_of(district.meeting) == {}


def test_head_here_and_coordinator_there__writes_there_only(as_user, district):
    there = AgencyFactory(name="Xã Bưng Riềng", parent=district.theirs)
    ha = learner_in(district.group, there, full_name="Võ Thị Hà")
    user = district.coordinator(role="head")
    AgencyRoleFactory(user=user, agency=there)
    form = sent((district.nhung, "", "present"), (ha, "", "present"))
    as_user(user).post(page_of(district), form)
    assert status_of(district.meeting) == {"Hà": "present"}


# --- paper -------------------------------------------------------------------------


def typed(district, *people, by=None):
    marks = dict.fromkeys((str(row.uid) for row in people), "present")
    by = by or UserFactory(full_name="Trịnh Văn Dũng")
    return enter_sheet(
        meeting=district.meeting, marks=marks, note="", by=by, at=timezone.now()
    )


def test_paper__with_a_neighbours_learner_is_not_even_mentioned(as_user, district):
    for people in ([district.anh], [district.nhung, district.anh]):
        sheet = typed(district, *people)
        path = reverse("meeting_paper", args=[sheet.uid])
        client = as_user(district.coordinator())
        assert client.get(path).status_code == 404
        assert client.post(path, {"approve": "1"}).status_code == 404
        assert "Trịnh Văn Dũng" not in text_of(client.get(page_of(district)))
    assert status_of(district.meeting) == {}


def test_paper__of_units_where_one_is_only_head_is_not_decided(as_user, district):
    user = district.coordinator(role="head")
    AgencyRoleFactory(user=user, agency=district.theirs)
    path = reverse("meeting_paper", args=[typed(district, district.nhung).uid])
    assert as_user(user).post(path, {"approve": "1"}).status_code == 404


def test_paper__is_compared_with_what_stands_and_sent_back_with_a_reason(
    as_user, district
):
    mark(district, district.nhung, "absent")
    path = reverse("meeting_paper", args=[typed(district, district.nhung).uid])
    client = as_user(district.coordinator())
    assert "khác bản giấy" in text_of(client.get(path))
    client.post(path, {"reject": "1", "reason": "Thiếu chữ ký"})
    text = text_of(client.get(path))
    assert "Thiếu chữ ký" in text
    assert "Đã trả lại" in text
    assert status_of(district.meeting) == {"Nhung": "absent"}


def test_paper__keeps_all_that_was_said_also_what_stood_already(as_user, district):
    mark(district, district.nhung, "present")
    form = sent((district.nhung, "present", "present"), (district.phuc, "", "absent"))
    as_user(district.coordinator()).post(page_of(district), form | {"paper": "1"})
    rows = AttendanceSheet.objects.get().rows
    assert rows == {
        str(district.nhung.uid): "present",
        str(district.phuc.uid): "absent",
    }
    assert status_of(district.meeting) == {"Nhung": "present"}


def test_sheet_to_sign__the_signature_is_never_alone_on_a_page(as_user, district):
    for number in range(60):
        learner_in(district.group, district.ours, full_name=f"Ngô Thị {number}")
    paper = as_user(district.coordinator()).get(page_of(district, "meeting_sheet"))
    last = PdfReader(BytesIO(paper.content)).pages[-1].extract_text()
    assert "NGƯỜI ĐIỂM DANH" in last
    assert "Đặng Văn Phúc" in last
