import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonPage
from progress.models import Completion, Visit
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    LegalBasisFactory,
    LessonFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def check_block(question="Tệp ảnh đã là số hóa chưa?"):
    options = [
        {"text": "Rồi", "is_correct": False},
        {"text": "Chưa, phải thành dữ liệu", "is_correct": True},
    ]
    return (
        "check",
        {
            "question": question,
            "options": options,
            "explanation": "Đích đến là dữ liệu.",
        },
    )


@pytest.fixture
def course():
    return CourseFactory(rules_on=dt.date(2022, 11, 21))


@pytest.fixture
def lesson(course):
    old = LegalBasisFactory(
        number="107/2021/NĐ-CP",
        in_force_from=dt.date(2021, 12, 6),
        in_force_to=dt.date(2025, 6, 30),
        replaced_by=LegalBasisFactory(
            number="118/2025/NĐ-CP", in_force_from=dt.date(2025, 7, 1)
        ),
    )
    later = LegalBasisFactory(
        number="01/2023/TT-VPCP", in_force_from=dt.date(2023, 5, 25)
    )
    body = [
        ("text", "<p>Quét xong chưa phải là số hóa.</p>"),
        ("legal", {"basis": old, "article": "Điều 21a", "note": ""}),
        ("legal", {"basis": later, "article": "", "note": ""}),
        check_block(),
        ("key_points", ["Dữ liệu phải dùng lại được"]),
    ]
    return LessonFactory(
        module=ModuleFactory(course=course), title="1.1 Số hóa là gì", body=body
    )


@pytest.fixture
def enrolment(learner, course):
    return EnrolmentFactory(
        learner=learner, training_class=TrainingClassFactory(course=course)
    )


def test_lesson__for_the_enrolled(as_user, learner, enrolment, lesson):
    page = as_user(learner).get(lesson.url).content.decode()
    assert "Quét xong chưa phải là số hóa." in page
    assert "Dữ liệu phải dùng lại được" in page
    assert Visit.objects.get().enrolment == enrolment


def test_legal_callouts_say_what_holds_for_the_class_and_today(
    as_user, learner, enrolment, lesson
):
    page = as_user(learner).get(lesson.url).content.decode()
    assert "Áp dụng khi mở lớp, nay hết hiệu lực" in page
    assert "hiệu lực từ 06/12/2021 đến hết 30/6/2025" in page
    assert "Nay thay bằng Nghị định 118/2025/NĐ-CP, từ 01/7/2025." in page
    assert "Chưa có khi mở lớp" in page


def test_the_checks_key_stays_on_the_server_until_a_choice_is_made(
    as_user, learner, enrolment, lesson
):
    client = as_user(learner)
    fresh = client.get(lesson.url).content.decode()
    assert "Đích đến là dữ liệu." not in fresh
    assert 'data-state="ok"><input' not in fresh
    block = next(b for b in lesson.body if b.block_type == "check")
    wrong = client.get(lesson.url, {"kiem-tra": block.id, "chon": "1"}).content.decode()
    assert "Chưa đúng. Đáp án: Chưa, phải thành dữ liệu" in wrong
    assert "Đích đến là dữ liệu." in wrong
    right = client.get(lesson.url, {"kiem-tra": block.id, "chon": "2"}).content.decode()
    assert "Đúng rồi" in right
    nothing = client.get(lesson.url, {"kiem-tra": block.id}).content.decode()
    assert "Chọn một phương án" in nothing


def test_lesson__for_strangers(client, as_user, lesson):
    assert client.get(lesson.url).url.startswith(reverse("login"))
    refused = as_user(UserFactory()).get(lesson.url)
    assert refused.status_code == 403
    assert "chưa được ghi danh" in refused.content.decode()


@pytest.mark.parametrize("change", ["not_open_yet", "closed", "withdrawn"])
def test_lesson__when_the_class_is_not_open_to_the_learner(
    as_user, learner, enrolment, lesson, change
):
    group = enrolment.training_class
    if change == "not_open_yet":
        group.opens_on = timezone.localdate() + dt.timedelta(days=1)
    elif change == "closed":
        group.closed_at = timezone.now()
    else:
        enrolment.ended_reason = "withdrawn"
        enrolment.save()
    group.save()
    assert as_user(learner).get(lesson.url).status_code == 403


