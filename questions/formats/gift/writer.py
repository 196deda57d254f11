"""Drafts as a GIFT file that Moodle and others read, and that we read without loss."""

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from questions.formats.draft import Item, QuestionDraft
from questions.formats.gift import carried
from questions.formats.gift.headings import comments_of, title_of
from questions.formats.gift.source import Target
from questions.formats.gift.syntax import CATEGORY, category_path, escaped
from questions.formats.kinds import module_of


def _visible(draft: QuestionDraft, target: Target) -> str:
    module, value = module_of(draft.kind, "gift"), draft.value
    title = f"::{escaped(title_of(draft))}::"
    head, body, tail = module.write(value, target)
    general = target.rich(value["explanation"])
    if general:
        body += f"####{general}" + ("\n" if body.endswith("\n") else "")
    return f"{title}{head}{{{body}}}{tail}"


def _unseen(draft: QuestionDraft, target: Target) -> None:
    if draft.citation or draft.legal or draft.valid_from or draft.valid_to:
        target.lose(
            _("Phần mềm khác không đọc được trích dẫn, căn cứ và thời hạn của đáp án.")
        )


def write_block(draft: QuestionDraft) -> tuple[str, tuple[str, ...]]:
    """The lines of one question, and what other programs will miss in them."""
    target = Target(draft.pictures)
    visible = unicodedata.normalize("NFC", _visible(draft, target))
    comments = comments_of(draft)
    _unseen(draft, target)
    lines = [*comments, carried.pack(draft, visible, comments), visible]
    return "\n".join(lines), tuple(target.losses)


def write_file(drafts: Iterable[QuestionDraft]) -> tuple[str, list[Item]]:
    """The file, and the items of which other programs will miss something."""
    blocks, items, category = [], [], ()
    for number, draft in enumerate(drafts, 1):
        place = draft.code or _("câu %(number)s") % {"number": number}
        if module_of(draft.kind, "gift") is None:
            refusal = _("GIFT không có dạng câu hỏi này.")
            items.append(Item(place=place, draft=draft, refusal=refusal))
            continue
        block, losses = write_block(draft)
        if draft.category != category:
            category = draft.category
            blocks.append(f"{CATEGORY} {category_path(category)}")
        blocks.append(block)
        if losses:
            items.append(Item(place=place, draft=draft, losses=losses))
    return "\n\n".join([*blocks, ""]), items
