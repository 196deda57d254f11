"""Keys put right and essays to mark, in the words of the trade."""

from copy import deepcopy
from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from certificates.models import Certificate
from certificates.services import issue_certificate
from courses.models import CourseIndexPage
from lms.roles import TRAINERS, ensure_roles
from questions.formats.draft import QuestionDraft
from questions.models import Question
from questions.services import upsert_question
from quizzes.marks.regrading import correct_key, regrade
from quizzes.models import Attempt, KeyCorrection, QuizItem, Response
from quizzes.services import start_attempt, submit_attempt
from tests.factories import EnrolmentFactory, IssuerFactory, UserFactory
from tests.questions.factories import category, right_answer
from tests.quizzes.factories import sitting

NOW = timezone.now()
_number = count(1)


def trainer(course=None, name="Trần Thị Bích Ngọc"):
    """A trainer of all courses, or of this one only."""
    person = UserFactory(full_name=name)
    if course is None:
        ensure_roles(courses=CourseIndexPage.objects.get())
        person.groups.add(Group.objects.get(name=TRAINERS))
        return person
    group = Group.objects.create(name=f"Giảng viên {course.code}")
    ensure_roles(courses=CourseIndexPage.objects.get())
    base = Group.objects.get(name=TRAINERS)
    group.permissions.set(base.permissions.all())
    for right in base.page_permissions.all():
        group.page_permissions.create(page=course, permission=right.permission)
    person.groups.add(group)
    return person


def sit(room, answers=None, *, learner=None, at=NOW) -> Attempt:
    """Sit the quiz to the end, answering each question by answers(definition)."""
    enrolment = room.enrolment
    if learner is not None:
        enrolment = EnrolmentFactory(
            training_class=room.enrolment.training_class, learner=learner
        )
    attempt = start_attempt(enrolment=enrolment, quiz=room.quiz, at=at)
    return hand_in(attempt, answers, at=at)


def hand_in(attempt: Attempt, answers=None, *, at=NOW) -> Attempt:
    for response in attempt.responses.all() if answers else ():
        response.answer = answers(response.definition)
        response.save(update_fields=["answer"])
    return submit_attempt(attempt=attempt, at=at, by=Attempt.ClosedBy.LEARNER)


def choose(text: str):
    """Answers a single choice by the words of the option."""

    def answer(definition: dict) -> dict:
        option = next(o for o in definition["options"] if o["html"] == text)
        return {"choice": option["id"]}

    return answer


def with_key(question: Question, text: str, *, publish=True):
    """A revision of a single choice whose right option is this one."""
    fresh = Question.objects.get(pk=question.pk)
    for option in fresh.definition[0].value["options"]:
        option["is_right"] = _words(option["text"]) == text
    revision = fresh.save_revision()
    if publish:
        revision.publish()
    return revision


def _words(value) -> str:
    source = getattr(value, "source", value)
    return source.removeprefix("<p>").removesuffix("</p>")


def correct(question, text, *, by, reason="Thông tư mới", at=NOW) -> KeyCorrection:
    """Put a single choice's key right and carry it into the attempts."""
    question.refresh_from_db()
    correction = correct_key(
        question=question,
        revision=with_key(question, text),
        reason=reason,
        by=by,
        at=at,
    )
    regrade(correction=correction, at=at)
    return correction


def state_of(*models) -> list:
    """All rows of these models, to compare before and after."""
    return deepcopy([list(model.objects.order_by("pk").values()) for model in models])


RUBRIC = [{"name": "Đủ bước", "weight": 3}, {"name": "Đúng căn cứ", "weight": 1}]


def essay(shelf, *, rubric=()) -> Question:
    """A published essay with a guide for its markers."""
    draft = QuestionDraft(
        kind="essay",
        value={
            "text": "<p>Trình bày các bước tiếp nhận hồ sơ.</p>",
            "rubric": list(rubric),
            "guide": "<p>Nêu đủ bốn bước.</p>",
            "max_words": None,
            "explanation": "",
        },
        code=f"TL-{next(_number):03d}",
    )
    return upsert_question(draft=draft, category=shelf)[0]


def essay_room(*, rubric=(), points=1000, with_choice=False, **rules):
    """A quiz with an essay of ten points and, if asked, a single choice of one."""
    room = sitting(kinds=("single",) if with_choice else (), **rules)
    shelf = category(room.course.code)
    item = QuizItem(question=essay(shelf, rubric=rubric), points=points)
    room.quiz.items.add(item)
    room.quiz.save_revision().publish()
    return room


def write(words: str = "Tiếp nhận, kiểm tra, chuyển, trả."):
    """Answers essays with these words, and everything else rightly."""

    def answer(definition: dict) -> dict:
        if definition["kind"] == "essay":
            return {"text": words}
        return right_answer(definition)

    return answer


def waiting_essay(attempt: Attempt) -> Response:
    return attempt.responses.get(points=None)


def give_certificate(enrolment) -> Certificate:
    """A paper given for the enrolment, as if its course gave one."""
    enrolment.refresh_from_db()
    enrolment.certificate = issue_certificate(
        award=enrolment.uid,
        kind="attestation",
        holder=enrolment.learner,
        issuer=IssuerFactory(),
        facts={},
        at=NOW,
    )
    enrolment.save(update_fields=["certificate"])
    return enrolment.certificate
