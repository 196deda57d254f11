"""Every page of learners, coordinators and the public: no WCAG violation, no sideways scroll.

At the widths of a cheap phone and of an old PC, in both colour schemes, with the
longest name and with nothing to show.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.models import QuizItem
from tests.enrolments.factories import MeetingFactory
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.questions.factories import question
from tests.quizzes.factories import quiz_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "một mật khẩu dài"
LONGEST = "Công Tằng Tôn Nữ Nguyễn Thị Thanh Phượng Hoàng"
SCREENS = [(360, 740, False), (360, 740, True), (1366, 900, False), (1366, 900, True)]


def check(page, axe, paths) -> None:
    for path in paths:
        page.goto(path)
        axe(page)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{path} scrolls sideways by {overflow} px"


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}{'-dark' if s[2] else ''}")
def page(request, new_page):
    width, height, dark = request.param
    return new_page(width, height, dark=dark)


def test_public_pages(page, axe, watch):
    watch.tolerate("404")
    unknown = reverse("verify_code", args=["BRVT-2222-2222"])
    public = ["/login/", "/password/reset/", "/verify/", "/verify/offline/"]
    check(page, axe, [*public, unknown, "/khong-co/"])


def test_learners_pages__with_the_longest_name_and_with_nothing(page, axe, log_in):
    learner = UserFactory(staff_code="dai", full_name=LONGEST, password=PASSWORD)
    log_in(page, "dai", PASSWORD)
    check(page, axe, ["/my/", "/my/certificates/", "/password/"])
    group = TrainingClassFactory(course=CourseFactory(title=f"Khóa học {LONGEST}"))
    lesson = LessonFactory(module=ModuleFactory(course=group.course), title=LONGEST)
    EnrolmentFactory(learner=learner, training_class=group)
    check(page, axe, ["/my/", "/courses/", group.course.url, lesson.url])


def test_learners_pages__with_two_classes_of_one_course_and_a_meeting(
    page, axe, log_in
):
    learner = UserFactory(staff_code="hai", full_name=LONGEST, password=PASSWORD)
    course = CourseFactory(title="Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính")
    lesson = LessonFactory(module=ModuleFactory(course=course), title="1.1 Số hóa")
    groups = [
        TrainingClassFactory(course=course, code=code, title=title)
        for code, title in (("SHHS", "Đợt tháng 11"), ("SHHS-2", f"Lớp của {LONGEST}"))
    ]
    for group in groups:
        EnrolmentFactory(learner=learner, training_class=group)
    later = timezone.localdate() + timedelta(days=9)
    coming = TrainingClassFactory(code="DVCTT", opens_on=later, due_on=None)
    EnrolmentFactory(learner=learner, training_class=coming)
    link = "https://hop.example.vn/ky-so-tren-cong-dich-vu-cong-quoc-gia"
    MeetingFactory(training_class=groups[0], title="Ký số hồ sơ", link=link)
    quiz = quiz_page(course, QuizItem(question=question("single")))
    log_in(page, "hai", PASSWORD)
    check(page, axe, ["/my/", course.url, lesson.url, quiz.url])
    page.goto(lesson.url)
    page.get_by_role("link", name="Đổi sang lớp SHHS-2").click()
    page.get_by_role("button", name="Đánh dấu đã học xong").click()
    expect(page.get_by_text("Đã học xong bài này")).to_be_visible()
    page.get_by_role("link", name="Đổi sang lớp SHHS", exact=True).click()
    expect(page.get_by_role("button", name="Đánh dấu đã học xong")).to_be_visible()


def test_coordinators_pages__with_the_longest_name_and_with_nothing(page, axe, log_in):
    district = AgencyFactory(name="Huyện Châu Đức", kind="cap_huyen")
    commune = AgencyFactory(name=f"Xã {LONGEST}", parent=district)
    coordinator = UserFactory(staff_code="dp", password=PASSWORD)
    AgencyRoleFactory(user=coordinator, agency=district)
    log_in(page, "dp", PASSWORD)
    check(page, axe, [reverse("coordinate"), reverse("coordinate_classes")])
    member = MembershipFactory(user=UserFactory(full_name=LONGEST), agency=commune)
    EnrolmentFactory(learner=member.user)
    names = [
        ("coordinate_agency", district.code),
        ("coordinate_agency", commune.code),
        ("coordinate_people", district.code),
        ("coordinate_person", member.user.uid),
    ]
    paths = [reverse(name, args=[which]) for name, which in names]
    check(page, axe, [reverse("coordinate"), reverse("coordinate_classes"), *paths])
