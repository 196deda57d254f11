"""Questions of `curriculum/<course>/questions.yaml`, as the course's authors wrote them.

Numbers are written the Vietnamese way there ("28,81", "1.534"), options carry
`correct: true` and perhaps `feedback`, and everything is plain text. Beside `code`,
`kind`, `module`, `text`, `explanation`, `citation`, `legal` and the dates, a row has:

    single, multiple, true_false   options; multiple: partial
    numeric                        answer, tolerance, unit
    short_answer                   accepted (* stands for any words), folded
    ordering                       items in the right order, partial
    matching                       pairs of left and right, distractors
    fill_in                        gaps of mode, accepted, wrong, tolerance, folded;
                                   [[1]], [[2]] … stand in the text
    essay                          rubric of name and weight, guide, max_words
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from questions.formats.draft import QuestionDraft, paragraphs

Row = Mapping[str, Any]


def _options(row: Row) -> list[dict[str, Any]]:
    return [
        {
            "text": paragraphs(option["text"]),
            "is_right": bool(option.get("correct")),
            "feedback": paragraphs(option.get("feedback") or ""),
        }
        for option in row["options"]
    ]


def _choice(row: Row) -> dict[str, Any]:
    return {"options": _options(row)}


def _multiple(row: Row) -> dict[str, Any]:
    return {"options": _options(row), "is_partial": bool(row.get("partial"))}


def _true_false(row: Row) -> dict[str, Any]:
    first, second = _options(row)  # "Đúng", then "Sai"
    return {
        "is_true": "true" if first["is_right"] else "false",
        "feedback_true": first["feedback"],
        "feedback_false": second["feedback"],
    }


def _decimal(value: str | float) -> Decimal:
    text = str(value)
    if isinstance(value, str):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    return Decimal(text)


def _numeric(row: Row) -> dict[str, Any]:
    return {
        "value": _decimal(row["answer"]),
        "tolerance": _decimal(row.get("tolerance") or 0),
        "unit": row.get("unit") or "",
    }


def _short_answer(row: Row) -> dict[str, Any]:
    return {
        "accepted": list(row["accepted"]),
        "is_folded": bool(row.get("folded", True)),
    }


def _ordering(row: Row) -> dict[str, Any]:
    return {"items": list(row["items"]), "is_partial": bool(row.get("partial"))}


def _matching(row: Row) -> dict[str, Any]:
    pairs = [{"left": pair["left"], "right": pair["right"]} for pair in row["pairs"]]
    return {"pairs": pairs, "distractors": list(row.get("distractors") or [])}


def _fill_in(row: Row) -> dict[str, Any]:
    gaps = [
        {
            "mode": gap.get("mode", "text"),
            "accepted": [str(text) for text in gap["accepted"]],
            "wrong": list(gap.get("wrong") or []),
            "tolerance": _decimal(gap.get("tolerance") or 0),
            "is_folded": bool(gap.get("folded", True)),
        }
        for gap in row["gaps"]
    ]
    return {"gaps": gaps}


def _essay(row: Row) -> dict[str, Any]:
    rubric = [
        {"name": criterion["name"], "weight": criterion.get("weight", 1)}
        for criterion in row.get("rubric") or []
    ]
    return {
        "rubric": rubric,
        "guide": paragraphs(row.get("guide") or ""),
        "max_words": row.get("max_words"),
    }


READERS: dict[str, Callable[[Row], dict[str, Any]]] = {
    "single": _choice,
    "multiple": _multiple,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_answer": _short_answer,
    "ordering": _ordering,
    "matching": _matching,
    "fill_in": _fill_in,
    "essay": _essay,
}


def read(row: Row) -> QuestionDraft:
    """A row of the YAML file as a draft; raises KeyError naming what is missing."""
    value = READERS[row["kind"]](row)
    value["text"] = paragraphs(row["text"])
    value["explanation"] = paragraphs(row.get("explanation") or "")
    return QuestionDraft(
        code=row["code"],
        kind=row["kind"],
        value=value,
        citation=row.get("citation") or "",
        legal=list(row.get("legal") or []),
        valid_from=row.get("valid_from"),
        valid_to=row.get("valid_to"),
    )
