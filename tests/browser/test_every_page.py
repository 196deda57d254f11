"""Every page of learners, coordinators and the public: no WCAG violation, no sideways scroll.

At the widths of a cheap phone and of an old PC, in both colour schemes, with the
longest name and with nothing to show.
"""

import pytest
from django.urls import reverse

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
    check(page, axe, ["/login/", "/password/reset/", "/verify/", unknown, "/khong-co/"])


def test_learners_pages__with_the_longest_name_and_with_nothing(page, axe, log_in):
    learner = UserFactory(staff_code="dai", full_name=LONGEST, password=PASSWORD)
    log_in(page, "dai", PASSWORD)
    check(page, axe, ["/my/", "/my/certificates/", "/password/"])
    group = TrainingClassFactory(course=CourseFactory(title=f"Khóa học {LONGEST}"))
    lesson = LessonFactory(module=ModuleFactory(course=group.course), title=LONGEST)
    EnrolmentFactory(learner=learner, training_class=group)
    check(page, axe, ["/my/", "/courses/", group.course.url, lesson.url])


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
