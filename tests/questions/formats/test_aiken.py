"""Aiken, read and written."""

import os
import random

import pytest
from hypothesis import given, settings

from questions.formats.aiken import Aiken
from questions.formats.draft import QuestionDraft, UnusableFile
from tests.questions.factories import steady
from tests.questions.formats.strategies import files

ROUNDS = 1500 if os.environ.get("SOAK") else 40
GOOD = """Hồ sơ nộp ở đâu?
A. Bộ phận một cửa
B) Phòng họp
ANSWER: A

Mấy mức độ dịch vụ công?
A. Một
B. Hai
C. Ba & hơn
ANSWER: B
"""


def read(text: str) -> list:
    return Aiken().read(text.encode())


def options(draft: QuestionDraft) -> list[tuple[str, bool]]:
    return [(row["text"], row["is_right"]) for row in draft.value["options"]]


def test_read__plain_file():
    first, second = read(GOOD)
    assert (first.place, second.place) == ("dòng 1", "dòng 6")
    assert first.draft.kind == "single"
    assert first.draft.value["text"] == "<p>Hồ sơ nộp ở đâu?</p>"
    assert options(first.draft) == [
        ("<p>Bộ phận một cửa</p>", True),
        ("<p>Phòng họp</p>", False),
    ]
    assert options(second.draft)[2] == ("<p>Ba &amp; hơn</p>", False)


def test_read__lines_that_go_on_and_small_letters():
    (item,) = read("Câu dài\ncòn tiếp?\na) Có\ncũng dài\nb) Không\nanswer: b.\n")
    assert item.draft.value["text"] == "<p>Câu dài còn tiếp?</p>"
    assert options(item.draft) == [
        ("<p>Có cũng dài</p>", False),
        ("<p>Không</p>", True),
    ]


def test_read__vietnamese_word_for_answer_and_several_letters():
    (item,) = read("Chọn\nA. một\nB. hai\nC. ba\nĐáp án: A, C\n")
    assert item.draft.kind == "multiple"
    assert [right for _text, right in options(item.draft)] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("Câu?\nA. a\nB. b\nANSWER: C\n", 4, "C"),
        ("Câu?\nA. a\nB. b\nANSWER:\n", 4, "chữ cái"),
        ("Câu?\nA. a\nB. b\nANSWER: đúng\n", 4, "chữ cái"),
        ("Câu?\nA. a\nANSWER: A\n", 3, "hai phương án"),
        ("Câu?\nA. a\nC. c\nANSWER: A\n", 3, "phải là B"),
        ("A. a\nB. b\nANSWER: A\n", 1, "đứng trước câu hỏi"),
        ("Câu?\nA.\nB. b\nANSWER: B\n", 2, "trống"),
        ("ANSWER: A\n", 1, "một mình"),
    ],
)
def test_read__mistake__is_refused_with_its_line(text, line, word):
    (item,) = read(text)
    assert item.draft is None
    assert item.refusal.startswith(f"dòng {line}: ")
    assert word in item.refusal


def test_read__answer_missing__the_next_question_is_read():
    bad, good = read("Một?\nA. a\nB. b\n\nHai?\nA. a\nB. b\nANSWER: A\n")
    assert "thiếu dòng answer" in bad.refusal.lower()
    assert good.draft.value["text"] == "<p>Hai?</p>"


def test_read__cut_off__is_refused_at_the_end():
    *_good, last = read(GOOD + "\nBa?\nA. a\n")
    assert "ANSWER" in last.refusal


def test_read__another_format__is_unusable():
    with pytest.raises(UnusableFile):
        read("Câu hỏi {T}\n")


@settings(steady, max_examples=40)
@given(files(most=2, kinds=("single", "essay"), has_pictures=False))
def test_export__what_went_without_loss_is_read_again_the_same(drafts):
    content, items = Aiken().write(drafts)
    refused = [id(item.draft) for item in items if item.refusal]
    lossy = [id(item.draft) for item in items if item.losses]
    gone = [draft for draft in drafts if id(draft) not in refused]
    assert {draft.kind for draft in gone} <= {"single"}
    if not gone:
        return
    back = [item.draft for item in Aiken().read(content)]
    assert len(back) == len(gone)
    for draft, again in zip(gone, back, strict=True):
        assert [r["is_right"] for r in again.value["options"]] == [
            r["is_right"] for r in draft.value["options"]
        ]
        assert again == draft or id(draft) in lossy


def test_export__what_it_cannot_hold__is_said():
    value = {"text": "<p>A. <b>lạ</b></p><p>hai</p>", "explanation": "<p>vì</p>"}
    rows = [{"text": "<p>a</p>", "is_right": True, "feedback": "<p>f</p>"}]
    draft = QuestionDraft(
        code="X-1", kind="single", value=value | {"options": rows * 2}
    )
    content, (item,) = Aiken().write([draft])
    assert content.decode().startswith("– A. lạ hai\nA. a\nB. a\nANSWER: A\n")
    assert len(item.losses) >= 4


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_read__mutated_or_cut__never_crashes(seed):
    rng = random.Random(seed)
    content = bytearray(GOOD.encode())
    for _ in range(rng.randint(1, 12)):
        content[rng.randrange(len(content))] = rng.choice(b"\nABC.):ANSWER \xc4\x80")
    try:
        found = Aiken().read(bytes(content[: rng.randint(1, len(content))]))
    except UnusableFile:
        return
    assert all((item.draft is None) == bool(item.refusal) for item in found)
