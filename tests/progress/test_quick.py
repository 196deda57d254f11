"""Lessons finished very fast: listed for a unit, talked about, never a verdict."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.formats import vdate
from agencies.models import AgencyRole
from agencies.services.people import Post, place_members
from progress.models import QuickFinish, QuickFinishTalk
from progress.quick_lines import detailed
from progress.services import (
    Result,
    TalkRefusedError,
    lay_aside,
    record_completion,
    record_visit,
    take_back,
    void_completion,
)
from progress.sums.quick import Quick
from tests.factories import (
    AgencyRoleFactory,
    LessonFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.progress.province import TODAY, learner, noon, province

pytestmark = pytest.mark.django_db
NOW = noon(TODAY - dt.timedelta(days=2))


class Place:
    """A province with one lesson of twelve minutes and whoever is asked for."""

    def __init__(self):
        self.units, self.group = province()
        module = ModuleFactory(course=self.group.course)
        self.lesson = LessonFactory(
            module=module, title="Ký số", minutes=12, is_required=False
        )
        self.by = AgencyRoleFactory(agency=self.units["T"]).user

    def does(self, row, *, seconds, at=NOW, lesson=None, **more):
        """Open the lesson, or not, and mark it as done."""
        lesson = lesson or self.lesson
        if seconds is not None:
            opened_at = at - dt.timedelta(seconds=seconds)
            record_visit(enrolment=row, activity=lesson, at=opened_at)
        more = {"occasion": "material 1", "result": None} | more
        return record_completion(enrolment=row, activity=lesson, at=at, **more)

    def hurried(self, unit, name, *, seconds=40, **more):
        row = learner(self.group, self.units[unit], name)
        return self.does(row, seconds=seconds, **more).quick_finish

    def names(self, unit, on=TODAY, **more):
        keys = Quick(self.units[unit].pk, on, **more).keys()
        assert Quick(self.units[unit].pk, on, **more).count() == len(keys)
        return {row.enrolment.learner.full_name for row in detailed(keys, on)}


@pytest.fixture
def place(client):
    place = Place()
    client.force_login(place.by)
    return place


def page(client, code="T", **query):
    answer = client.get(reverse("coordinate_quick", args=[code]), query)
    assert answer.status_code == 200
    return answer.content.decode()


# --- the fact -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "reason"),
    [
        (40, "Xong sau 40 giây, bài dự kiến 12 phút."),
        (71, "Xong sau 71 giây, bài dự kiến 12 phút."),
        (72, None),
        (3000, None),
        (None, "Đánh dấu đã xong mà chưa mở bài."),
    ],
)
def test_measured_when_marked__and_nothing_is_blocked(place, seconds, reason):
    row = learner(place.group, place.units["SR"], "Nguyễn Thị Nhanh")
    done = place.does(row, seconds=seconds)
    found = QuickFinish.objects.filter(completion=done).first()
    assert (found.reason if found else None) == reason
    assert done.pk


def test_what_was_measured_stays__whatever_the_author_changes(place):
    finish = place.hurried("SR", "Nguyễn Thị Nhanh")
    place.lesson.minutes = 5
    place.lesson.save()
    finish.refresh_from_db()
    assert finish.reason == "Xong sau 40 giây, bài dự kiến 12 phút."


def test_twice__once(place):
    row = learner(place.group, place.units["SR"], "Nguyễn Thị Nhanh")
    for occasion in ("material 1", "material 1", "material 2"):
        place.does(row, seconds=None, occasion=occasion)
    assert QuickFinish.objects.count() == 1


def test_a_result_with_points_is_judged_by_its_points(place):
    row = learner(place.group, place.units["SR"], "Nguyễn Thị Nhanh")
    place.does(row, seconds=5, result=Result(score=100, max_score=100, passed=True))
    assert not QuickFinish.objects.exists()


# --- the list -----------------------------------------------------------------------------


def test_list__a_unit_with_all_below_it__as_at_a_day(place):
    place.hurried("SR", "Người Suối Rao")
    place.hurried("XS", "Người Xuân Sơn")
    place.hurried("SNV", "Người Sở", at=noon(TODAY))
    assert place.names("T") == {"Người Suối Rao", "Người Xuân Sơn", "Người Sở"}
    assert place.names("CD") == {"Người Suối Rao", "Người Xuân Sơn"}
    assert place.names("SR") == {"Người Suối Rao"}
    yesterday = TODAY - dt.timedelta(days=1)
    assert place.names("T", on=yesterday) == {"Người Suối Rao", "Người Xuân Sơn"}
    assert place.names("T", on=TODAY - dt.timedelta(days=3)) == set()
    assert place.names("T", own=True) == set()


def test_list__follows_who_moved__and_lets_go_of_what_was_voided(place):
    finish = place.hurried("SR", "Người Chuyển")
    person = finish.completion.enrolment.learner
    place_members(posts=[Post(person.pk, place.units["XS"].pk)], on=TODAY)
    assert place.names("SR") == set()
    assert place.names("XS") == {"Người Chuyển"}
    assert place.names("SR", on=TODAY - dt.timedelta(days=1)) == {"Người Chuyển"}
    void_completion(completion=finish.completion, reason="nhầm", at=timezone.now())
    assert place.names("T", talk="all") == set()


def test_list__of_a_class__and_by_a_part_of_a_name(place):
    place.hurried("SR", "Đặng Văn Phúc")
    other = TrainingClassFactory(code="KHAC", course=place.group.course)
    row = learner(other, place.units["SR"], "Hồ Thị Ngọc Ánh")
    place.does(row, seconds=1)
    assert place.names("T", training_class=other.pk) == {"Hồ Thị Ngọc Ánh"}
    assert place.names("T", q="dang phuc") == {"Đặng Văn Phúc"}
    assert place.names("T", q="%") == place.names("T", q="'") == set()


def test_page__the_reason_in_numbers__counts_and_fair_words(place, client):
    place.hurried("SR", "Đặng Văn Phúc")
    place.hurried("XS", "Hồ Thị Ngọc Ánh", seconds=None)
    text = " ".join(page(client).split())
    assert "không phải kết luận về ai" in text
    assert "không ai bị chặn" in text
    assert "2 bài trong 2 lượt học" in text
    assert "40 giây" in text
    assert "6% dự kiến" in text
    assert "chưa mở bài" in text
    assert "12 phút" in text
    assert 'href="/coordinate/agencies/CD/quick/"' in text, "the unit with its count"
    assert 'max="6"' in text, "of six people of the district"


def test_page__sorted_by_name_pace_and_day(place, client):
    place.hurried("SR", "Nguyễn Văn An", seconds=60)
    place.hurried("SR", "Nguyễn Văn Bình", seconds=10)
    place.hurried("SR", "Nguyễn Văn Cường", seconds=None, at=noon(TODAY))

    def order(sort):
        text = page(client, sort=sort)
        names = ("Văn An", "Văn Bình", "Văn Cường")
        return "".join(sorted("ABC", key=lambda x: text.index(names["ABC".index(x)])))

    assert order("name") == "ABC"
    assert order("-name") == "CBA"
    assert order("pace") == "BAC"
    assert order("") == order("-done") == "CAB"
    assert order("vô lý") == "CAB"


def test_page__paged__filtered_by_unit_class_and_day(place, client):
    for n in range(55):
        place.hurried("SR", f"Nguyễn Thị Nhanh {n:02d}")
    assert "trang 2 trên 2" in " ".join(page(client, page=2).split())
    moved = client.get(
        reverse("coordinate_quick", args=["T"]), {"agency": "CD", "q": "x", "page": 2}
    )
    assert moved.url == "/coordinate/agencies/CD/quick/?q=x"
    assert "không có học viên ở lớp mã LẠ" in page(client, **{"class": "LẠ"})
    before = page(client, as_at=vdate(TODAY - dt.timedelta(days=9)))
    assert "Không có bài nào cần hỏi thăm" in before
    assert "Nguyễn Thị Nhanh" not in before
    assert "chưa tới nên" in page(client, as_at=vdate(TODAY + dt.timedelta(days=9)))


def test_page__costs_the_same_for_many_units_and_people(place, client):
    place.hurried("SR", "Người Suối Rao")
    page(client)  # what every page keeps for the next one
    with CaptureQueriesContext(connection) as few:
        page(client)
    for unit in ("XS", "SNV", "CD"):
        for n in range(5):
            lay_aside(
                finishes=[place.hurried(unit, f"Người {unit} {n}")],
                note="đã học bản in",
                by=place.by,
                at=timezone.now(),
            )
    with CaptureQueriesContext(connection) as many:
        page(client, talk="all")
    assert len(many) == len(few) <= 12


def test_the_units_page_leads_here_with_the_count(place, client):
    assert "bài xong rất nhanh" not in client.get("/coordinate/").content.decode()
    finish = place.hurried("SR", "Người Suối Rao")
    text = client.get("/coordinate/").content.decode()
    assert "1 bài xong rất nhanh, chưa trao đổi" in text
    assert 'href="/coordinate/agencies/T/quick/"' in text
    lay_aside(finishes=[finish], note="", by=place.by, at=timezone.now())
    assert "bài xong rất nhanh" not in client.get("/coordinate/").content.decode()


def test_files__the_same_lines(place, client):
    finish = place.hurried("SR", "=Người Suối Rao")
    place.hurried("XS", "Người Xuân Sơn", seconds=None)
    lay_aside(finishes=[finish], note="đã học bản in", by=place.by, at=timezone.now())
    url = reverse("coordinate_export", args=["T", "quick", "csv"])
    text = b"".join(client.get(url, {"talk": "all"}).streaming_content)
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [row["Giây đo được"] for row in rows] == ["40", ""]
    assert rows[0]["Họ và tên"] == "'=Người Suối Rao"
    assert rows[0]["Lý do nêu"] == "Xong sau 40 giây, bài dự kiến 12 phút."
    assert (rows[0]["Trao đổi"], rows[0]["Ghi chú"]) == ("Đã trao đổi", "đã học bản in")
    only = b"".join(client.get(url, {"q": "xuan son"}).streaming_content).decode()
    assert "Suối Rao" not in only
    sheet = client.get(url.replace("csv", "xlsx"), {"talk": "aside"})
    book = load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))
    (_heading, row) = book.worksheets[0].values
    assert row[7:9] == (12, 40), "whole numbers, not text"


# --- talking about it ---------------------------------------------------------------------


def note(client, *finishes, action="aside", **said):
    url = reverse("coordinate_quick", args=["T"])
    uids = [str(finish.uid) for finish in finishes]
    return client.post(url, {"finish": uids, "action": action} | said)


def test_laid_aside_and_taken_back__every_word_is_kept(place, client):
    finish = place.hurried("SR", "Người Suối Rao")
    assert note(client, finish, note="đã học bản in").status_code == 302
    assert place.names("T") == set()
    aside = page(client, talk="aside")
    assert "đã học bản in" in aside
    assert place.by.full_name in aside
    assert note(client, finish, action="back", note="hỏi lại").status_code == 302
    assert place.names("T") == {"Người Suối Rao"}
    assert "đưa trở lại" in page(client, talk="all")
    said = QuickFinishTalk.objects.values_list("is_aside", "note", "noted_by")
    assert list(said) == [
        (True, "đã học bản in", place.by.pk),
        (False, "hỏi lại", place.by.pk),
    ]


def test_laid_aside__as_known_on_the_day(place):
    finish = place.hurried("SR", "Người Suối Rao")
    lay_aside(finishes=[finish], note="", by=place.by, at=noon(TODAY))
    assert place.names("T") == set()
    assert place.names("T", on=TODAY - dt.timedelta(days=1)) == {"Người Suối Rao"}


def test_safe_twice__the_first_word_stands(place):
    finish = place.hurried("SR", "Người Suối Rao")
    said = {"finishes": [finish], "by": place.by, "at": timezone.now()}
    assert lay_aside(note="một", **said) == 1
    assert lay_aside(note="hai", **said) == 0
    assert take_back(note="", **said) == 1
    assert take_back(note="", **said) == 0
    assert QuickFinishTalk.objects.count() == 2


def test_what_was_noted_is_never_changed(place):
    finish = place.hurried("SR", "Người Suối Rao")
    lay_aside(finishes=[finish], note="một", by=place.by, at=timezone.now())
    talk = QuickFinishTalk.objects.get()
    with pytest.raises(TypeError):
        talk.save()
    for change in (
        lambda: QuickFinishTalk.objects.update(note="khác"),
        lambda: QuickFinishTalk.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_ones_own_lesson__somebody_else_notes(place, client):
    row = learner(place.group, place.units["SR"], "Điều Phối Tự Học")
    finish = place.does(row, seconds=5).quick_finish
    AgencyRoleFactory(user=row.learner, agency=place.units["SR"])
    said = {"finishes": [finish], "note": "", "at": timezone.now()}
    with pytest.raises(TalkRefusedError):
        lay_aside(by=row.learner, **said)
    client.force_login(row.learner)
    url = reverse("coordinate_quick", args=["SR"])
    assert str(finish.uid) not in client.get(url).content.decode()
    answer = client.post(url, {"finish": str(finish.uid), "action": "aside"})
    assert "người khác phụ trách đơn vị ghi" in answer.content.decode()


def test_a_head_reads_only__and_nobody_notes_on_a_past_day(place, client):
    finish = place.hurried("SR", "Người Suối Rao")
    url = reverse("coordinate_quick", args=["T"])
    past = url + f"?as_at={vdate(TODAY - dt.timedelta(days=1))}"
    said = {"finish": str(finish.uid), "action": "aside"}
    assert "Ghi đã trao đổi" not in client.get(past).content.decode()
    assert client.post(past, said).status_code == 403
    head = UserFactory()
    AgencyRoleFactory(user=head, agency=place.units["T"], role=AgencyRole.Role.HEAD)
    client.force_login(head)
    shown = client.get(url).content.decode()
    assert "Người Suối Rao" in shown
    assert "Ghi đã trao đổi" not in shown
    assert client.post(url, said).status_code == 403
    assert not QuickFinishTalk.objects.exists()


def test_nothing_chosen__says_so(place, client):
    place.hurried("SR", "Người Suối Rao")
    answer = client.post(
        reverse("coordinate_quick", args=["T"]), {"action": "aside", "note": "giữ lại"}
    )
    text = answer.content.decode()
    assert "Chọn ít nhất một bài" in text
    assert 'value="giữ lại"' in text


def test_the_persons_page_tells_of_the_talk(place, client):
    finish = place.hurried("SR", "Người Suối Rao")
    lay_aside(finishes=[finish], note="bản in", by=place.by, at=timezone.now())
    person = finish.completion.enrolment.learner
    text = client.get(reverse("coordinate_person", args=[person.uid])).content.decode()
    assert "Xong rất nhanh" in text
    assert "Đã trao đổi" in text
    assert "bản in" in text
