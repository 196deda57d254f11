"""Questions of every kind, small and published."""

from copy import copy
from itertools import count as numbers
from uuid import uuid4

from hypothesis import settings

from questions.formats.curriculum import read
from questions.models import Question, QuestionCategory
from questions.services import ensure_category, upsert_question

# The same examples each time, however busy the machine is; `make soak` varies them.
steady = settings(deadline=None, derandomize=True)
_number = numbers(1)

ROWS = {
    "single": {
        "options": [{"text": "Hai", "correct": True}, {"text": "Ba"}, {"text": "Bốn"}],
    },
    "multiple": {
        "options": [
            {"text": "Kết quả trước đó", "correct": True},
            {"text": "Giấy tờ chuyên ngành", "correct": True},
            {"text": "Giấy chỉ xuất trình"},
            {"text": "Tờ rơi"},
        ],
    },
    "true_false": {"options": [{"text": "Đúng"}, {"text": "Sai", "correct": True}]},
    "numeric": {"answer": "28,81", "tolerance": 0.005, "unit": "%"},
    "short_answer": {"accepted": ["Chữ ký số cá nhân", "chữ kí số cá nhân"]},
    "ordering": {"items": ["Sao chụp", "Bóc tách", "Cấp mã", "Lưu kết quả"]},
    "matching": {
        "pairs": [
            {"left": "Mẫu 01", "right": "Giấy tiếp nhận"},
            {"left": "Mẫu 02", "right": "Phiếu yêu cầu bổ sung"},
            {"left": "Mẫu 03", "right": "Phiếu từ chối"},
        ],
        "distractors": ["Sổ theo dõi"],
    },
    "fill_in": {
        "text": "Hồ sơ [[1]] được giải quyết [[2]] trong [[3]] ngày?",
        "gaps": [
            {"accepted": ["trực tuyến", "điện tử*"]},
            {"mode": "choice", "accepted": ["toàn trình"], "wrong": ["một phần"]},
            {"mode": "number", "accepted": ["1,5"], "tolerance": "0,5"},
        ],
    },
    "essay": {
        "rubric": [
            {"name": "Nêu đúng căn cứ", "weight": 3},
            {"name": "Trình bày rõ", "weight": 2},
        ],
        "guide": "Phải nêu đủ ba bước.",
        "max_words": 300,
    },
}
EXPLANATION = "Lời giải thích chỉ hiện sau khi nộp."
CITATION = "Điều 7 Thông tư 01/2023/TT-VPCP"


def row(kind: str = "single", **changes) -> dict:
    """A row of a curriculum file."""
    number = next(_number)
    return {
        "code": f"CAU-{number:04d}",
        "kind": kind,
        "module": "01",
        "text": f"Câu hỏi thử số {number} có dấu?",
        "explanation": EXPLANATION,
        "citation": CITATION,
        **ROWS[kind],
        **changes,
    }


def category(*names: str) -> QuestionCategory:
    return ensure_category(names=names or ("SHHS", "1. Căn cứ"))


def question(kind: str = "single", *, shelf=None, **changes) -> Question:
    """A published question of the bank."""
    made, is_new = upsert_question(
        draft=read(row(kind, **changes)), category=shelf or category()
    )
    assert is_new
    return Question.objects.get(pk=made.pk)


def questions(count: int, shelf: QuestionCategory, kind: str = "single") -> None:
    """A full shelf, cheaply: copies of one published question."""
    if not count:
        return
    first = question(kind, shelf=shelf)
    copies = [copy(first) for _ in range(count - 1)]
    for one in copies:
        one.pk, one.uid, one.code = None, uuid4(), f"CAU-{next(_number):04d}"
        one._state.adding = True  # noqa: SLF001
    Question.objects.bulk_create(copies)


def right_answer(definition: dict) -> dict:
    """What a learner who knows it answers, by the frozen key."""
    kind, key = definition["kind"], definition.get("key")
    return {
        "single": lambda: {"choice": key},
        "multiple": lambda: {"choices": key},
        "true_false": lambda: {"value": key},
        "numeric": lambda: {"text": definition["value"].replace(".", ",")},
        "short_answer": lambda: {"text": definition["accepted"][0]},
        "fill_in": lambda: {"gaps": {g["id"]: _fitting(g) for g in definition["gaps"]}},
        "essay": lambda: {"text": "Một bài viết."},
        "ordering": lambda: {"positions": {i: n for n, i in enumerate(key, 1)}},
        "matching": lambda: {"pairs": key},
    }[kind]()


def wrong_answer(definition: dict) -> dict:
    """What is answered and wrong in every part."""
    kind, key = definition["kind"], definition.get("key")
    others = [o["id"] for o in definition.get("options", [])]
    return {
        "single": lambda: {"choice": next(o for o in others if o != key)},
        "multiple": lambda: {"choices": [o for o in others if o not in key]},
        "true_false": lambda: {"value": not key},
        "numeric": lambda: {"text": "-999999"},
        "short_answer": lambda: {"text": "không biết"},
        "ordering": lambda: {
            "positions": {i: n for n, i in enumerate(reversed(key), 1)}
        },
        "matching": lambda: {"pairs": dict.fromkeys(key, "none")},
        "fill_in": lambda: {"gaps": {g["id"]: "sai" for g in definition["gaps"]}},
        "essay": lambda: {"text": " "},
    }[kind]()


def _fitting(gap: dict) -> str:
    """What fits a frozen gap: words as accepted, or the id of the option."""
    accepted = gap["accepted"][0]
    options = {option["text"]: option["id"] for option in gap.get("options", [])}
    return options.get(accepted, accepted)
