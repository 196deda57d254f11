"""What single, multiple and true/false have in common: options to choose from."""

from random import Random
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Shown,
    has_repeats,
    plain_html,
    refused,
    shuffled,
)


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Phương án"), max_length=500)
    is_right = blocks.BooleanBlock(label=_("Là đáp án đúng"), required=False)


def options_list() -> blocks.ListBlock:
    return blocks.ListBlock(
        OptionBlock(label=_("Phương án")),
        label=_("Các phương án"),
        min_num=2,
        max_num=10,
    )


def check_distinct(options: list) -> None:
    if has_repeats(option["text"] for option in options):
        raise refused(options=_("Hai phương án giống nhau. Sửa hoặc bỏ một phương án."))


def freeze_options(
    value: blocks.StructValue, shuffle: Random | None
) -> tuple[list[dict[str, str]], list[str]]:
    """The options in the order shown, and the ids of the right ones."""
    drawn = shuffled(list(value["options"].bound_blocks), shuffle)
    options = [{"id": o.id, "html": plain_html(o.value["text"])} for o in drawn]
    return options, [o.id for o in drawn if o.value["is_right"]]


class ChoiceKind(Kind):
    """Options of which the learner chooses; `chosen` and `right` are sets of ids."""

    outcome_template = "questions/outcomes/choices.html"

    def chosen(self, answer: Answer) -> set[str]:
        raise NotImplementedError

    def right(self, definition: Definition) -> set[str]:
        raise NotImplementedError

    def public(self, definition: Definition) -> Shown:
        return {"options": definition["options"]}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        chosen = self.chosen(answer)
        options = [o | {"is_chosen": o["id"] in chosen} for o in shown["options"]]
        return {"options": options}

    def outcome(self, definition: Definition, answer: Answer) -> dict[str, Any]:
        right = self.right(definition)
        options = self.controls(self.public(definition), answer)["options"]
        return {"options": [o | {"is_right": o["id"] in right} for o in options]}
