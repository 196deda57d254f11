"""Questions of `curriculum/<course>/questions.yaml`, as the course's authors wrote them.

Numbers are written the Vietnamese way there ("28,81", "1.534"), options carry
`correct: true`, and everything is plain text.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from questions.formats.draft import QuestionDraft, paragraphs

Row = Mapping[str, Any]


def _options(row: Row) -> list[dict[str, Any]]:
    return [
        {"text": option["text"], "is_right": bool(option.get("correct"))}
        for option in row["options"]
    ]


def _choice(row: Row) -> dict[str, Any]:
    return {"options": _options(row)}


def _true_false(row: Row) -> dict[str, Any]:
    first, _second = _options(row)  # "Đúng", then "Sai"
    return {"is_true": "true" if first["is_right"] else "false"}


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
    return {"accepted": list(row["accepted"])}


def _ordering(row: Row) -> dict[str, Any]:
    return {"items": list(row["items"])}


def _matching(row: Row) -> dict[str, Any]:
    pairs = [{"left": pair["left"], "right": pair["right"]} for pair in row["pairs"]]
    return {"pairs": pairs, "distractors": list(row.get("distractors") or [])}


READERS: dict[str, Callable[[Row], dict[str, Any]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_answer": _short_answer,
    "ordering": _ordering,
    "matching": _matching,
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