def test_lesson__for_an_administrator(as_user, lesson):
    page = as_user(UserFactory(is_superuser=True)).get(lesson.url)
    assert "Anh/chị xem với vai giảng viên" in page.content.decode()
    assert not Visit.objects.exists()


def test_mark_done__twice_is_one_completion_and_keeps_the_law_as_shown(
    as_user, learner, enrolment, lesson
):
    client = as_user(learner)
    for _ in range(2):
        response = client.post(reverse("mark_done", args=[lesson.uid]))
        assert response.url == f"{lesson.url}#xong"
    completion = Completion.objects.get()
    assert completion.occasion == "material 1"
    assert completion.revision == lesson.live_revision
    assert completion.legal_shown[0]["to"] == "2025-06-30"
    assert "Đã học xong bài này" in client.get(lesson.url).content.decode()


def test_mark_done__not_by_get_and_not_by_strangers(
    as_user, learner, enrolment, lesson
):
    url = reverse("mark_done", args=[lesson.uid])
    assert as_user(learner).get(url).status_code == 405
    assert as_user(UserFactory()).post(url).status_code == 403
    assert not Completion.objects.exists()


def test_a_page_handles_no_post(as_user, learner, enrolment, lesson):
    assert as_user(learner).post(lesson.url).status_code == 405


def test_what_opens_last_is_locked__until_the_rest_is_done(
    as_user, learner, enrolment, lesson
):
    last = LessonFactory(module=lesson.get_parent(), title="Ôn tập", opens_last=True)
    client = as_user(learner)
    sent_back = client.get(last.url, follow=True)
    assert "“Ôn tập” chưa mở" in sent_back.content.decode()
    assert client.post(reverse("mark_done", args=[last.uid])).status_code == 403
    client.post(reverse("mark_done", args=[lesson.uid]))
    assert client.get(last.url).status_code == 200


def test_what_opens_last_comes_last__even_when_a_module_was_added_after_it(
    as_user, learner, enrolment, course, lesson
):
    last = LessonFactory(module=lesson.get_parent(), title="Ôn tập", opens_last=True)
    added = LessonFactory(module=ModuleFactory(course=course), title="2.1 Thêm sau")
    client = as_user(learner)
    assert client.get(lesson.url).context["next"].pk == added.pk
    client.post(reverse("mark_done", args=[lesson.uid]))
    assert client.post(reverse("mark_done", args=[last.uid])).status_code == 403
    client.post(reverse("mark_done", args=[added.uid]))
    assert client.get(last.url).context["previous"].pk == added.pk


def test_an_edit_is_shown_at_once(as_user, learner, enrolment, lesson):
    client = as_user(learner)
    client.get(lesson.url)
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = [("text", "<p>Bản mới.</p>")]
    page.save_revision().publish()
    assert "Bản mới." in client.get(lesson.url).content.decode()


def test_lesson_page_asks_the_database_little(
    as_user, learner, enrolment, lesson, django_assert_max_num_queries
):
    for _ in range(12):
        LessonFactory(module=lesson.get_parent())
    client = as_user(learner)
    client.get(lesson.url)
    with django_assert_max_num_queries(15):
        client.get(lesson.url)


def test_desk__empty(as_user, learner):
    assert (
        "chưa được ghi danh khóa nào"
        in as_user(learner).get(reverse("my")).content.decode()
    )


def test_desk__shows_where_to_go_on(as_user, learner, enrolment, lesson):
    second = LessonFactory(module=lesson.get_parent(), title="1.2 Bản đồ văn bản")
    client = as_user(learner)
    client.post(reverse("mark_done", args=[lesson.uid]))
    page = client.get(reverse("my")).content.decode()
    assert second.url in page
    assert "1 trên 2 mục" in page
    assert "còn 10 ngày" in page


def test_desk_asks_the_same_whatever_the_number_of_courses(
    as_user, learner, enrolment, lesson, django_assert_max_num_queries
):
    for _ in range(4):
        group = TrainingClassFactory()
        LessonFactory(module=ModuleFactory(course=group.course))
        EnrolmentFactory(learner=learner, training_class=group)
    client = as_user(learner)
    client.get(reverse("my"))
    with django_assert_max_num_queries(12):
        client.get(reverse("my"))
