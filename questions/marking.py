"""Marking: a frozen definition and an answer in, points out. Pure."""

from questions.kinds import KINDS, Answer, Definition


def needs_person(definition: Definition, answer: Answer) -> bool:
    """Whether a person has to read it: something was written, and no key judges it."""
    return KINDS[definition["kind"]].needs_person(answer)


def mark(definition: Definition, answer: Answer, max_points: int) -> int:
    """Points in hundredths, from 0 to `max_points`.

    `answer` is whatever JSON was saved, None when nothing was; it is never trusted
    and never raises. Raises ValueError only for what needs a person.
    """
    if answer is None:
        return 0
    return KINDS[definition["kind"]].mark(definition, answer, max_points)
