"""What `manage.py dumpdata` writes of django-quiz-app 0.5: its questions, its sittings.

Read by the field names of release 0.5.1 (2015) and of the forks that kept them. The
file is JSON: [{"model": "quiz.question", "pk": 1, "fields": {…}}, …]. A kind's row
(multichoice.mcquestion, true_false.tf_question, essay.essay_question) has the pk of
its quiz.question. Rules of quizzes are set in the page tree; the progress per category
is computed here, so quiz.progress is not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.django_quiz import dumpdata
from questions.formats.django_quiz.dumpdata import Fields
from questions.formats.draft import (
    Format,
    Item,
    QuestionDraft,
    UnusableFile,
    paragraphs,
)

CHOICE, TRUE_FALSE, ESSAY = "mcquestion", "tf_question", "essay_question"
USERS = ("auth.user", "accounts.user", "users.user")


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One sitting of one person, as the dump keeps it.

    `asked` are pks of questions in their order, `wrong` those answered wrongly,
    `given` the answer by pk: an answer's pk, "True", "False" or an essay's text.
    `score` counts right answers; `login` is "" when the dump names no such user.
    """

    pk: int
    login: str
    quiz: int
    quiz_title: str
    pass_mark: int
    asked: tuple[int, ...]
    wrong: frozenset[int]
    given: dict[int, str]
    score: int
    is_complete: bool
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Dump:
    """A dump taken apart: the questions as items by pk, and who sat what.

    `options` are the pks of the answers of a choice question in the draft's order.
    """

    items: dict[int, Item] = field(default_factory=dict)
    options: dict[int, list[int]] = field(default_factory=dict)
    sittings: list[Sitting] = field(default_factory=list)


class DjangoQuizApp(Format):
    """Only in: nobody needs to go back."""

    name = "django-quiz-app"
    label = "django-quiz-app"
    extension = "json"
    content_type = "application/json"

    def read(self, content: bytes) -> list[Item]:
        return list(read_dump(content).items.values())

    def write(self, drafts: Iterable[QuestionDraft]) -> tuple[bytes, list[Item]]:
        message = _("Không xuất ra django-quiz-app; hãy chọn dạng tệp khác.")
        items = [
            Item(place=draft.code or str(number), draft=draft, refusal=message)
            for number, draft in enumerate(drafts, 1)
        ]
        return b"[]", items


def read_dump(content: bytes) -> Dump:
    """Questions and sittings of a dump; raises UnusableFile."""
    tables = dumpdata.read_tables(content)
    questions = tables["quiz.question"]
    if not questions:
        raise UnusableFile(_("Tệp không có câu hỏi nào của django-quiz-app."))
    reader = _Reader(tables)
    items = {pk: reader.item(pk, row) for pk, row in questions.items()}
    return Dump(
        items=items,
        options={pk: [answer for answer, _row in reader.answers(pk)] for pk in items},
        sittings=[
            reader.sitting(pk, row) for pk, row in tables["quiz.sitting"].items()
        ],
    )


class _Refused(Exception):
    """Why a question cannot be read."""


