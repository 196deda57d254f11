"""A block of a GIFT file as a draft, or the reason why not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.draft import Item, QuestionDraft
from questions.formats.gift import carried
from questions.formats.gift.source import Refused, Source, embedded_pictures
from questions.formats.gift.syntax import Block, protect, restore
from questions.formats.kinds import module_of, modules
from questions.formats.records import references

BLANK = "_____"
GAPS = "fill_in"  # what GIFT calls a missing word is this kind, whatever is in braces
TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
HOUSE_CODE = re.compile(r"[A-ZĐ]{2,10}(?:-[A-Z0-9Đ]{1,10}){0,2}-[0-9]{1,5}")
COMMENT_ID = re.compile(r"\[id:((?:\\\]|[^\]\[])+)\]")
COMMENT_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\[])+)\]")


@dataclass(frozen=True)
class Parts:
    """A question taken apart: `gaps[n]` stands between `texts[n]` and `texts[n + 1]`."""

    title: str
    texts: list[str]
    gaps: list[str]
    general: str


def _braces(text: str) -> Iterator[tuple[int, int]]:
    """Where each answer part begins and ends; raises Refused when they do not pair."""
    start = None
    for found in re.finditer("[{}]", text):
        if (found[0] == "{") == (start is not None):
            if start is None:
                raise Refused(
                    _("Có dấu } mà không có dấu { trước đó; dấu thường viết %(sign)s.")
                    % {"sign": r"\}"}
                )
            raise Refused(
                _("Hai dấu { liền nhau chưa đóng; dấu thường viết %(sign)s.")
                % {"sign": r"\{"}
            )
        if start is None:
            start = found.start()
        else:
            yield start, found.end()
            start = None
    if start is not None:
        raise Refused(_("Phần trả lời mở bằng { mà không đóng bằng }."))


def take_apart(visible: str) -> Parts:
    """Title, wording and answer parts; raises Refused for a block that is no question."""
    text = protect(visible)
    title = TITLE.match(text)
    text = text[title.end() if title else 0 :].strip()
    texts, gaps, general, end = [], [], [], 0
    for start, after in _braces(text):
        body, mark, said = text[start + 1 : after - 1].rpartition("####")
        texts.append(text[end:start])
        gaps.append((body if mark else said).strip())
        general += [said.strip()] if mark and said.strip() else []
        end = after
    if not gaps:
        raise Refused(
            _("Không có phần trả lời trong { }: đoạn mô tả không phải câu hỏi.")
        )
    name = restore(title[1]).strip() if title else ""
    return Parts(name, [*texts, text[end:]], gaps, "\n\n".join(general))


def kind_of(body: str) -> str:
    """The kind that an answer part asks for, by what steers in it."""
    return next(kind for kind, module in modules("gift").items() if module.fits(body))


def _question_text(parts: Parts, source: Source) -> str:
    tail = parts.texts[1].strip()
    html = source.question_text(
        f"{parts.texts[0]}{BLANK if tail else ''}{parts.texts[1]}"
    )
    if not html:
        raise Refused(_("Câu hỏi không có lời."))
    return html


def _is_missing_word(parts: Parts) -> bool:
    """A gap inside the sentence that words or a number fill."""
    if len(parts.gaps) > 1:
        return True
    words = re.search(r"\w", re.sub("<[^<>]*>", "", restore(parts.texts[1])))
    module = module_of(kind_of(parts.gaps[0]), "gift")
    return bool(words) and getattr(module, "CAN_BE_GAP", False)


def _with_gaps(parts: Parts, source: Source) -> dict[str, Any]:
    pieces = [parts.texts[0]]
    for number, text in enumerate(parts.texts[1:], 1):
        pieces += [f"[[{number}]]", text]
    if "[[" in restore("".join(parts.texts)):
        raise Refused(_("Lời câu hỏi có sẵn dấu [[, trùng với dấu của chỗ trống."))
    text = source.question_text("".join(pieces))
    gaps = module_of(GAPS, "gift").read_gaps(parts.gaps, source)
    return {"text": text, **gaps}


def _value(parts: Parts, source: Source) -> tuple[str, dict[str, Any]]:
    if _is_missing_word(parts):
        kind, value = GAPS, _with_gaps(parts, source)
    else:
        kind = kind_of(parts.gaps[0])
        value = {"text": _question_text(parts, source)}
        value |= module_of(kind, "gift").read(parts.gaps[0], source)
    return kind, value | {"explanation": source.rich(parts.general)}


def _seen(block: Block, source: Source) -> QuestionDraft:
    """What any GIFT reader would see. Raises Refused."""
    parts = take_apart(block.visible)
    kind, value = _value(parts, source)
    comments = " ".join(line for line in block.comments if not carried.is_carried(line))
    code = COMMENT_ID.search(comments)
    named = code[1].replace("\\]", "]") if code else ""
    if not named and HOUSE_CODE.fullmatch(parts.title):
        named = parts.title
    tags = [tag.replace("\\]", "]").strip() for tag in COMMENT_TAG.findall(comments)]
    return QuestionDraft(
        code=" ".join(named.split())[:40],
        kind=kind,
        value=value,
        category=block.category,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        pictures=dict(source.pictures),
    )


def _merged(seen: QuestionDraft, kept: QuestionDraft) -> dict[str, Any] | None:
    """The visible value with what GIFT could not show; None for another kind."""
    module = module_of(kept.kind, "gift")
    if hasattr(module, "revive"):
        return module.revive(seen.kind, seen.value, kept.value)
    if seen.kind != kept.kind:
        return None
    hidden = getattr(module, "HIDDEN", ())
    return seen.value | {name: kept.value[name] for name in hidden}


def _edited(seen: QuestionDraft, kept: QuestionDraft, source: Source) -> QuestionDraft:
    """What was changed since we wrote it, with what GIFT could not show."""
    value = _merged(seen, kept)
    if value is None:
        source.lose(
            _("Câu đã đổi dạng sau khi xuất, chỉ đọc được phần nhìn thấy trong tệp.")
        )
    return replace(
        kept,
        kind=seen.kind if value is None else kept.kind,
        value=seen.value if value is None else value,
        code=seen.code,
        tags=seen.tags,
        category=seen.category,
        pictures=kept.pictures | seen.pictures,
    )


def _draft(block: Block, source: Source) -> QuestionDraft:
    line = next(filter(carried.is_carried, block.comments), "")
    if not line:
        return _seen(block, source)
    kept = carried.unpack(line, embedded_pictures(restore(protect(block.visible))))
    if kept is None:
        source.lose(_("Dòng “// lms:” bị hỏng, chỉ đọc được phần nhìn thấy trong tệp."))
        return _seen(block, source)
    if carried.is_untouched(line, block):
        return replace(kept, category=block.category)
    draft = _edited(_seen(block, source), kept, source)
    used = references(draft.value)
    pictures = {name: c for name, c in draft.pictures.items() if name in used}
    return replace(draft, pictures=pictures)


def read_block(block: Block) -> Item:
    """One item of the file; never raises."""
    place, source = _("dòng %(line)s") % {"line": block.line}, Source()
    try:
        draft = _draft(block, source)
    except Refused as refused:
        return Item(place=place, refusal=str(refused))
    return Item(place=place, draft=draft, losses=tuple(source.losses))
