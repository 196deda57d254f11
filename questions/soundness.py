"""One question of a file on its own: readable, sound, as the editor would accept it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha1
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail import blocks

from questions.embeds import to_wagtail
from questions.formats.draft import Item, QuestionDraft
from questions.kinds import KINDS
from questions.models import Question

MAX_DEPTH = 8
MAX_NAME = 150
MAX_TAG = 100
MAX_PICTURE = 10 * 1024 * 1024
MAX_POINTS = 40_000_000
PICTURE_TYPES = {"PNG", "JPEG", "GIF", "WEBP"}

Names = tuple[str, ...]


class State(StrEnum):
    """What becomes of an item."""

    IMPORTED = "imported"
    LOSSY = "lossy"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass
class Planned:
    """One item with what would become of it; `value` is ready for the bank."""

    place: str
    state: State
    draft: QuestionDraft | None = None
    notes: list[str] = field(default_factory=list)
    category: Names = ()
    title: str = ""
    value: Any = None  # a StreamValue; a picture's id in it is its hash
    hashes: dict[str, str] = field(default_factory=dict)  # by picture's name

    @property
    def is_new(self) -> bool:
        return self.state in (State.IMPORTED, State.LOSSY)

    def as_json(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "state": str(self.state),
            "code": self.draft.code if self.draft else "",
            "kind": self.draft.kind if self.draft else "",
            "category": list(self.category),
            "title": self.title,
            "notes": self.notes,
        }


class Refusal(Exception):
    """Why a draft does not come in."""


def bad_category(names: Names) -> str:
    if len(names) > MAX_DEPTH:
        return _("Nhóm lồng nhau quá 8 cấp.")
    if any(len(name) > MAX_NAME for name in names) or sum(map(len, names)) > 900:
        return _("Tên nhóm dài hơn 150 ký tự.")
    if not all(any(c.isalnum() for c in name) for name in names):
        return _("Tên nhóm cần có chữ hoặc chữ số.")
    return ""


def _check_text(draft: QuestionDraft) -> None:
    """Characters that a database cannot keep: the rest of the file is sound."""
    parts = [draft.code, draft.citation, *draft.category, *draft.tags, *draft.legal]
    text = json.dumps([draft.value, parts], ensure_ascii=False, default=str)
    if (
        "\\u0000" in text
        or "\0" in text
        or any("\ud800" <= c <= "\udfff" for c in text)
    ):
        raise Refusal(_("Câu có ký tự điều khiển không ghi được. Gõ lại câu này."))


def is_picture(content: bytes) -> bool:
    """A picture that a browser shows, of a size that a page bears."""
    if len(content) > MAX_PICTURE:
        return False
    try:
        with Pillow.open(BytesIO(content)) as picture:
            width, height = picture.size
            if picture.format not in PICTURE_TYPES or width * height > MAX_POINTS:
                return False
            picture.verify()
    except Exception:  # noqa: BLE001 Pillow raises whatever a broken file brings up
        return False
    return True


def _rich_fields(
    block: blocks.Block, value: Any, ids: Mapping[str, str], lost: dict[str, None]
) -> Any:
    """The draft's value with every rich text clean and as Wagtail stores it."""
    if isinstance(block, blocks.RichTextBlock) and isinstance(value, str):
        stored, missing = to_wagtail(value, ids)
        lost.update(dict.fromkeys(missing))
        return stored
    if isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        known = block.child_blocks
        return {
            name: _rich_fields(known[name], part, ids, lost)
            for name, part in value.items()
            if name in known
        }
    if isinstance(block, blocks.ListBlock) and isinstance(value, list):
        return [_rich_fields(block.child_block, part, ids, lost) for part in value]
    return value


def sentences(error: ValidationError, block: blocks.Block | None = None) -> list[str]:
    """What the editor's checks say, each with the name of its field."""
    nested = getattr(error, "block_errors", None)
    if not nested:
        return list(dict.fromkeys(error.messages))
    pairs = nested.items() if isinstance(nested, dict) else enumerate(nested)
    found: list[str] = list(getattr(error, "non_block_errors", None) or [])
    children = getattr(block, "child_blocks", {})
    for name, inner in pairs:
        if inner is None:
            continue
        child = children.get(name) or getattr(block, "child_block", None)
        label = f"{child.label}: " if name in children else ""
        below = inner.as_data() if isinstance(inner, list) else inner
        found += [f"{label}{text}" for text in sentences(below, child)]
    return list(dict.fromkeys(map(str, found)))


def _stream(draft: QuestionDraft, planned: Planned) -> Any:
    """The draft as the editor would accept it; raises Refusal."""
    stream = Question.definition.field.stream_block
    block = stream.child_blocks[draft.kind]
    lost: dict[str, None] = {}
    value = _rich_fields(block, draft.value, planned.hashes, lost)
    planned.notes += [what for what in lost if what not in planned.notes]
    try:
        ready = stream.to_python([{"type": draft.kind, "value": value}])
        cleaned = block.clean(ready[0].value)
    except ValidationError as error:
        raise Refusal(" ".join(sentences(error, block))) from error
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as error:
        raise Refusal(_("Câu thiếu phần bắt buộc hoặc ghi sai dạng.")) from error
    return stream.to_python(
        [{"type": draft.kind, "value": block.get_prep_value(cleaned)}]
    )


def _check_fields(draft: QuestionDraft, question: Question) -> None:
    if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
        raise Refusal(_("Ngày cuối của thời hạn đứng trước ngày đầu."))
    try:
        question.clean_fields(exclude=["category", "definition", "kind", "title"])
    except ValidationError as error:
        said = [
            f"{Question._meta.get_field(name).verbose_name}: {' '.join(texts)}"
            for name, texts in error.message_dict.items()
        ]
        raise Refusal(" ".join(said)) from error


def question_from(planned: Planned) -> Question:
    """The question as it would be, not saved, without category, tags and law."""
    draft = planned.draft
    return Question(
        code=draft.code or None,
        definition=planned.value,
        citation=draft.citation,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        difficulty=draft.difficulty,
    )


def prepared(item: Item, base: Names) -> Planned:
    """An item on its own: readable, sound, and as the editor would accept it."""
    planned = Planned(
        place=item.place,
        state=State.REFUSED,
        draft=item.draft,
        notes=list(item.losses),
        category=base,
    )
    try:
        if item.draft is None or item.refusal:
            raise Refusal(item.refusal or _("Không đọc được câu này."))
        _prepare(item.draft, planned)
    except Refusal as refusal:
        planned.notes = [str(refusal)]
    return planned


def _prepare(draft: QuestionDraft, planned: Planned) -> None:
    if draft.kind not in KINDS:
        raise Refusal(_("Chưa có dạng câu hỏi “%(kind)s”.") % {"kind": draft.kind})
    _check_text(draft)
    below = (" ".join(name.split()) for name in draft.category)
    planned.category = (*planned.category, *(name for name in below if name))
    if why := bad_category(planned.category):
        raise Refusal(why)
    planned.hashes = {
        name: sha1(content, usedforsecurity=False).hexdigest()
        for name, content in draft.pictures.items()
        if is_picture(content)
    }
    planned.value = _stream(draft, planned)
    question = question_from(planned)
    question.describe()
    planned.title = question.title
    _check_fields(draft, question)
    long = [tag for tag in draft.tags if len(tag) > MAX_TAG]
    planned.notes += [_("bỏ thẻ dài hơn 100 ký tự") for _tag in long[:1]]
    planned.state = State.LOSSY if planned.notes else State.IMPORTED
