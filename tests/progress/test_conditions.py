"""What a learner is told of the conditions of a course, and of the meetings of the class."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from enrolments.models import Extension
from enrolments.services.closing import close_class
from progress.tasks import award_due
from tests.enrolments.factories import MeetingFactory
from tests.factories import EnrolmentFactory, LessonFactory, ModuleFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = 24


class Learner:
    """Somebody in a class that asks for 75% of its meetings, in the browser."""

    def __init__(self, user, client):
        self.row = EnrolmentFactory(learner=user, training_class__attendance_minimum=75)
        self.group, self.client = self.row.training_class, client
        LessonFactory(module=ModuleFactory(course=self.group.course))

    def meets(self, *statuses, ahead=0):
        """Meetings of days gone by with what was marked, and so many to come."""
        for number, status in enumerate(statuses):
            meeting = MeetingFactory(
                training_class=self.group, starts_in=DAY * (number - 9)
            )
            if status:
                meeting.attendances.create(
                    enrolment=self.row, status=status, source="list",
                    recorded_by=self.row.learner,
                )  # fmt: skip
        for number in range(ahead):
            MeetingFactory(training_class=self.group, starts_in=DAY * (number + 1))

    def passes(self):
        now = timezone.now()
        self.row.completed_at = self.row.passed_at = self.row.ended_at = now
        self.row.ended_reason = "completed"
        self.row.save()

    def closes(self):
        self.group.closed_at = timezone.now()
        self.group.save()

    def my(self):
        return self.client.get(reverse("my")).content.decode()

    def course(self):
        return self.client.get(self.group.course.url).content.decode()


@pytest.fixture
def here(as_user, learner):
    return Learner(learner, as_user(learner))


def test_both_pages_say_how_many_meetings_are_still_needed(here):
    here.meets("present", "present", "present", "absent", ahead=1)
    for page in (here.my(), here.course()):
        assert "Đã dự 3/5 buổi, cần 4" in page
        assert "Chưa đủ" in page


def test_passed_the_tests__not_yet_passed_the_course(here):
    here.meets("present", "present", "present", ahead=2)
    here.passes()
    my, course = here.my(), here.course()
    assert "Kết quả: Đạt." not in my
    assert "còn điều kiện dự buổi học" in my
    assert "còn các buổi học phải dự" in my
    assert "Anh/chị đã đạt khóa học" not in course
    assert "còn điều kiện dự buổi học" in course


def test_every_condition_met__passed(here):
    here.meets("present", "present", "present", ahead=1)
    here.passes()
    my, course = here.my(), here.course()
    assert "Kết quả: Đạt." in my
    assert "Anh/chị đã đạt khóa học: đủ mọi điều kiện" in course
    assert "Chưa đủ" not in course


def test_no_meeting_set_yet__not_passed_before_there_was_one(here):
    here.passes()
    assert "Dự từ 75% số buổi học; lớp chưa có lịch" in here.my()
    assert "Kết quả: Đạt." not in here.my()


def test_excused__the_others_decide(here):
    here.meets("present", "present", "present", "excused", "absent")
    here.passes()
    assert "Đã dự 3/4 buổi, cần 3" in here.my()
    assert "Kết quả: Đạt." in here.my()


def test_no_minimum__no_condition_and_the_count_all_the_same(here):
    here.group.attendance_minimum = 0
    here.group.save()
    here.meets("absent", ahead=1)
    here.passes()
    my = here.my()
    assert "Đã dự 0/2 buổi" in my
    assert "cần" not in my.partition("Đã dự")[2][:40]
    assert "Kết quả: Đạt." in my


def test_course__lists_the_meetings_by_date_with_ones_own_marks(here):
    MeetingFactory(training_class=here.group, starts_in=50, title="Thực hành",
                   place="Phòng 3")  # fmt: skip
    here.meets("present", "absent", "")
    scanned = MeetingFactory(training_class=here.group, starts_in=-5, title="Ký số")
    scanned.attendances.create(
        enrolment=here.row, status="present", source="qr",
        recorded_by=here.row.learner,
    )  # fmt: skip
    MeetingFactory(training_class=here.group, starts_in=40, cancelled_at=timezone.now())
    page = here.course()
    listed = page.partition('id="cac-buoi"')[2].partition("</section>")[0]
    words = [
        "Có mặt", "Vắng không phép", "Chưa ghi điểm danh", "Ký số", "quét mã lúc",
        "Đã hủy", "Thực hành", "Phòng 3", "Sắp diễn ra",
    ]  # fmt: skip
    places = [listed.index(word) for word in words]
    assert places == sorted(places)


def test_course__a_trainer_sees_the_rule_only(here, as_user):
    here.meets("present")
    page = (
        as_user(UserFactory(is_superuser=True))
        .get(here.group.course.url)
        .content.decode()
    )
    assert "Mỗi bài kiểm tra từ" in page
    assert "Chưa đủ" not in page


def test_an_extension__both_pages_show_ones_own_deadline(here):
    due = timezone.localdate() + dt.timedelta(days=30)
    Extension.objects.create(
        enrolment=here.row, due_on=due, reason="ốm", granted_by=here.row.learner
    )
    for page in (here.my(), here.course()):
        assert f"Hạn {vdate(due)} · còn 30 ngày" in page
        assert "được gia hạn" in page
        assert vdate(here.group.due_on) not in page


# --- classes that are over ----------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "passes", "words"),
    [
        (["present", "present"], True, ">Đạt<"),
        (["present", "absent"], True, "Không được công nhận: dự buổi học chưa đủ"),
        (["present"], False, "Không hoàn thành khi bế giảng"),
    ],
)
def test_a_closed_class__stays_with_its_result(here, statuses, passes, words):
    here.meets(*statuses)
    if passes:
        here.passes()
    here.closes()
    page = here.my()
    assert "chưa được ghi danh khóa nào" not in page
    over = page.partition('id="da-qua"')[2].partition("</section>")[0]
    assert here.group.code in over
    assert words in over
    assert ("Đạt<" in over) is (words == ">Đạt<")


def test_withdrawn__says_so_and_not_what_was_reached(here):
    here.passes()
    here.row.ended_reason = "withdrawn"
    here.row.save()
    over = here.my().partition('id="da-qua"')[2].partition("</section>")[0]
    assert "Rút khỏi lớp" in over
    assert "Đạt<" not in over


def test_many_classes_over__the_older_ones_folded_away_at_the_same_cost(
    here, learner, django_assert_max_num_queries
):
    here.closes()
    for days in range(5):
        EnrolmentFactory(
            learner=learner,
            passed=True,
            training_class__closed_at=timezone.now() - dt.timedelta(days=days + 1),
        )
    here.my()
    with django_assert_max_num_queries(24):
        page = here.my()
    assert "3 lớp trước đó" in page


def test_certificate__names_its_class(here, learner):
    here.group.attendance_minimum = 0
    here.group.save()
    here.passes()
    close_class(
        training_class=here.group, decision_number="1/QĐ", by=learner,
        decision_on=timezone.localdate(), at=timezone.now(),
    )  # fmt: skip
    award_due()
    card = here.my().partition('id="cn"')[2]
    assert f"({here.group.code})" in card
