"""A text of the learner's own, marked by a person with a rubric."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Shown,
    Shows,
    field_of,
    has_repeats,
)
from questions.kinds.rich import (
    TEXT,
    Pictures,
    RichStructBlock,
    explanation_text,
    question_text,
    refused,
    rich_html,
)

LONGEST = 30_000  # characters: about ten pages


class CriterionBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Tiêu chí"), max_length=200)
    weight = blocks.IntegerBlock(
        label=_("Trọng số"), default=1, min_value=1, max_value=100
    )


class EssayBlock(RichStructBlock):
    text = question_text()
    rubric = blocks.ListBlock(
        CriterionBlock(label=_("Tiêu chí")),
        label=_("Tiêu chí chấm"),
        default=[],
        max_num=20,
        help_text=_(
            "Điểm của câu chia theo trọng số; để trống thì chấm một điểm chung."
        ),
    )
    guide = blocks.RichTextBlock(
        label=_("Hướng dẫn chấm"),
        features=TEXT,
        required=False,
        help_text=_("Cho người chấm: các ý phải có, lỗi hay gặp."),
    )
    max_words = blocks.IntegerBlock(
        label=_("Số chữ nhiều nhất"),
        required=False,
        min_value=1,
        max_value=5000,
        help_text=_("Chỉ để học viên biết; viết dài hơn vẫn được nhận."),
    )
    explanation = explanation_text()

    class Meta:
        icon = "edit"
        label = _("Tự luận")

    def verify(self, value: Any) -> None:
        super().verify(value)
        if has_repeats(criterion["name"] for criterion in value["rubric"]):
            raise refused(
                rubric=_("Hai tiêu chí giống nhau. Sửa hoặc bỏ một tiêu chí.")
            )


def written(answer: Answer) -> str:
    return (field_of(answer, "text", str) or "").strip()


class Essay(Kind):
    """Answer: {"text": as typed}."""

    name = "essay"
    label = _("Tự luận")
    instruction = _("tự luận")
    block = EssayBlock
    outcome_template = "questions/outcomes/essay.html"
    is_marked_by_person = True

    def needs_person(self, answer: Answer) -> bool:
        return bool(written(answer))

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        rubric = [
            {
                "id": c.id,
                "name": (c.value["name"] or "").strip(),
                "weight": c.value["weight"],
            }
            for c in value["rubric"].bound_blocks
        ]
        return {
            "rubric": rubric,
            "guide": rich_html(value["guide"], pictures),
            "max_words": value["max_words"],
        }

    def public(self, definition: Definition) -> Shown:
        return {"max_words": definition["max_words"]}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        given = written(answer)
        return {"given": given, "max_words": shown["max_words"], "longest": LONGEST}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        typed = form.get(prefix, "").replace("\r\n", "\n")
        text = typed.strip()[:LONGEST]
        return {"text": text} if text else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        """Nothing written is worth nothing; whatever was written a person marks.

        Raises ValueError then: see `marking.needs_person`.
        """
        if written(answer):
            raise ValueError("an essay is marked by a person")
        return 0

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        given = {"given": written(answer)}
        if not shows.key:
            return given
        guide = {"html": definition["guide"]}
        return given | {"guide": guide, "rubric": definition["rubric"]}
