"""Cho làm thêm in /cms/: by trainers of the course, with a reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import ExtraAttempt
from quizzes.services import start_attempt, submit_attempt
from tests.factories import UserFactory
from tests.quizzes.factories import sitting
from tests.quizzes.test_exam import trainer_of

pytestmark = pytest.mark.django_db


def used_up():
    room = sitting(attempts_allowed=1)
    now = timezone.now()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=now)
    submit_attempt(attempt=attempt, at=now, by="learner")
    return room


def url(room) -> str:
    return reverse("quiz_extra", args=[room.quiz.pk])


def test_extra__given_by_a_trainer__is_listed_and_lets_the_learner_start(as_user):
    room = used_up()
    person = room.enrolment.learner
    client = as_user(trainer_of(room.course))
    data = {"staff_code": person.staff_code.lower(), "reason": "Mất điện"}
    html = client.post(url(room), data, follow=True).content.decode()
    assert f"{person.full_name} được làm thêm một lần" in html
    assert "Mất điện" in html
    now = timezone.now()
    assert start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=now).number == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"staff_code": "KHONG-CO", "reason": "x"}, "không có trong lớp nào"),
        ({"staff_code": "", "reason": "x"}, "Nhập mã cán bộ"),
        ({"staff_code": "hv", "reason": " "}, "Ghi lý do"),
    ],
)
def test_extra__without_person_or_reason__is_told_what_to_do(as_user, data, told):
    room = used_up()
    reply = as_user(trainer_of(room.course)).post(url(room), data)
    assert told in reply.content.decode()
    assert not ExtraAttempt.objects.exists()


def test_extra__of_a_quiz_without_a_limit__is_refused_in_words(as_user):
    room = sitting()
    data = {"staff_code": room.enrolment.learner.staff_code, "reason": "x"}
    reply = as_user(trainer_of(room.course)).post(url(room), data, follow=True)
    assert "không giới hạn số lần" in reply.content.decode()


def test_extra__for_another_courses_trainer_or_a_learner__is_not_there(as_user):
    room, other = used_up(), sitting()
    data = {"staff_code": room.enrolment.learner.staff_code, "reason": "x"}
    stranger = as_user(trainer_of(other.course)).post(url(room), data)
    assert stranger.status_code == 404
    assert as_user(UserFactory()).post(url(room), data).status_code in {302, 403}
    assert not ExtraAttempt.objects.exists()


def test_quiz_page_in_the_editor__offers_the_paper_and_the_extra_attempt(as_user):
    room = used_up()
    edit = reverse("wagtailadmin_pages:edit", args=[room.quiz.pk])
    html = as_user(UserFactory(is_superuser=True)).get(edit).content.decode()
    assert reverse("quiz_paper", args=[room.quiz.uid]) in html
    assert url(room) in html
