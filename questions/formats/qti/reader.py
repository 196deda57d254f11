"""From a package, or the file of one item, to drafts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from questions.formats import packages, records, xml
from questions.formats.draft import Item, QuestionDraft, UnusableFile
from questions.formats.kinds import modules
from questions.formats.packages import Package
from questions.formats.qti.dialect import local, normalised
from questions.formats.qti.item import Refused, taken_apart
from questions.formats.qti.kinds import kind_of
from questions.formats.qti.manifest import Contents, contents_of
from questions.formats.qti.pictures import Pictures
from questions.formats.qti.scalars import NotUnderstood

ITEM = "assessmentItem"
Files = Mapping[str, bytes]


def read(content: bytes) -> list[Item]:
    """Every item of a package, or the one of an XML file; raises UnusableFile."""
    if packages.is_package(content):
        return _Reader(packages.opened(content)).items()
    root = _root(content)
    name = root.get("identifier", "")[:80]
    return [_read_item(root, place=name or _("câu 1"), pictures=Pictures(None, ""))]


def _root(content: bytes) -> Element:
    """The item of a file in our names; raises UnusableFile."""
    parsed = xml.parse(content)
    if local(parsed.tag) in ("questestinterop", "assessment"):
        raise UnusableFile(_("Tệp là QTI 1.2; chỉ đọc được QTI 2.1, 2.2 và 3.0."))
    root = normalised(parsed)
    if root.tag != ITEM:
        said = _("Phần tử gốc %(tag)s không phải một câu hỏi QTI (assessmentItem).")
        raise UnusableFile(said % {"tag": root.tag[:80]})
    return root


class _Reader:
    """Reads the items of one package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.contents: Contents = contents_of(package)
        self.codes: set[str] = set()

    def items(self) -> list[Item]:
        found = [self.item(path) for path in self.contents.items]
        if not found:
            raise UnusableFile(_("Gói không có câu hỏi QTI 2.1, 2.2 hay 3.0 nào."))
        return found

    def item(self, path: str) -> Item:
        try:
            content = self.package.read(path)
            record = self.contents.record(path, content)
            if record.is_untouched and (draft := self._recorded(record.fields)):
                return Item(place=path, draft=draft)
            root = _root(content)
        except KeyError:
            return Item(
                place=path, refusal=_("Tệp ghi trong manifest không có trong gói.")
            )
        except UnusableFile as error:
            return Item(place=path, refusal=str(error))
        pictures = Pictures(self.package, path)
        return self._named(
            _read_item(root, place=path, pictures=pictures, record=record.fields)
        )

    def _recorded(self, fields: Mapping[str, Any]) -> QuestionDraft | None:
        """The draft as it was written, None when the record is not sound."""
        try:
            names = dict(fields["pictures"])
            shown = {n: self.package.read(str(p)) for n, p in names.items()}
            return records.unpacked(fields["draft"], shown)
        except (KeyError, TypeError, ValueError, UnusableFile):
            return None

    def _named(self, item: Item) -> Item:
        """Two items of one identifier are two questions."""
        draft = item.draft
        if draft is None or not draft.code:
            return item
        code, number = draft.code, 2
        while code in self.codes:
            code, number = f"{draft.code}-{number}", number + 1
        self.codes.add(code)
        named = _changed(draft, code=code)
        return Item(place=item.place, draft=named, losses=item.losses)


def _changed(draft: QuestionDraft, **changes: Any) -> QuestionDraft:
    return QuestionDraft(**(vars(draft) | changes))


def _read_item(
    root: Element,
    *,
    place: str,
    pictures: Pictures,
    record: Mapping[str, Any] | None = None,
) -> Item:
    """What the XML says; a record of ours adds what XML cannot say."""
    try:
        item = taken_apart(root, pictures.names(root))
        kind = kind_of(item)
        module = modules("qti")[kind]
        value = module.read(item)
        draft = QuestionDraft(
            code=item.identifier,
            kind=kind,
            value=value,
            pictures=pictures.files(records.references(value)),
        )
    except Refused as refusal:
        return Item(place=place, refusal=str(refusal))
    except NotUnderstood as error:
        said = _("Không hiểu “%(what)s” trong cách chấm.") % {"what": str(error)}
        return Item(place=place, refusal=said)
    draft = _with_record(draft, record or {}, module.UNSEEN)
    return Item(place=place, draft=draft, losses=tuple(item.losses))


def _with_record(
    draft: QuestionDraft, fields: Mapping[str, Any], unseen: tuple[str, ...]
) -> QuestionDraft:
    """The visible question with the code, category, tags … of its record."""
    kept = fields.get("draft")
    try:
        draft = _changed(draft, **records.meta_of(kept))
        if kept["kind"] == draft.kind:
            value = records.value_of(kept)
            hidden = {name: value[name] for name in unseen}
            draft = _changed(draft, value=draft.value | hidden)
    except (KeyError, TypeError, ValueError):
        pass  # the record is broken: what is visible is enough
    return draft
