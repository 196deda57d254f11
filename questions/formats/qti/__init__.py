"""QTI 2.1, 2.2 and 3.0: packages and single items in, packages out.

One reader for all versions (`dialect`), which takes items apart (`item`), asks their
own rules for the key (`keys`, `processing`) and hands them to the kinds. Packages of
ours also carry `lms.json` (`manifest`, `questions.formats.records`) with what QTI
cannot say; while an item is untouched it is read back from there without loss.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from questions.formats.draft import Format, Item, QuestionDraft
from questions.formats.qti import reader, writer
from questions.formats.qti.dialect import QTI_2, QTI_3, Dialect


class Qti(Format):
    """IMS Question and Test Interoperability; writes a package of version 2.2."""

    name = "qti"
    label = _("QTI 2.1, 2.2 và 3.0 (gói ZIP hoặc một câu XML)")
    extension = "zip"
    content_type = "application/zip"
    dialect: Dialect = QTI_2

    def read(self, content: bytes) -> list[Item]:
        return reader.read(content)

    def write(self, drafts: Iterable[QuestionDraft]) -> tuple[bytes, list[Item]]:
        return writer.write(drafts, self.dialect)


class Qti3(Qti):
    """The same, written as version 3.0."""

    name = "qti3"
    label = _("QTI 3.0 (gói ZIP)")
    dialect = QTI_3
