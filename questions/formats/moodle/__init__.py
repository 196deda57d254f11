"""Moodle XML, in and out. What Moodle has no place for travels in `data-lms`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.utils.translation import gettext as _

from questions.formats import html
from questions.formats.draft import Format, Item, QuestionDraft, UnusableFile
from questions.formats.kinds import module_of, modules
from questions.formats.moodle import details
from questions.formats.moodle.reading import Refused, Source, raw_text
from questions.formats.moodle.writing import Target
from questions.formats.xml import parse


class MoodleXml(Format):
    name = "moodle-xml"
    label = "Moodle XML"
    extension = "xml"
    content_type = "application/xml"

    def read(self, content: bytes) -> list[Item]:
        root = parse(content)
        if root.tag != "quiz":
            raise UnusableFile(
                _("Đây không phải tệp câu hỏi của Moodle: phần tử gốc không phải quiz.")
            )
        items = list(_items(root))
        if not items:
            raise UnusableFile(_("Tệp không có câu hỏi nào."))
        return items

    def write(self, drafts: Iterable[QuestionDraft]) -> tuple[bytes, list[Item]]:
        root = Element("quiz")
        refused = []
        category: tuple[str, ...] = ()
        for number, draft in enumerate(drafts, 1):
            module = module_of(draft.kind, "moodle")
            if module is None:
                place = draft.code or _("câu %(number)d") % {"number": number}
                message = _("Moodle XML không có dạng câu hỏi này.")
                refused.append(Item(place=place, draft=draft, refusal=message))
                continue
            if draft.category != category:
                category = draft.category
                _write_category(root, category)
            _write(root, draft, module)
        indent(root)
        body = tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode(), refused


# --- in ---------------------------------------------------------------------------


def _items(root: Element) -> Iterator[Item]:
    category: tuple[str, ...] = ()
    number = 0
    for element in root.findall("question"):
        if element.get("type") == "category":
            category = details.path_names(raw_text(element.find("category")))
            continue
        number += 1
        place = _("câu %(number)d") % {"number": number}
        yield _item(Source(element), place, category)


def _item(source: Source, place: str, category: tuple[str, ...]) -> Item:
    try:
        kind, module = _kind(source)
        value = module.read(source)
        if "text" not in value:
            value["text"] = source.rich(source.element.find("questiontext"))
        if not value["text"]:
            raise Refused(_("Câu hỏi không có chữ nào."))
        value["explanation"] = source.rich(source.element.find("generalfeedback"))
        draft = details.draft(source, kind, value, category)
    except Refused as refusal:
        return Item(place=place, refusal=str(refusal))
    return Item(place=place, draft=draft, losses=source.losses)


def _kind(source: Source) -> tuple[str, ModuleType]:
    """The kind that takes this type of Moodle's, and how it is read."""
    if source.type == "description":
        raise Refused(_("Đây là đoạn mô tả, không phải câu hỏi."))
    for kind, module in modules("moodle").items():
        if source.type in module.TYPES and getattr(module, "fits", _any)(source):
            return kind, module
    raise Refused(
        _("Dạng “%(type)s” của Moodle chưa có ở đây.") % {"type": source.type[:50]}
    )


def _any(_source: Source) -> bool:
    return True


# --- out --------------------------------------------------------------------------


def _write_category(root: Element, names: tuple[str, ...]) -> None:
    target = Target(root, "category", {})
    target.words("category", details.names_path(names))


def _write(root: Element, draft: QuestionDraft, module: ModuleType) -> None:
    target = Target(root, module.TYPES[0], draft.pictures)
    title = re.sub(r"\[\[\d+\]\]", "…", html.plain(draft.value["text"])[0])
    target.words("name", f"{draft.code}. {title}"[:250] if draft.code else title[:250])
    text = getattr(module, "question_text", lambda value, _target: value["text"])
    target.rich("questiontext", text(draft.value, target))
    target.rich("generalfeedback", draft.value["explanation"])
    target.leaf("defaultgrade", "1.0000000")
    target.leaf("penalty", "0.3333333")
    target.leaf("hidden", "0")
    target.leaf("idnumber", draft.code)
    module.write(draft.value, target)
    tags = SubElement(target.element, "tags") if draft.tags else None
    for tag in draft.tags:
        target.words("tag", tag, tags)
    details.add_extras(draft, target)
    target.close()
