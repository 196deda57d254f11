"""Item analysis of gaps and pairs, against a plain recount of the answers."""

import io
from collections import Counter
from random import Random

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from questions.kinds import KINDS
from quizzes.analysis.parts import hits_in
from quizzes.analysis.reading import Scope
from quizzes.analysis.report import report_on
from quizzes.models import Attempt, QuizItem, Response
from tests.factories import UserFactory
from tests.questions.factories import right_answer, wrong_answer
from tests.quizzes.factories import sitting
from tests.quizzes.marks import sit, trainer

pytestmark = pytest.mark.django_db
PARTED = ("fill_in", "matching")
SITTERS = 15


def partly(rng: Random, able: float):
    """Answers gaps and pairs as the dice fall, each rightly less often than the last."""

    def answer(definition: dict) -> dict | None:
        if rng.random() < 0.1:
            return None
        (field, right), wrong = (
            *right_answer(definition).items(),
            wrong_answer(definition),
        )
        pick = {i: rng.random() < able / n for n, i in enumerate(right, 1)}
        return {
            field: {i: (right if hit else wrong[field])[i] for i, hit in pick.items()}
        }

    return answer


@pytest.fixture
def room():
    made = sitting(kinds=PARTED, shuffle_questions=False)
    rng = Random(5)
    for number in range(SITTERS):
        sit(made, partly(rng, number / SITTERS), learner=UserFactory())
    return made


def recount(kind: str, attempts) -> Counter:
    """Right answers by part, one response after the other, by the frozen key."""
    counts = Counter()
    rows = Response.objects.filter(attempt__in=attempts, question__kind=kind)
    for row in rows:
        right, given = right_answer(row.definition), row.answer or {}
        (field, key), told = (
            *right.items(),
            given.get("gaps") or given.get("pairs") or {},
        )
        for part, wanted in key.items():
            label = part
            if field == "pairs":
                lefts = row.definition["lefts"]
                label = next(left["html"] for left in lefts if left["id"] == part)
            counts[label] += told.get(part) == wanted
    return counts


def lines_of(quiz):
    report = report_on(quiz, Scope())
    return {line.question.kind: line for line in report.lines}


@pytest.mark.parametrize("kind", PARTED)
def test_parts__agree_with_a_plain_recount(room, kind):
    line = lines_of(room.quiz)[kind]
    found = {row.html.removeprefix("Chỗ trống "): row.count for row in line.parts}
    assert found == recount(kind, Attempt.objects.all())
    assert len(set(found.values())) > 1, "the dice gave something to tell apart"
    assert {row.sitters for row in line.parts} == {SITTERS}
    assert [row.count for row in line.parts] == sorted(row.count for row in line.parts)


@pytest.mark.parametrize("kind", PARTED)
def test_parts__by_thirds_of_the_whole_score__agree_with_a_plain_recount(room, kind):
    line = lines_of(room.quiz)[kind]
    ranked = list(Attempt.objects.order_by("score").values_list("score", "pk"))
    scores = [score for score, _pk in ranked]
    groups = [[], [], []]
    for score, pk in ranked:
        middle = scores.index(score) + scores.count(score) / 2
        groups[int(middle * 3 / len(scores))].append(pk)
    for third, pks in enumerate(groups):
        counted = recount(kind, pks)
        told = {r.html.removeprefix("Chỗ trống "): r.thirds[third] for r in line.parts}
        assert {label: right for label, (right, _asked) in told.items()} == {
            label: counted[label] for label in told
        }
        assert {asked for _right, asked in told.values()} == {len(pks)}


def test_parts__say_what_is_right():
    room = sitting(kinds=PARTED)
    sit(room, right_answer)
    lines = lines_of(room.quiz)
    told = {row.html: row.right for row in lines["matching"].parts}
    assert told["Mẫu 02"] == "Phiếu yêu cầu bổ sung"
    told = {row.html: row.right for row in lines["fill_in"].parts}
    assert told == {
        "Chỗ trống 1": "trực tuyến",
        "Chỗ trống 2": "toàn trình",
        "Chỗ trống 3": "1,5",
    }


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(PARTED)))
def test_other_kinds__have_no_parts(kind):
    room = sitting(kinds=(kind,))
    attempt = sit(room, right_answer)
    row = attempt.responses.get()
    assert hits_in(row.definition, row.answer) == {}
    assert all(not line.parts for line in report_on(room.quiz, Scope()).lines)


def test_a_pair_worded_anew__is_counted_among_those_who_were_asked_it(room):
    asked = QuizItem.objects.get(question__kind="matching").question
    asked.definition[0].value["pairs"][0]["left"] = "Mẫu số 01"
    asked.save_revision().publish()
    sit(room, right_answer, learner=UserFactory())
    parts = {row.html: row for row in lines_of(room.quiz)["matching"].parts}
    assert (parts["Mẫu số 01"].count, parts["Mẫu số 01"].sitters) == (1, 1)
    assert parts["Mẫu 02"].sitters == SITTERS + 1
    assert "Mẫu 01" not in parts


def test_report__needs_no_more_queries_for_parts(room, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        report_on(room.quiz, Scope())


def test_page_and_file__show_the_parts(as_user, room):
    client = as_user(trainer())
    page = reverse("quiz_analysis", args=[room.quiz.pk])
    html = client.get(page).content.decode()
    assert "Ai làm đúng phần nào" in html
    row = next(r for r in lines_of(room.quiz)["matching"].parts if r.html == "Mẫu 02")
    assert "Mẫu 02" in html
    assert "Phiếu yêu cầu bổ sung" in html
    sent = client.get(page, {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(sent.streaming_content))).worksheets[0]
    cells = {r[4]: r for r in sheet.iter_rows(values_only=True)}
    told = cells["Mẫu 02: Phiếu yêu cầu bổ sung"]
    assert told[6] == row.count
    assert told[7] == pytest.approx(row.count / row.sitters)
