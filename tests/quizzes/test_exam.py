"""Examination mode over HTTP: the code, the pledge, leaving the page, the printed paper."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from quizzes import access
from quizzes.models import Attempt, AttemptEvent, QuizItem
from quizzes.services import start_attempt, submit_attempt
from tests.factories import UserFactory
from tests.questions.factories import EXPLANATION, category, questions
from tests.quizzes.factories import quiz_page, sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_user, learner):
    return as_user(learner)


def start(client, room, **data):
    url = reverse("attempt_start", args=[room.quiz.uid])
    return client.post(url, data, follow=True).content.decode()


def begin(room) -> Attempt:
    return start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=timezone.now())


# --- the way in -------------------------------------------------------------------


def test_entry__names_the_rules_and_asks_for_code_and_pledge(browser, learner):
    room = sitting(learner=learner, is_exam=True, access_code="Sen Hồng")
    html = browser.get(room.quiz.url).content.decode()
    for words in ("Mã vào phòng thi", "Tôi tự làm bài này", "rời trang làm bài"):
        assert words in html


def test_start__with_code_and_pledge__begins_and_notes_the_pledge(browser, learner):
    room = sitting(learner=learner, is_exam=True, access_code="Sen Hồng")
    start(browser, room, ma=" sen hong ", cam_ket="on")
    attempt = Attempt.objects.get()
    assert attempt.pledged_at == attempt.started_at
    start(browser, room)  # who goes on gave both before
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"cam_ket": "on"}, "Mã vào phòng thi chưa đúng"),
        ({"ma": "sen trắng", "cam_ket": "on"}, "Mã vào phòng thi chưa đúng"),
        ({"ma": "sen hồng"}, "Đánh dấu ô cam kết"),
    ],
)
def test_start__without_code_or_pledge__is_refused_in_words(
    browser, learner, data, told
):
    room = sitting(learner=learner, is_exam=True, access_code="Sen Hồng")
    assert told in start(browser, room, **data)
    assert not Attempt.objects.exists()


def test_code__guessed_too_often__is_refused_even_when_right(browser, learner):
    room = sitting(learner=learner, access_code="1234")
    for guess in range(access.CODES_TRIED):
        start(browser, room, ma=str(guess))
    assert "Chờ 10 phút" in start(browser, room, ma="1234")
    assert not Attempt.objects.exists()


def test_pledge__of_the_trainers_own_words__is_asked_in_any_quiz(browser, learner):
    room = sitting(learner=learner, honour_statement="Không dùng tài liệu.")
    assert "Không dùng tài liệu." in browser.get(room.quiz.url).content.decode()
    start(browser, room)
    assert not Attempt.objects.exists()


# --- leaving the page -------------------------------------------------------------


def leave(client, attempt, uid=None, kind="left"):
    url = reverse("attempt_leave", args=[attempt.uid])
    return client.post(url, {"uid": uid or uuid4(), "kind": kind}).status_code


def test_leaving__is_noted_once_per_key_and_changes_nothing_else(browser, learner):
    attempt = begin(sitting(learner=learner, is_exam=True))
    uid = uuid4()
    assert [leave(browser, attempt, uid) for _ in range(2)] == [204, 204]
    assert leave(browser, attempt, kind="returned") == 204
    events = attempt.events.order_by("at")
    assert [event.kind for event in events] == ["left", "returned"]
    attempt.refresh_from_db()
    assert (attempt.is_open, attempt.score) == (True, None)


def test_leaving__in_a_plain_quiz_or_after_the_end__is_not_noted(browser, learner):
    plain = begin(sitting(learner=learner))
    exam = begin(sitting(learner=learner, is_exam=True))
    submit_attempt(attempt=exam, at=timezone.now(), by="learner")
    for attempt in (plain, exam):
        leave(browser, attempt)
    assert not AttemptEvent.objects.exists()


def test_leaving__somebody_elses_attempt_or_nonsense__is_refused(browser, learner):
    other = begin(sitting(is_exam=True))
    assert leave(browser, other) == 404
    own = begin(sitting(learner=learner, is_exam=True))
    assert leave(browser, own, kind="cheated") == 400
    assert not AttemptEvent.objects.exists()


def test_page__of_an_examination_only__tells_where_leaving_goes(browser, learner):
    for is_exam in (True, False):
        attempt = begin(sitting(learner=learner, is_exam=is_exam))
        html = browser.get(reverse("attempt", args=[attempt.uid])).content.decode()
        assert ("data-leave" in html) is is_exam


# --- the printed paper ------------------------------------------------------------


def trainer_of(page):
    user = UserFactory()
    group = Group.objects.create(name=f"Giảng viên {page.pk}")
    for codename in ("access_admin",):
        group.permissions.add(_permission("wagtailadmin", codename))
    permission = _permission("wagtailcore", "change_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user


def _permission(app, codename):
    from django.contrib.auth.models import Permission

    return Permission.objects.get(content_type__app_label=app, codename=codename)


def exam_room():
    room = sitting(kinds=())
    shelf = category(room.course.code, "Kho")
    questions(6, shelf)
    item = QuizItem(section="Phần A", category=shelf, count=4)
    room.quiz = quiz_page(room.course, item, title="Đề giấy", is_exam=True)
    return room


def test_paper__for_a_trainer_of_the_course__has_no_key_unless_asked(as_user):
    room = exam_room()
    client = as_user(trainer_of(room.course))
    url = reverse("quiz_paper", args=[room.quiz.uid])
    html = client.get(url).content.decode()
    assert "Đề giấy" in html
    assert "Phần A" in html
    assert html.count('class="question"') == 4
    assert EXPLANATION not in html
    assert EXPLANATION in client.get(url, {"dap-an": "1"}).content.decode()
    assert not Attempt.objects.exists()


def test_paper__what_a_screen_would_unfold__stands_written_out(as_user):
    room = sitting(kinds=("matching", "fill_in"))
    client = as_user(trainer_of(room.course))
    html = client.get(reverse("quiz_paper", args=[room.quiz.uid])).content.decode()
    assert html.count("Sổ theo dõi") > 3  # in each select, and in the list below
    assert "Chỗ trống 2, chọn trong:" in html


def test_paper__another_number__draws_another_paper_and_the_same_one_stays(as_user):
    room = exam_room()
    client = as_user(trainer_of(room.course))
    url = reverse("quiz_paper", args=[room.quiz.uid])
    first, again, second = (
        [
            row["response"].question_id
            for row in client.get(url, {"de": n}).context["rows"]
        ]
        for n in (1, 1, 7)
    )
    assert first == again
    assert first != second
    assert client.get(url, {"de": "x"}).status_code == 200


def test_paper__for_a_learner_or_another_courses_trainer__does_not_exist(as_user):
    room, other = exam_room(), sitting()
    url = reverse("quiz_paper", args=[room.quiz.uid])
    for person in (room.enrolment.learner, trainer_of(other.course)):
        assert as_user(person).get(url).status_code == 404