class _Reader:
    """Looks from one table into the others."""

    def __init__(self, tables: dict[str, dict[int, Fields]]) -> None:
        self.tables = tables
        self._answers: dict[int, list[tuple[int, Fields]]] = defaultdict(list)
        for pk, row in tables["multichoice.answer"].items():
            if (question := dumpdata.number(row.get("question"))) is not None:
                self._answers[question].append((pk, row))

    def item(self, pk: int, row: Fields) -> Item:
        place = _("câu hỏi số %(pk)d") % {"pk": pk}
        try:
            kind, value, losses = self._kind(pk)
        except _Refused as refusal:
            return Item(place=place, refusal=str(refusal))
        value["text"] = _paragraphs(row.get("content"))
        value["explanation"] = _paragraphs(row.get("explanation"))
        if not value["text"]:
            return Item(place=place, refusal=_("Câu hỏi không có chữ nào."))
        if figure := dumpdata.words(row.get("figure")):
            said = _("Hình %(name)s không nằm trong tệp; thêm lại ở câu hỏi.")
            losses = [*losses, said % {"name": figure[:200]}]
        draft = QuestionDraft(
            code=_code(pk, row), kind=kind, value=value, category=self._category(row)
        )
        return Item(place=place, draft=draft, losses=tuple(losses))

    def _kind(self, pk: int) -> tuple[str, Fields, list[str]]:
        if pk in self.tables[f"multichoice.{CHOICE}"]:
            return self._choice(pk)
        if (row := self.tables[f"true_false.{TRUE_FALSE}"].get(pk)) is not None:
            is_true = "true" if row.get("correct") is True else "false"
            feedback = {"feedback_true": "", "feedback_false": ""}
            return "true_false", {"is_true": is_true, **feedback}, []
        if pk in self.tables[f"essay.{ESSAY}"]:
            return "essay", {"rubric": [], "guide": "", "max_words": None}, []
        raise _Refused(
            _("Tệp không có phần đáp án của câu này (multichoice, true_false, essay).")
        )

    def answers(self, pk: int) -> list[tuple[int, Fields]]:
        """The options that have words, in the order that the question asks for."""
        answers = [
            (answer, row)
            for answer, row in self._answers[pk]
            if _paragraphs(row.get("content"))
        ]
        question = self.tables[f"multichoice.{CHOICE}"].get(pk, {})
        if question.get("answer_order") == "content":
            answers.sort(key=lambda answer: dumpdata.words(answer[1].get("content")))
        return answers

    def _choice(self, pk: int) -> tuple[str, Fields, list[str]]:
        options = [
            {
                "text": _paragraphs(row.get("content")),
                "is_right": row.get("correct") is True,
                "feedback": "",
            }
            for _pk, row in self.answers(pk)
        ]
        rights = sum(option["is_right"] for option in options)
        if not rights:
            raise _Refused(_("Không có phương án nào là đáp án đúng."))
        if rights == 1:
            return "single", {"options": options}, []
        said = _(
            "Có nhiều đáp án đúng: trước chọn một là đủ, ở đây phải chọn hết, chấm từng "
            "phần."
        )
        return "multiple", {"options": options, "is_partial": True}, [said]

    def _category(self, row: Fields) -> tuple[str, ...]:
        """Category, then sub-category; a sub-category knows its category too."""
        below = self._row("quiz.subcategory", row.get("sub_category"))
        parent = row.get("category") or below.get("category")
        above = self._row("quiz.category", parent)
        names = (
            dumpdata.words(above.get("category")),
            dumpdata.words(below.get("sub_category")),
        )
        return tuple(" ".join(name.split()) for name in names if name)

    def _row(self, table: str, pk: Any) -> Fields:
        number = dumpdata.number(pk)
        return {} if number is None else self.tables[table].get(number, {})

    # --- sittings ------------------------------------------------------------------

    def sitting(self, pk: int, row: Fields) -> Sitting:
        quiz = self._row("quiz.quiz", row.get("quiz"))
        return Sitting(
            pk=pk,
            login=self._login(row.get("user")),
            quiz=dumpdata.number(row.get("quiz")) or 0,
            quiz_title=dumpdata.words(quiz.get("title")),
            pass_mark=min(dumpdata.number(quiz.get("pass_mark")) or 0, 100),
            asked=tuple(dumpdata.numbers(row.get("question_order"))),
            wrong=frozenset(dumpdata.numbers(row.get("incorrect_questions"))),
            given=dict(dumpdata.given(row.get("user_answers"))),
            score=dumpdata.number(row.get("current_score")) or 0,
            is_complete=row.get("complete") is True,
            started_at=dumpdata.moment(row.get("start")),
            ended_at=dumpdata.moment(row.get("end")),
        )

    def _login(self, user: Any) -> str:
        """The user's name; `dumpdata --natural-foreign` writes it in place of the pk."""
        if isinstance(user, list):
            return dumpdata.words(user[0]) if user else ""
        rows = (self._row(table, user) for table in USERS)
        row = next((row for row in rows if row), {})
        return dumpdata.words(row.get("username")) or dumpdata.words(
            row.get("staff_code")
        )


def _paragraphs(value: Any) -> str:
    """django-quiz-app shows plain text; so it is words here, whatever signs it has."""
    return paragraphs(dumpdata.words(value).replace("\r\n", "\n"))


def _code(pk: int, row: Fields) -> str:
    """The same for the same question of the same dump; not for another one's pk."""
    digest = sha256(dumpdata.words(row.get("content")).encode()).hexdigest()
    return f"DQA-{pk}-{digest[:6]}"
