"""What the examination is sat on: a class of 872, a quiz of 20 questions, sessions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from accounts.models import User
from courses.models import CourseIndexPage, CoursePage
from enrolments.models import Enrolment, TrainingClass
from questions.models import QuestionCategory
from quizzes.models import QuizItem, QuizPage

QUESTIONS, MINUTES = 20, 90
BACKEND = "accounts.backends.StaffCodeOrEmailBackend"


@dataclass(frozen=True)
class Candidate:
    """A learner who is logged in already."""

    learner_id: int
    session: str


def a_quiz(title: str, *, per_page: int) -> QuizPage:
    """A quiz in a course of its own, new each time: nobody has sat it yet."""
    parent = CourseIndexPage.objects.first()
    course = parent.add_child(instance=CoursePage(title=title, code=title[-20:]))
    course.save_revision().publish()
    quiz = course.add_child(
        instance=QuizPage(
            title=title,
            slug="thi",
            minutes=MINUTES,
            time_limit_minutes=MINUTES,
            per_page=per_page,
            pass_mark=50,
        )
    )
    shelves = QuestionCategory.objects.filter(parent=None)
    each, rest = divmod(QUESTIONS, len(shelves))
    for index, shelf in enumerate(shelves):
        QuizItem.objects.create(
            quiz=quiz,
            category=shelf,
            count=each + (index < rest),
            sort_order=index,
        )
    quiz = QuizPage.objects.get(pk=quiz.pk)
    quiz.save_revision().publish()
    return quiz


def a_class(quiz: QuizPage, learners: list[User]) -> TrainingClass:
    course = Page.objects.parent_of(quiz).get().specific
    today = timezone.localdate()
    group = TrainingClass.objects.create(
        code=slugify(course.code.replace("đ", "d").replace("Đ", "D")),
        title=quiz.title,
        course=course,
        opens_on=today,
        due_on=today + dt.timedelta(days=1),
    )
    now = timezone.now()
    Enrolment.objects.bulk_create(
        Enrolment(learner=learner, training_class=group, enrolled_at=now)
        for learner in learners
    )
    return group


def logged_in(learners: list[User]) -> list[Candidate]:
    """Sessions as a log-in leaves them; logging in is not what is measured."""
    return [Candidate(learner.pk, session_of(learner)) for learner in learners]


def session_of(learner: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(learner.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = learner.get_session_auth_hash()
    session.set_expiry(settings.SESSION_COOKIE_AGE)
    session.create()
    return session.session_key
