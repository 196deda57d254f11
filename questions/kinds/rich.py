"""Rich text of questions: what authors may use, and how it is rendered and frozen."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html
from wagtail.rich_text.rewriters import extract_attrs

Pictures = Mapping[int, str]  # by image: its <img> without the alternative text

LINE = ["bold", "italic", "superscript", "subscript"]
TEXT = [*LINE, "ol", "ul", "image"]
OPTION = [*LINE, "image"]

EMBED = re.compile(r"<embed\b([^>]*?)/?>(?:</embed>)?")
PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
PLACE_OF_ALT = "{alt}"


def question_text(**kwargs: Any) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(label=_("Câu hỏi"), features=TEXT, **kwargs)


def explanation_text() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(
        label=_("Giải thích"),
        features=TEXT,
        required=False,
        help_text=_("Học viên chỉ thấy sau khi nộp bài."),
    )


def feedback_text(label: Any) -> blocks.RichTextBlock:
    """What is said to whoever gave this answer."""
    return blocks.RichTextBlock(label=label, features=OPTION, required=False)


def refused(**errors: Any) -> blocks.StructBlockValidationError:
    """A block's clean() says per field, in a sentence, what to change."""
    return blocks.StructBlockValidationError(
        block_errors={name: ValidationError(text) for name, text in errors.items()}
    )


class CheckedBlock(blocks.StructBlock):
    """A struct with a rule of its own, which a draft need not keep yet."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            self.verify(cleaned)
        return cleaned

    def verify(self, value: Any) -> None:
        """Raises what `refused` makes, naming the field to change."""
        raise NotImplementedError


class RichStructBlock(CheckedBlock):
    """A struct whose rich texts are not blank and whose pictures have words."""

    def verify(self, value: Any) -> None:
        for name, child in self.child_blocks.items():
            if isinstance(child, blocks.RichTextBlock):
                source = source_of(value[name])
                if child.required and is_blank(source):
                    raise refused(**{name: _("Nhập nội dung cho ô này.")})
                if has_wordless_picture(source):
                    raise refused(**{name: NEEDS_WORDS})


NEEDS_WORDS = _(
    "Một hình chưa có chữ thay thế. Ghi điều hình cho biết, để ai không xem được hình "
    "vẫn làm được câu hỏi."
)


def source_of(value: RichText | None) -> str:
    return (value.source or "") if value else ""


def is_blank(source: str) -> bool:
    """Whether nothing can be seen: no letter and no picture."""
    words = re.sub(r"<[^>]*>|&nbsp;|\xa0", " ", source)
    return not words.strip() and "<embed" not in source


def _embeds(source: str) -> Iterable[dict[str, str]]:
    found = (extract_attrs(match[1]) for match in EMBED.finditer(source))
    return (attrs for attrs in found if attrs.get("embedtype") == "image")


def has_wordless_picture(source: str) -> bool:
    return any(not attrs.get("alt", "").strip() for attrs in _embeds(source))


def pictures_in(source: str) -> set[int]:
    """Keys of the images that a text, or the JSON around it, refers to."""
    ids = (attrs.get("id", "") for attrs in _embeds(source.replace('\\"', '"')))
    return {int(found) for found in ids if found.isdigit()}


def _pictured(source: str, pictures: Pictures) -> str:
    """Pictures as frozen ones; of a picture that is gone its words stay."""

    def drawn(match: re.Match[str]) -> str:
        attrs = extract_attrs(match[1])
        alt = escape(attrs.get("alt", ""))
        key = attrs.get("id", "")
        tag = pictures.get(int(key)) if key.isdigit() else None
        return tag.replace(PLACE_OF_ALT, alt) if tag else f"[{alt}]" if alt else ""

    return EMBED.sub(drawn, source)


def rich_html(value: RichText | None, pictures: Pictures) -> str:
    """HTML as a reader gets it; a single paragraph loses its <p>, to fit a legend."""
    html = _pictured(source_of(value), pictures)
    html = re.sub(r' data-block-key="[^"]*"', "", expand_db_html(html)).strip()
    one = PARAGRAPH.fullmatch(html)
    return one[1] if one else html


def line_html(value: RichText | None, pictures: Pictures) -> str:
    """The same for a label, which may hold no paragraphs: they become lines.

    A picture stands on a line of its own by the stylesheet.
    """
    parts = re.split(r"</?p>", rich_html(value, pictures))
    html = "<br>".join(part.strip() for part in parts if part.strip())
    return re.sub(r"<br>(?=<img )|(<img [^>]*>)<br>", r"\1", html)


def comparable(value: RichText | None) -> str:
    """What tells two rich texts apart: words, marks and pictures, no editor's keys."""
    html = re.sub(r' data-block-key="[^"]*"', "", source_of(value)).strip()
    one = PARAGRAPH.fullmatch(html)
    return one[1] if one else html
