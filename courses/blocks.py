"""Blocks of a lesson's body, as its author sees them.

Two of them are holes in the cached body, filled for each request: the legal basis,
whose validity depends on the day, and the check, which answers the reader.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
SHORT = ["bold", "italic", "ol", "ul", "link"]
# The table editor carries no Vietnamese and complains when asked for it.
TABLE = {"contextMenu": True, "minSpareRows": 0, "language": "en-US"}


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tiêu đề"), required=False)
    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Việc cần làm"))),
                ("text", blocks.TextBlock(label=_("Cách làm"), rows=2, required=False)),
            ],
            label=_("Bước"),
        ),
        label=_("Các bước"),
        min_num=1,
    )

    class Meta:
        icon = "list-ol"
        label = _("Các bước làm")
        template = "courses/blocks/steps.html"


class LegalBlock(blocks.StructBlock):
    """A citation; its validity is shown for the class's period and for today."""

    basis = SnippetChooserBlock("legal.LegalBasis", label=_("Văn bản"))
    article = blocks.CharBlock(label=_("Điều, khoản"), required=False)
    note = blocks.TextBlock(label=_("Nói gọn"), rows=2, required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Căn cứ pháp lý")


class TodayBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Hiện nay"), rows=2)
    checked_on = blocks.DateBlock(label=_("Đối chiếu ngày"))

    class Meta:
        icon = "date"
        label = _("Hiện nay")
        template = "courses/blocks/today.html"


class ExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tên ví dụ"))
    text = blocks.RichTextBlock(label=_("Nội dung"), features=SHORT)

    class Meta:
        icon = "pilcrow"
        label = _("Ví dụ")
        template = "courses/blocks/example.html"


class CheckBlock(blocks.StructBlock):
    """A question within the lesson: not marked, answered at once."""

    question = blocks.TextBlock(label=_("Câu hỏi"), rows=2)
    options = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label=_("Phương án"))),
                ("is_correct", blocks.BooleanBlock(label=_("Đúng"), required=False)),
            ],
            label=_("Phương án"),
        ),
        label=_("Các phương án"),
        min_num=2,
        max_num=6,
    )
    explanation = blocks.TextBlock(label=_("Giải thích"), rows=2)

    class Meta:
        icon = "help"
        label = _("Kiểm tra nhanh")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(option["is_correct"] for option in cleaned["options"]) != 1:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "options": ValidationError(
                        _("Đánh dấu đúng một phương án là đáp án.")
                    )
                }
            )
        return cleaned


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Hình"))
    alt = blocks.TextBlock(label=_("Mô tả cho người không thấy hình"), rows=2)
    caption = blocks.CharBlock(label=_("Chú thích"), required=False)

    class Meta:
        icon = "image"
        label = _("Hình minh họa")
        template = "courses/blocks/figure.html"


class DocumentBlock(blocks.StructBlock):
    """A paper on the table: the slip, the scan, the table of figures of a case."""

    title = blocks.CharBlock(label=_("Tên giấy tờ"))
    text = blocks.RichTextBlock(label=_("Nội dung"), features=SHORT)

    class Meta:
        icon = "doc-full"
        label = _("Giấy tờ của tình huống")
        template = "courses/blocks/document.html"


class ThinkBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Câu hỏi"), rows=2)
    hint = blocks.TextBlock(label=_("Gợi ý"), rows=2, required=False)


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Tệp"))
    title = blocks.CharBlock(label=_("Tên hiển thị"))

    class Meta:
        icon = "download"
        label = _("Tệp tải về")
        template = "courses/blocks/file.html"


class LessonBody(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Đoạn văn"), features=TEXT, icon="pilcrow")
    steps = StepsBlock()
    legal = LegalBlock()
    today = TodayBlock()
    example = ExampleBlock()
    check = CheckBlock()
    table = TableBlock(
        label=_("Bảng"),
        template="courses/blocks/table.html",
        table_options=TABLE,
    )
    figure = FigureBlock()
    document = DocumentBlock()
    think = blocks.ListBlock(
        ThinkBlock(label=_("Câu hỏi")),
        label=_("Câu hỏi suy nghĩ"),
        icon="help",
        template="courses/blocks/think.html",
    )
    key_points = blocks.ListBlock(
        blocks.CharBlock(label=_("Điều cần nhớ")),
        label=_("Điều cần nhớ"),
        icon="check",
        template="courses/blocks/key_points.html",
    )
    file = FileBlock()

    HOLES = ("legal", "check")
