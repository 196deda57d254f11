"""What is swept from the storages, and what never is."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from questions import import_files, pictures
from questions.definitions import freeze
from questions.models import Question
from questions.pictures import FOLDER, NAMED
from questions.services import sweep_imports, sweep_pictures
from quizzes.models import QuizItem, Response
from quizzes.services import start_attempt
from tests.questions.test_importing import bring, pictured
from tests.quizzes.factories import quiz_page, sitting

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def empty_storages(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        name: settings.STORAGES[name] | {"OPTIONS": {"location": tmp_path / name}}
        for name in ("default", "private")
    }
    pictures._tags.clear()  # noqa: SLF001 as if the process had just begun


def kept(*, is_imported: bool) -> import_files.KeptFile:
    one = import_files.keep(content=b"Hai? {T}", name="cau.txt", owner=1)
    if is_imported:
        one.finish({"counts": {}})
    return one


@pytest.mark.parametrize(
    ("is_imported", "days", "is_left"),
    [(False, 6, True), (False, 8, False), (True, 29, True), (True, 31, False)],
)
def test_upload__is_kept_until_nobody_needs_it(is_imported, days, is_left):
    one = kept(is_imported=is_imported)
    swept = sweep_imports(at=timezone.now() + days * DAY)
    assert swept == (not is_left)
    assert (import_files.find(one.uid, owner=1) is not None) is is_left
    assert list(import_files.all_kept()) == [] or is_left


def names() -> set[str]:
    return set(default_storage.listdir(FOLDER)[1])


def shown_by(question: Question) -> str:
    [name] = NAMED.findall(freeze(question)["text"])
    return name


def question_with_picture(red: int) -> Question:
    bring(pictured(red=red))
    return Question.objects.latest("pk")


def later() -> dt.datetime:
    return timezone.now() + 2 * DAY


def test_picture__of_no_question__goes_after_a_day():
    default_storage.save(f"{FOLDER}/{'0' * 64}.png", ContentFile(b"x"))
    assert sweep_pictures(at=timezone.now()) == 0
    assert sweep_pictures(at=later()) == 1
    assert names() == set()


def test_picture__of_a_question__stays_and_comes_back():
    name = shown_by(question_with_picture(1))
    assert sweep_pictures(at=later()) == 0
    assert names() == {name}
    default_storage.delete(f"{FOLDER}/{name}")
    default_storage.save(f"{FOLDER}/{'0' * 64}.png", ContentFile(b"x"))
    pictures._tags.clear()  # noqa: SLF001 another process
    assert sweep_pictures(at=later()) == 1
    assert names() == {name}


def test_picture__of_an_older_revision__stays():
    question = question_with_picture(2)
    name = shown_by(question)
    bring(pictured(red=3))
    question.definition = Question.objects.latest("pk").definition
    question.save_revision().publish()
    assert shown_by(Question.objects.get(pk=question.pk)) != name
    assert sweep_pictures(at=later()) == 0
    assert name in names()


def test_picture__of_an_attempt__stays_when_the_question_has_lost_it():
    question = question_with_picture(4)
    name = shown_by(question)
    room = sitting()
    quiz = quiz_page(room.course, QuizItem(question=question), title="Bài có hình")
    start_attempt(enrolment=room.enrolment, quiz=quiz, at=timezone.now())
    Question.objects.filter(pk=question.pk).update(definition=[])
    question.revisions.update(content={"definition": "[]"})
    assert sweep_pictures(at=later()) == 0
    assert names() == {name}
    Response.objects.update(definition={})
    assert sweep_pictures(at=later()) == 1
    assert names() == set()


def test_picture__young__stays_whatever_shows_it():
    path = Path(default_storage.path(f"{FOLDER}/{'1' * 64}.png"))
    default_storage.save(f"{FOLDER}/{path.name}", ContentFile(b"x"))
    hour_ago = (timezone.now() - dt.timedelta(hours=1)).timestamp()
    os.utime(path, (hour_ago, hour_ago))
    assert sweep_pictures(at=timezone.now()) == 0
    assert names() == {path.name}
