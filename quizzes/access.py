"""Who may sit a quiz: enrolled in its course, the quiz open for them, the code known."""

from __future__ import annotations

from datetime import datetime
from secrets import compare_digest

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.collation import fold
from accounts.models import User
from courses.models import ActivityPage, CoursePage
from enrolments.access import meant
from enrolments.models import Enrolment
from progress.learning import NotAllowed
from progress.models import Completion
from quizzes.models import Attempt, QuizPage

CODES_TRIED = 10
CODES_FOR = 600  # seconds

# What a start asks of enrolment, class and course; the pages of a tree are wide.
ENTERED = (
    *("uid", "learner_id", "ended_reason", "training_class__opens_on"),
    *("training_class__code", "training_class__closed_at"),
    *("training_class__course__minimum_mark", "training_class__course__path"),
)


def enrolment_to_sit(
    *, learner: User, quiz: QuizPage, at: datetime, uid: str = ""
) -> Enrolment:
    """The enrolment under which the learner sits the quiz; its course is read along.

    `uid`: the one the quiz's page was shown for. Raises NotAllowed, with a sentence
    for the learner.
    """
    today = timezone.localdate(at)
    rows = (
        Enrolment.objects.accessible(on=today)
        .filter(
            learner=learner,
            training_class__course__in=CoursePage.objects.ancestor_of(quiz),
        )
        .select_related("training_class__course")
        .only(*ENTERED)
        .by_urgency(on=today)
    )
    enrolment = meant(list(rows), uid)
    if enrolment is None:
        raise NotAllowed(_("Anh/chị chưa được ghi danh vào lớp của khóa học này."))
    if is_locked(quiz, enrolment=enrolment):
        raise NotAllowed(_("Bài kiểm tra mở khi học xong các mục bắt buộc đứng trước."))
    enrolment.learner = learner
    return enrolment


def is_locked(quiz: QuizPage, *, enrolment: Enrolment) -> bool:
    """The rule of `Learning.is_locked` for one quiz, in one query where it is open."""
    if not quiz.opens_last:
        return False
    done = Completion.objects.standing().of(enrolment)
    before = (
        ActivityPage.objects.of(enrolment.training_class.course)
        .required()
        .filter(Q(opens_last=False) | Q(path__lt=quiz.path))
        .exclude(pk=quiz.pk)
    )
    is_missing = before.exclude(Exists(done.filter(activity=OuterRef("pk")))).exists()
    return is_missing and not done.filter(activity=quiz).exists()


def check_entry(
    *, enrolment: Enrolment, quiz: QuizPage, code: str, has_pledged: bool
) -> None:
    """Whoever begins knows the code of the room and has given the pledge.

    Who goes on with an open sitting did both already. Raises NotAllowed.
    """
    if not (quiz.access_code or quiz.pledge):
        return
    if Attempt.objects.of(enrolment, quiz).open().exists():
        return
    if quiz.access_code:
        _check_code(quiz, learner=enrolment.learner, code=code)
    if quiz.pledge and not has_pledged:
        raise NotAllowed(_("Đánh dấu ô cam kết, rồi bấm Bắt đầu."))


def _check_code(quiz: QuizPage, *, learner: User, code: str) -> None:
    """A code read aloud in a room: case and marks do not matter, guessing does."""
    key = f"quizzes:codes:{quiz.pk}:{learner.pk}"
    if cache.get(key, 0) >= CODES_TRIED:
        raise NotAllowed(_("Nhập sai mã nhiều lần. Chờ 10 phút rồi nhập lại."))
    right, given = (fold(text.strip()).encode() for text in (quiz.access_code, code))
    if compare_digest(right, given):
        return
    cache.add(key, 0, timeout=CODES_FOR)
    try:
        cache.incr(key)
    except ValueError:  # the ten minutes ended between the two calls
        cache.set(key, 1, timeout=CODES_FOR)
    raise NotAllowed(_("Mã vào phòng thi chưa đúng. Hỏi người coi thi rồi nhập lại."))
