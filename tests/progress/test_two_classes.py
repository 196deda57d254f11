"""One course in two open classes: what is learned counts for the class it was learned in."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from enrolments.models import Enrolment, Extension
from progress.models import Completion, Visit
from quizzes.models import Attempt, QuizItem
from quizzes.practice import practisable
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.questions.factories import category, question
from tests.quizzes.factories import quiz_page

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def in_days(days):
    return timezone.localdate() + days * DAY


@pytest.fixture
def course():
    return CourseFactory(title="Số hóa hồ sơ", certificate=False)


@pytest.fixture
def lessons(course):
    module = ModuleFactory(course=course)
    return [LessonFactory(module=module, title=f"1.{n} Bài") for n in (1, 2)]


def enrolled(learner, course, code, *, due, **facts):
    group = TrainingClassFactory(
        course=course, code=code, title=f"Đợt {code}", due_on=in_days(due)
    )
    return EnrolmentFactory(learner=learner, training_class=group, **facts)


@pytest.fixture
def first(learner, course):
    return enrolled(learner, course, "SHHS", due=5)


@pytest.fixture
def second(learner, course):
    return enrolled(learner, course, "SHHS-2", due=30)


@pytest.fixture
def both(first, second):
    return first, second


@pytest.fixture
def reader(as_user, learner, both, lessons):
    return as_user(learner)


def text(response):
    return response.content.decode()


def done_in(enrolment):
    return Completion.objects.filter(enrolment=enrolment).count()


def marked(client, lesson, **said):
    return client.post(reverse("mark_done", args=[lesson.uid]), said)


# --- which class counts ------------------------------------------------------------------


def test_nothing_chosen__the_nearest_deadline(reader, first, lessons):
    page = reader.get(lessons[0].url)
    assert page.context["request"].enrolment == first
    assert Visit.objects.get().enrolment == first


def test_nothing_chosen__an_extension_moves_the_deadline(
    reader, learner, first, second, lessons
):
    Extension.objects.create(
        enrolment=first, due_on=in_days(60), reason="ốm", granted_by=learner
    )
    assert reader.get(lessons[0].url).context["request"].enrolment == second


def test_nothing_chosen__what_can_still_be_in_time_before_what_is_late(
    as_user, learner, course, lessons
):
    enrolled(learner, course, "SHHS-0", due=-2)
    now = enrolled(learner, course, "SHHS", due=5)
    page = as_user(learner).get(lessons[0].url)
    assert page.context["request"].enrolment == now


def test_nothing_chosen__what_is_finished_comes_last(as_user, learner, course, lessons):
    enrolled(learner, course, "SHHS", due=5, completed=True)
    open_still = enrolled(learner, course, "SHHS-2", due=30)
    page = as_user(learner).get(lessons[0].url)
    assert page.context["request"].enrolment == open_still


def test_chosen_in_the_address__and_remembered_where_the_address_is_silent(
    reader, second, lessons
):
    reader.get(f"{lessons[0].url}?lop=SHHS-2")
    assert reader.get(lessons[1].url).context["request"].enrolment == second
    assert {v.enrolment for v in Visit.objects.all()} == {second}


def test_remembered__until_that_class_is_finished(reader, first, second, lessons):
    reader.get(f"{lessons[0].url}?lop=SHHS-2")
    now = timezone.now()
    Enrolment.objects.filter(pk=second.pk).update(
        completed_at=now, ended_at=now, ended_reason="completed"
    )
    assert reader.get(lessons[0].url).context["request"].enrolment == first
    again = reader.get(f"{lessons[0].url}?lop=SHHS-2")
    assert again.context["request"].enrolment == second


def test_a_class_of_others_in_the_address__is_not_ours_and_is_said(
    reader, course, first, lessons
):
    TrainingClassFactory(course=course, code="LA")
    page = reader.get(f"{lessons[0].url}?lop=LA")
    assert page.context["request"].enrolment == first
    assert "Lớp trong đường dẫn không mở cho anh/chị" in text(page)


# --- pages name the class and lead on in it -----------------------------------------------


def test_my__a_card_for_each_class_with_its_own_link(reader, course):
    page = text(reader.get(reverse("my")))
    for code in ("SHHS", "SHHS-2"):
        assert f'href="{course.url}?lop={code}"' in page
        assert f"Đợt {code} <span" in page


def test_my__continues_in_the_class_where_one_was(reader, lessons):
    reader.get(f"{lessons[0].url}?lop=SHHS-2")
    reader.get(f"{lessons[1].url}?lop=SHHS")
    page = text(reader.get(reverse("my")))
    resumed = f'class="button primary" href="{lessons[0].url}?lop=SHHS"'
    assert resumed in page


def test_lesson__names_its_class_offers_the_other_and_leads_on_in_it(reader, lessons):
    page = text(reader.get(f"{lessons[0].url}?lop=SHHS-2"))
    assert "Trang này tính cho lớp SHHS-2" in page
    assert 'href="?lop=SHHS"' in page
    assert f'href="{lessons[1].url}?lop=SHHS-2"' in page
    assert f'href="{lessons[1].url}"' not in page


def test_course__names_its_class_and_leads_on_in_it(reader, course, lessons):
    page = text(reader.get(f"{course.url}?lop=SHHS-2"))
    assert "Trang này tính cho lớp SHHS-2" in page
    assert f'href="{lessons[0].url}?lop=SHHS-2"' in page
    assert f'href="{lessons[0].url}"' not in page


def test_locked__sent_back_to_the_same_class(reader, lessons):
    last = LessonFactory(module=lessons[0].get_parent(), title="Ôn", opens_last=True)
    assert reader.get(f"{last.url}?lop=SHHS-2").url.endswith("?lop=SHHS-2")


def test_one_class__no_word_of_it_and_plain_addresses(as_user, learner, first, lessons):
    client = as_user(learner)
    for url in (reverse("my"), first.training_class.course.url, lessons[0].url):
        page = text(client.get(url))
        assert "lop=" not in page
        assert "Đổi sang" not in page


def test_lesson__asks_as_much_for_two_classes_as_for_one(
    reader, lessons, django_assert_max_num_queries
):
    reader.get(f"{lessons[0].url}?lop=SHHS")
    with django_assert_max_num_queries(15):
        reader.get(lessons[0].url)


# --- marking as done ----------------------------------------------------------------------


def test_done__in_the_class_the_page_was_shown_for(reader, first, second, lessons):
    """Whatever was looked at since in another tab."""
    reader.get(f"{lessons[0].url}?lop=SHHS")
    reader.get(f"{lessons[0].url}?lop=SHHS-2")
    for _ in range(2):
        answer = marked(reader, lessons[0], enrolment=first.uid)
        assert answer.url == f"{lessons[0].url}?lop=SHHS#xong"
    assert (done_in(first), done_in(second)) == (1, 0)
    assert "Đã học xong bài này" in text(reader.get(f"{lessons[0].url}?lop=SHHS"))
    assert "Đã học xong bài này" not in text(reader.get(f"{lessons[0].url}?lop=SHHS-2"))


def test_both_classes_can_be_finished(reader, first, second, lessons):
    for enrolment in (first, second):
        for lesson in lessons:
            marked(reader, lesson, enrolment=enrolment.uid)
        enrolment.refresh_from_db()
        assert enrolment.completed_at
        assert done_in(enrolment) == 2


def test_done__the_page_carries_the_enrolment(reader, second, lessons):
    page = text(reader.get(f"{lessons[0].url}?lop=SHHS-2"))
    assert f'name="enrolment" value="{second.uid}"' in page


@pytest.mark.parametrize("whose", ["stranger", "closed", "other_course", "nonsense"])
def test_done__a_forged_enrolment_is_refused(reader, learner, course, lessons, whose):
    forged = {
        "stranger": lambda: (
            EnrolmentFactory(training_class=TrainingClassFactory(course=course)).uid
        ),
        "closed": lambda: (
            EnrolmentFactory(
                learner=learner,
                training_class=TrainingClassFactory(
                    course=course, closed_at=timezone.now()
                ),
            ).uid
        ),
        "other_course": lambda: EnrolmentFactory(learner=learner).uid,
        "nonsense": lambda: "không phải",
    }[whose]()
    assert marked(reader, lessons[0], enrolment=forged).status_code == 403
    assert not Completion.objects.exists()


# --- quizzes ------------------------------------------------------------------------------


@pytest.fixture
def quiz(course):
    shelf = category(course.code, "1. Căn cứ")
    return quiz_page(course, QuizItem(question=question("single", shelf=shelf)))


def begun(client, quiz, **said):
    return client.post(reverse("attempt_start", args=[quiz.uid]), said)


def test_quiz__counts_for_the_class_of_its_page(reader, first, second, quiz):
    page = text(reader.get(f"{quiz.url}?lop=SHHS-2"))
    assert "Trang này tính cho lớp SHHS-2" in page
    assert f'name="enrolment" value="{second.uid}"' in page
    begun(reader, quiz, enrolment=second.uid)
    begun(reader, quiz, enrolment=first.uid)
    begun(reader, quiz, enrolment=first.uid)
    assert [a.enrolment for a in Attempt.objects.order_by("pk")] == [second, first]
    # each page shows its own class's sittings
    shown = reader.get(f"{quiz.url}?lop=SHHS").context["attempts"]
    assert [a.enrolment_id for a in shown] == [first.pk]


def test_quiz__a_forged_enrolment_is_refused(reader, course, quiz):
    stranger = EnrolmentFactory(training_class=TrainingClassFactory(course=course))
    for uid in (stranger.uid, "không phải"):
        answer = begun(reader, quiz, enrolment=uid)
        assert answer.url.startswith(quiz.url)
    assert not Attempt.objects.exists()


def test_quiz__its_result_leads_back_to_its_class(reader, course, second, quiz):
    begun(reader, quiz, enrolment=second.uid)
    attempt = Attempt.objects.get()
    reader.post(reverse("attempt_submit", args=[attempt.uid]), {"xac-nhan": "1"})
    page = text(reader.get(reverse("attempt_result", args=[attempt.uid])))
    assert f'href="{course.url}?lop=SHHS-2"' in page
    assert f'href="{course.url}"' not in page
    assert "SHHS-2" in text(reader.get(reverse("attempt_history")))


def test_quiz__the_sitting_names_its_class_only_where_there_are_two(
    reader, second, quiz
):
    begun(reader, quiz, enrolment=second.uid)
    attempt = Attempt.objects.get()
    for name in ("attempt", "attempt_review"):
        assert "(lớp SHHS-2)" in text(reader.get(reverse(name, args=[attempt.uid])))
    Enrolment.objects.exclude(pk=second.pk).update(ended_reason="withdrawn")
    for name in ("attempt", "attempt_review"):
        assert "(lớp" not in text(reader.get(reverse(name, args=[attempt.uid])))


def test_my__says_in_which_class_a_sitting_waits(reader, second, quiz):
    begun(reader, quiz, enrolment=second.uid)
    page = text(reader.get(reverse("my")))
    assert f"Bài đang làm dở: {quiz.title} (lớp SHHS-2)" in page


def finished(enrolment, quiz):
    Completion.objects.create(
        enrolment=enrolment, activity=quiz, occasion="một", completed_at=timezone.now()
    )


def test_practice__not_what_the_other_class_may_still_ask(learner, first, second, quiz):
    """Practice tells the key at once: a quiz sat for one class is still ahead in the next."""
    finished(first, quiz)
    assert not practisable(learner, at=timezone.now()).exists()
    finished(second, quiz)
    assert practisable(learner, at=timezone.now()).count() == 1


def test_one_more_sitting__in_the_class_where_none_is_left(
    as_user, learner, first, second, quiz
):
    """Whatever class is the newer one."""
    quiz.attempts_allowed = 1
    quiz.save()
    at = timezone.now()
    Attempt.objects.create(
        enrolment=first, quiz=quiz, number=1, started_at=at, submitted_at=at,
        seed=1, pass_mark=50, max_score=100, score=0, closed_by="learner",
    )  # fmt: skip
    admin = as_user(UserFactory(is_superuser=True))
    said = {"staff_code": learner.staff_code, "reason": "mất điện"}
    page = text(admin.post(reverse("quiz_extra", args=[quiz.pk]), said, follow=True))
    assert quiz.extra_attempts.get().enrolment == first
    assert "được làm thêm một lần ở lớp SHHS." in page
