"""Options to choose from, as GIFT writes them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.source import Refused, Source, Target
from questions.formats.gift.syntax import Answer, answers, restore

Option = dict[str, Any]


def weight_of(answer: Answer) -> float:
    """Percent of the points: what stands there, else all for "=" and none for "~"."""
    if answer.weight is not None:
        return answer.weight
    return 100 if answer.sign == "=" else 0


def has_options(body: str) -> bool:
    return "~" in body and body[0] not in "#>"


def count_full(body: str) -> int:
    """How many are right on their own: "=" without a part of the points."""
    return sum(a.sign == "=" and a.weight in (None, 100) for a in answers(body))


def read_answers(body: str) -> list[Answer]:
    """Two answers or more, none empty; raises Refused."""
    found = answers(body)
    if len(found) < 2:
        raise Refused(_("Cần ít nhất hai phương án."))
    if any(not restore(answer.text).strip() for answer in found):
        raise Refused(_("Có phương án trống."))
    return found


def options(
    found: list[Answer], source: Source, is_right: Callable[[Answer], bool]
) -> list[Option]:
    return [
        {
            "text": source.rich(answer.text),
            "is_right": is_right(answer),
            "feedback": source.rich(answer.feedback),
        }
        for answer in found
    ]


def written(rows: list[Option], target: Target, signs: dict[bool, str]) -> str:
    """One line an option; `signs` before the right ones and the wrong ones."""
    lines = [
        f"{signs[row['is_right']]}{target.rich(row['text'])}{target.feedback(row['feedback'])}"
        for row in rows
    ]
    return "\n" + "\n".join(lines) + "\n"
