"""What every kind of question answers for, and the pieces that kinds share."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from random import Random
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext
from wagtail import blocks

from questions.kinds.rich import Pictures

Definition = dict[str, Any]  # a frozen question: our own JSON, see definitions.py
Shown = dict[str, Any]  # the part of it that a learner may see while answering
Answer = Any  # JSON as a learner gave it; never trusted


@dataclass(frozen=True)
class Shows:
    """What a result may tell. What is not shown is not in the page's context at all.

    `marks` is whether the question and its parts were right; `explanation` is that of
    the question and what is said to the options chosen; `source` is the law.
    """

    key: bool = True
    marks: bool = True
    explanation: bool = True
    source: bool = True


EVERYTHING = Shows()


class Mismatch(Exception):
    """A frozen question and the corrected one are not the same; says what differs."""


class Kind:
    """A way of asking: its block for authors, its marking, its templates.

    `freeze` makes the kind's part of a frozen definition; all other methods work on
    that JSON only, so that an attempt never depends on what was edited later.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    instruction: ClassVar[Any]
    block: ClassVar[type[blocks.StructBlock]]
    outcome_template: ClassVar[str]
    is_marked_by_person: ClassVar[bool] = False
    # What marking alone reads of a definition; a corrected key is put in its place.
    key_fields: ClassVar[tuple[str, ...]] = ()
    # What a part is called where the points come in parts, each a row of the outcome.
    part_label: ClassVar[Any] = None

    @property
    def package(self) -> str:
        """Where the formats look for what they know of this kind."""
        return type(self).__module__

    @property
    def template(self) -> str:
        """The controls of a running attempt."""
        return f"questions/kinds/{self.name}.html"

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        """The kind's part of the definition, in the author's order."""
        raise NotImplementedError

    def shuffled(self, definition: Definition, rng: Random) -> Definition:
        """What of the definition stands in another order for one attempt."""
        return {}

    def public(self, definition: Definition) -> Shown:
        """The part that may be shown before the attempt is submitted: never the key."""
        raise NotImplementedError

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        """Context of the template; built from what is public, so it cannot leak."""
        raise NotImplementedError

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        """The answer that a posted form gives; None when nothing was answered."""
        raise NotImplementedError

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        """Points in hundredths, 0 … max_points; whatever JSON the answer is."""
        raise NotImplementedError

    def needs_person(self, answer: Answer) -> bool:
        """Whether no key judges this answer, so that `mark` may not be asked."""
        return False

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        """Context of the result: what was given, beside what is right if shown."""
        raise NotImplementedError

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        """What changes in a frozen definition when the key is the corrected one's.

        Unless a kind knows better, what learners saw must be the same to the letter.
        Raises Mismatch, with a sentence for the trainer.
        """
        if not self.key_fields:
            raise Mismatch(gettext("Dạng câu này chưa sửa được đáp án."))
        if self.public(frozen) != self.public(corrected):
            raise Mismatch(gettext("Câu hỏi đã đổi so với lúc làm bài."))
        return self.rules(corrected)

    def rules(self, corrected: Definition) -> Definition:
        """What marking reads, as the corrected question has it."""
        return {n: corrected[n] for n in self.key_fields if n in corrected}

    def chance(self, definition: Definition) -> Fraction | None:
        """What blind guessing earns of the points; None where it cannot be told."""
        return None


def same_text(text: str) -> str:
    """Two texts that a reader cannot tell apart are one."""
    return " ".join(text.casefold().split())


def has_repeats(texts: Iterable[str]) -> bool:
    known = [same_text(text) for text in texts]
    return len(set(known)) < len(known)


def plain_html(text: str | None) -> str:
    return escape((text or "").strip(), quote=False)


def share(part: Fraction, max_points: int) -> int:
    """A part of the points, half a hundredth rounded up; never outside 0 … max."""
    exact = min(max(part, Fraction(0)), Fraction(1)) * max_points
    return int(exact + Fraction(1, 2))


def mixed(items: list, rng: Random) -> list:
    """The same items in an order of the attempt's own."""
    return rng.sample(items, len(items))


def field_of(answer: Answer, name: str, kind: type) -> Any:
    """One field of an answer when it has that type, else None."""
    value = answer.get(name) if isinstance(answer, dict) else None
    return value if isinstance(value, kind) else None
