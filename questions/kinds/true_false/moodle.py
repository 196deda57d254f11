"""A statement that is right or wrong, as Moodle's truefalse."""

from typing import Any

from django.utils.translation import gettext as _

from questions.formats.moodle.reading import MoodleAnswer, Refused, Source
from questions.formats.moodle.writing import Target

TYPES = ("truefalse",)


def read(source: Source) -> dict[str, Any]:
    answers: dict[str, MoodleAnswer] = {
        source.words(answer.node).lower(): answer for answer in source.answers()
    }
    right = [word for word, answer in answers.items() if answer.fraction > 0]
    if len(right) != 1 or right[0] not in ("true", "false"):
        raise Refused(_("Không rõ mệnh đề đúng hay sai."))
    said = {word: answer.feedback for word, answer in answers.items()}
    return {
        "is_true": right[0],
        "feedback_true": source.rich(said.get("true")),
        "feedback_false": source.rich(said.get("false")),
    }


def write(value: dict[str, Any], target: Target) -> None:
    for word in ("true", "false"):
        fraction = "100" if value["is_true"] == word else "0"
        answer = target.words("answer", word, fraction=fraction)
        target.rich("feedback", value[f"feedback_{word}"], answer)
