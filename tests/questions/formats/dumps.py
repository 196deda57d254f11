"""A dump of django-quiz-app 0.5.1, as `manage.py dumpdata` writes it."""

import json
from typing import Any

Rows = list[dict[str, Any]]

QUIZ = {
    "title": "Một cửa", "description": "", "url": "mot-cua", "category": 1,
    "random_order": True, "max_questions": None, "answers_at_end": True,
    "exam_paper": True, "single_attempt": False, "pass_mark": 60,
    "success_text": "", "fail_text": "", "draft": False,
}  # fmt: skip


def row(model: str, pk: int, **fields: Any) -> dict[str, Any]:
    return {"model": model, "pk": pk, "fields": fields}


def question(pk: int, content: str, **fields: Any) -> dict[str, Any]:
    plain = {
        "category": 1, "sub_category": 1, "figure": "", "explanation": "",
        "quiz": [1],
    }  # fmt: skip
    return row("quiz.question", pk, content=content, **(plain | fields))


def questions() -> Rows:
    """1 single, 2 true or false, 3 an essay, 4 with two right answers."""
    return [
        row("quiz.category", 1, category="một-cửa"),
        row("quiz.subcategory", 1, sub_category="Hồ sơ", category=1),
        row("quiz.quiz", 1, **QUIZ),
        question(1, "Hồ sơ < 3 ngày\r\n\r\nlà gì?", explanation="Vì Điều 7 & 8."),
        row("multichoice.mcquestion", 1, answer_order="content"),
        row("multichoice.answer", 11, question=1, content="Gấp", correct=True),
        row("multichoice.answer", 12, question=1, content="Chậm", correct=False),
        question(2, "Được nộp trực tuyến."),
        row("true_false.tf_question", 2, correct=True),
        question(3, "Nêu ba bước.", figure="uploads/2015/06/01/so-do.png"),
        row("essay.essay_question", 3),
        question(4, "Chọn một cơ quan.", sub_category=None),
        row("multichoice.mcquestion", 4, answer_order="random"),
        row("multichoice.answer", 41, question=4, content="Sở", correct=True),
        row("multichoice.answer", 42, question=4, content="Cục", correct=True),
        row("multichoice.answer", 43, question=4, content="Hội", correct=False),
    ]


def sitting(pk: int = 1, **fields: Any) -> dict[str, Any]:
    """Three of four right: the true-or-false question was answered wrongly."""
    plain = {
        "user": 7, "quiz": 1, "question_order": "1,2,3,4,", "question_list": "",
        "incorrect_questions": "2,", "current_score": 3, "complete": True,
        "user_answers": json.dumps({"1": "11", "2": "False", "3": "Ba ý", "4": "42"}),
        "start": "2015-06-01T08:00:00Z", "end": "2015-06-01T08:20:00Z",
    }  # fmt: skip
    return row("quiz.sitting", pk, **(plain | fields))


def user(staff_code: str) -> dict[str, Any]:
    return row("auth.user", 7, username=staff_code, email="", password="!")


def dump(*rows: dict[str, Any]) -> bytes:
    return json.dumps([*questions(), *rows]).encode()
