"""From drafts to a package: an XML file for each, their pictures, manifest, records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from questions.formats import html, records
from questions.formats.draft import Item, QuestionDraft
from questions.formats.kinds import module_of
from questions.formats.qti import manifest
from questions.formats.qti.dialect import QTI_3, Dialect, written
from questions.formats.qti.paper import Paper

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,200}")
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")
TITLE_LENGTH = 80


def write(
    drafts: Iterable[QuestionDraft], dialect: Dialect
) -> tuple[bytes, list[Item]]:
    """The package, and the items that lost a picture or could not be written."""
    package = _Package(dialect)
    for number, draft in enumerate(drafts, 1):
        package.add(number, draft)
    return package.content(), package.reports


class _Package:
    """Files of a package in the making, in a fixed order and without times."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.files: dict[str, bytes] = {}
        self.resources: list[manifest.Resource] = []
        self.records: dict[str, Any] = {}
        self.reports: list[Item] = []
        self.identifiers: set[str] = set()

    def add(self, number: int, draft: QuestionDraft) -> None:
        place = draft.code or _("câu %(number)d") % {"number": number}
        if module_of(draft.kind, "qti") is None:
            said = _("QTI không ghi được dạng câu hỏi “%(kind)s”.") % {
                "kind": draft.kind
            }
            self.reports.append(Item(place=place, draft=draft, refusal=said))
            return
        missing = records.references(draft.value) - set(draft.pictures)
        if missing:
            said = _("không có tệp hình %(names)s") % {
                "names": ", ".join(sorted(missing))
            }
            self.reports.append(Item(place=place, draft=draft, losses=(said,)))
        self._write(number, draft)

    def _write(self, number: int, draft: QuestionDraft) -> None:
        name = f"question_{number:04d}"
        path = f"items/{name}.xml"
        shown = self._pictures(name, draft.pictures)
        content = self._item(name, draft, shown)
        self.files[path] = content
        self.records[path] = {
            "sha256": sha256(content).hexdigest(),
            "pictures": shown,
            "draft": records.packed(draft),
        }
        self.resources.append(manifest.Resource(name, path, list(shown.values())))

    def _pictures(self, folder: str, pictures: Mapping[str, bytes]) -> dict[str, str]:
        """The paths of the pictures by name; the name itself may hold anything."""
        shown = {}
        for number, (name, content) in enumerate(pictures.items(), 1):
            ending = EXTENSION.search(name)
            path = f"images/{folder}_{number}{ending[0] if ending else ''}"
            self.files[path] = content
            shown[name] = path
        return shown

    def _item(self, name: str, draft: QuestionDraft, shown: Mapping[str, str]) -> bytes:
        code = draft.code
        is_usable = IDENTIFIER.fullmatch(code) and code not in self.identifiers
        identifier = code if is_usable else name
        self.identifiers.add(identifier)
        words, _lost = html.plain(draft.value["text"])
        paper = Paper(
            identifier=identifier,
            title=words[:TITLE_LENGTH],
            kind=draft.kind,
            pictures={name: f"../{path}" for name, path in shown.items()},
            dialect=self.dialect,
        )
        module_of(draft.kind, "qti").write(draft.value, paper)
        paper.explains(draft.value["explanation"])
        return written(paper.item(), self.dialect)

    def content(self) -> bytes:
        version = "3.0" if self.dialect is QTI_3 else "2.2"
        kept = {"schema": 1, "qti": version, "items": self.records}
        files = {
            manifest.MANIFEST: manifest.written(self.resources, self.dialect),
            manifest.RECORDS: json.dumps(kept, indent=1).encode(),
            **self.files,
        }
        buffer = BytesIO()
        with ZipFile(buffer, "w") as archive:
            for name, content in files.items():
                info = ZipInfo(name)  # 1980: the same questions give the same bytes
                info.compress_type = ZIP_DEFLATED
                archive.writestr(info, content)
        return buffer.getvalue()
