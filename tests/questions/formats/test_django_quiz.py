"""Questions and sittings of a django-quiz-app dump."""

import json

import pytest

from questions.formats.django_quiz import DjangoQuizApp, read_dump
from questions.formats.draft import UnusableFile
from tests.questions.formats import dumps


def drafts(content: bytes) -> dict[int, object]:
    return {pk: item.draft for pk, item in read_dump(content).items.items()}


def test_questions__of_every_kind():
    single, true_false, essay, multiple = DjangoQuizApp().read(dumps.dump())
    assert single.draft.kind == "single"
    assert single.draft.value == {
        "text": "<p>Hồ sơ &lt; 3 ngày</p><p>là gì?</p>",
        "explanation": "<p>Vì Điều 7 &amp; 8.</p>",
        "options": [  # the order asked for: by content
            {"text": "<p>Chậm</p>", "is_right": False, "feedback": ""},
            {"text": "<p>Gấp</p>", "is_right": True, "feedback": ""},
        ],
    }
    assert true_false.draft.value["is_true"] == "true"
    assert essay.draft.kind == "essay"
    assert multiple.draft.kind == "multiple"
    assert [o["is_right"] for o in multiple.draft.value["options"]] == [
        True,
        True,
        False,
    ]


def test_losses__are_said():
    single, true_false, essay, multiple = DjangoQuizApp().read(dumps.dump())
    assert single.losses == true_false.losses == ()
    assert "uploads/2015/06/01/so-do.png" in essay.losses[0]
    assert "nhiều đáp án đúng" in multiple.losses[0]


def test_category__and_its_sub_category():
    single, *_others, multiple = DjangoQuizApp().read(dumps.dump())
    assert single.draft.category == ("một-cửa", "Hồ sơ")
    assert multiple.draft.category == ("một-cửa",)


def test_code__is_the_same_for_the_same_question():
    again = drafts(dumps.dump())
    assert drafts(dumps.dump())[1].code == again[1].code
    assert len({draft.code for draft in again.values()}) == 4
    changed = drafts(
        json.dumps([*dumps.questions(), dumps.question(2, "Câu khác")]).encode()
    )
    assert changed[2].code != again[2].code


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([dumps.question(9, "Ai?")], "phần đáp án"),
        (
            [
                dumps.question(9, "Ai?"),
                dumps.row("multichoice.mcquestion", 9),
                dumps.row(
                    "multichoice.answer", 91, question=9, content="a", correct=False
                ),
            ],
            "đáp án đúng",
        ),
        (
            [dumps.question(9, " \0 "), dumps.row("essay.essay_question", 9)],
            "không có chữ",
        ),
    ],
)
def test_question__that_lacks_something_is_refused(rows, reason):
    item = read_dump(dumps.dump(*rows)).items[9]
    assert item.draft is None
    assert reason in item.refusal


def test_sitting__is_read_with_its_user():
    [one] = read_dump(dumps.dump(dumps.user("CB-7"), dumps.sitting())).sittings
    assert one.login == "CB-7"
    assert one.asked == (1, 2, 3, 4)
    assert one.wrong == {2}
    assert one.given == {1: "11", 2: "False", 3: "Ba ý", 4: "42"}
    assert one.pass_mark == 60
    assert one.ended_at.isoformat() == "2015-06-01T08:20:00+00:00"


def test_sitting__of_a_user_named_by_natural_key():
    [one] = read_dump(dumps.dump(dumps.sitting(user=["CB-8"]))).sittings
    assert one.login == "CB-8"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"[1, null]",
        b'[{"model": "quiz.quiz"}]',
        b"\xff\xfe",
        b"[" * 5000,
    ],
)
def test_file__that_is_no_dump_is_unusable(content):
    with pytest.raises(UnusableFile):
        DjangoQuizApp().read(content)


NASTY = [
    None,
    "",
    "x",
    -1,
    10**30,
    [],
    {},
    True,
    "1",
    1.5,
    ["a"],
    "2015-13-40",
    "9,,x,9",
]


@pytest.mark.parametrize("value", NASTY, ids=repr)
def test_fields__of_any_type_never_crash(value):
    rows = [*dumps.questions(), dumps.user("CB-7"), dumps.sitting()]
    for index, row in enumerate(rows):
        for name in row["fields"]:
            changed = row | {"fields": row["fields"] | {name: value}}
            content = json.dumps([*rows[:index], changed, *rows[index + 1 :]])
            read_dump(content.encode())


def test_file__truncated_is_unusable_or_read():
    content = dumps.dump(dumps.user("CB-7"), dumps.sitting())
    for cut in range(0, len(content), 11):
        with pytest.raises(UnusableFile):
            read_dump(content[:cut])
