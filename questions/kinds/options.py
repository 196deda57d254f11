"""What single, multiple and true/false have in common: options to choose from."""

from fractions import Fraction
from random import Random
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Mismatch,
    Shown,
    Shows,
    has_repeats,
    mixed,
    same_text,
)
from questions.kinds.rich import (
    OPTION,
    Pictures,
    RichStructBlock,
    comparable,
    feedback_text,
    line_html,
    refused,
    rich_html,
)


class OptionBlock(RichStructBlock):
    text = blocks.RichTextBlock(label=_("Phương án"), features=OPTION)
    is_right = blocks.BooleanBlock(label=_("Là đáp án đúng"), required=False)
    feedback = feedback_text(_("Giải thích cho người chọn phương án này"))


def options_list() -> blocks.ListBlock:
    return blocks.ListBlock(
        OptionBlock(label=_("Phương án")),
        label=_("Các phương án"),
        min_num=2,
        max_num=10,
    )


def check_distinct(options: list) -> None:
    if has_repeats(comparable(option["text"]) for option in options):
        raise refused(options=_("Hai phương án giống nhau. Sửa hoặc bỏ một phương án."))


def freeze_options(value: blocks.StructValue, pictures: Pictures) -> Definition:
    """Options as written, and what is said to whoever chooses one: apart, as it tells
    the key."""
    options = [(o.id, o.value) for o in value["options"].bound_blocks]
    said = {i: rich_html(o["feedback"], pictures) for i, o in options}
    return {
        "options": [
            {"id": i, "html": line_html(o["text"], pictures)} for i, o in options
        ],
        "feedback": {i: html for i, html in said.items() if html},
    }


def right_ids(value: blocks.StructValue) -> list[str]:
    return [o.id for o in value["options"].bound_blocks if o.value["is_right"]]


def right_options(frozen: Definition, corrected: Definition) -> list[str]:
    """Ids of the frozen options that are right by the corrected key, none missing.

    Texts tell which option is which; ids too, where the wording of one changed but not
    whether it is right. Raises Mismatch.
    """
    was, now = _ids(frozen["key"]), _ids(corrected["key"])
    by_text = {same_text(o["html"]): o["id"] in now for o in corrected["options"]}
    by_id = {o["id"]: o["id"] in now for o in corrected["options"]}
    right = []
    for option in frozen["options"]:
        is_right = by_text.get(same_text(option["html"]))
        if is_right is None:  # reworded: harmless when its being right did not change
            is_right = by_id.get(option["id"])
            if is_right is not (option["id"] in was):
                raise Mismatch(gettext("Một phương án đã đổi lời hoặc không còn."))
        if is_right:
            right.append(option["id"])
    if not right:
        said = gettext("Đáp án đúng không có trong các phương án đã cho xem.")
        raise Mismatch(said)
    return right


def _ids(key: str | list[str]) -> set[str]:
    return {key} if isinstance(key, str) else set(key)


class ChoiceKind(Kind):
    """Options of which the learner chooses; `chosen` and `right` are sets of ids."""

    outcome_template = "questions/outcomes/choices.html"
    takes_several: ClassVar[bool] = False

    def chosen(self, answer: Answer) -> set[str]:
        raise NotImplementedError

    def right(self, definition: Definition) -> set[str]:
        raise NotImplementedError

    def shuffled(self, definition: Definition, rng: Random) -> Definition:
        return {"options": mixed(definition["options"], rng)}

    def public(self, definition: Definition) -> Shown:
        return {"options": definition["options"]}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        chosen = self.chosen(answer)
        options = [o | {"is_chosen": o["id"] in chosen} for o in shown["options"]]
        return {"options": options}

    def chance(self, definition: Definition) -> Fraction | None:
        """One of the options that are shown."""
        shown = self.controls(self.public(definition), None)["options"]
        return Fraction(1, len(shown)) if shown else None

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        """Of options that were not chosen, only a page with the key says anything."""
        right = self.right(definition) if shows.key else set()
        said = definition.get("feedback", {}) if shows.explanation else {}
        options = self.controls(self.public(definition), answer)["options"]
        for option in options:
            option["is_right"] = option["id"] in right
            if option["is_chosen"] or shows.key:
                option["feedback"] = {"html": said.get(option["id"], "")}
        return {"options": options, "takes_several": self.takes_several}
