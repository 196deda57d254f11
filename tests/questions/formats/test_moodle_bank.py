"""Between the bank and Moodle XML: what comes in is good enough, what goes out is whole."""

from datetime import UTC, datetime

import pytest

from questions.exporting import Pictures, draft_of
from questions.formats.django_quiz import DjangoQuizApp
from questions.formats.moodle import MoodleXml
from questions.models import Question
from questions.services import import_questions
from tests.questions.factories import ROWS, question
from tests.questions.formats import dumps
from tests.questions.formats import test_moodle as written
from tests.questions.formats.strategies import png

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 11, 24, tzinfo=UTC)

FOREIGN = [
    written.question(
        "multichoice",
        written.SINGLE
        + written.answer("100", "<b>Hai</b>")
        + written.answer("0", "Ba"),
    ),
    written.question(
        "multichoice",
        written.MANY
        + written.answer("50", "a")
        + written.answer("50", "b")
        + written.answer("-50", "c"),
    ),
    written.question(
        "truefalse", written.answer("100", "true") + written.answer("0", "false")
    ),
    written.question("numerical", written.numerical("28.81", "0.005")),
    written.question("shortanswer", written.answer("100", "một cửa*")),
    written.question("ordering", written.answer("1", "a") + written.answer("2", "b")),
    written.question(
        "matching",
        written.pair("A", "1") + written.pair("B", "2") + written.pair("", "3"),
    ),
    written.question("cloze", "", text="X {1:MC:=a~b} {1:NM:=3:0.5} {1:SA:=c~=d}"),
    written.with_picture("@@PLUGINFILE@@/so%20do.png", png(1)),
]


def test_import__takes_what_moodle_writes_of_every_kind():
    report = import_questions(items=written.read(*FOREIGN), base=("Nhập",), at=NOW)
    assert [item.draft.kind for item in written.read(*FOREIGN)] == list(ROWS)
    assert not report.has_refusals
    assert Question.objects.filter(live=True).count() == len(ROWS)


@pytest.mark.parametrize("kind", ROWS)
def test_export__comes_back_the_same(kind):
    draft = draft_of(question(kind), pictures=Pictures())
    content, refused = MoodleXml().write([draft])
    assert refused == []
    [item] = MoodleXml().read(content)
    assert (item.refusal, item.losses) == ("", ())
    assert item.draft == draft


def test_import__of_an_old_dump():
    items = DjangoQuizApp().read(dumps.dump())
    report = import_questions(items=items, base=("Cũ",), at=NOW)
    assert not report.has_refusals
    again = import_questions(items=items, base=("Cũ",), at=NOW)
    assert again.counts()["imported"] == 0
    assert Question.objects.count() == 4
