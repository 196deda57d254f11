"""Marking: a frozen definition and an answer in, points out. Pure."""

from questions.kinds import KINDS, Answer, Definition


def mark(definition: Definition, answer: Answer, max_points: int) -> int:
    """Points in hundredths, from 0 to `max_points`.

    `answer` is whatever JSON was saved, None when nothing was; it is never trusted
    and never raises.
    """
    if answer is None:
        return 0
    return KINDS[definition["kind"]].mark(definition, answer, max_points)
