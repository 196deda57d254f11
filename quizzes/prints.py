"""The questions of a paper on paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from questions.definitions import public
from questions.rendering import controls, outcome
from quizzes.models import Response


def printed(responses: Sequence[Response], *, with_key: bool) -> list[dict[str, Any]]:
    """Context of each question, with the section that begins at it.

    `with_key` adds what is right, for whoever marks by hand.
    """
    rows, section = [], ""
    for response in responses:
        heading = response.section if response.section != section else ""
        section = response.section
        row = {
            "response": response,
            "heading": heading,
            "question": controls(
                public(response.definition), None, f"cau{response.position}"
            ),
        }
        if with_key:
            row["shown"] = outcome(response.definition, None)
        rows.append(row)
    return rows
