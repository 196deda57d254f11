"""In GIFT: `{TRUE#said to who is wrong#said to who is right}`."""

from typing import Any

from questions.formats.gift.source import Source, Target

TRUTHS = {"T", "TRUE", "F", "FALSE"}
RANK = 2  # after what has options or pairs
RIGHT, WRONG = (
    {"true": "feedback_true", "false": "feedback_false"},
    {
        "true": "feedback_false",
        "false": "feedback_true",
    },
)


def fits(body: str) -> bool:
    return body.partition("#")[0].strip().upper() in TRUTHS


def read(body: str, source: Source) -> dict[str, Any]:
    truth, _hash, said = body.partition("#")
    to_wrong, _hash, to_right = said.partition("#")
    is_true = "true" if truth.strip().upper().startswith("T") else "false"
    return {
        "is_true": is_true,
        WRONG[is_true]: source.rich(to_wrong),
        RIGHT[is_true]: source.rich(to_right),
    }


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    is_true = value["is_true"]
    to_wrong, to_right = value[WRONG[is_true]], value[RIGHT[is_true]]
    body = is_true.upper()
    if to_wrong or to_right:
        body += f"#{target.rich(to_wrong)}"
    return target.question_text(value["text"]), body + target.feedback(to_right), ""
