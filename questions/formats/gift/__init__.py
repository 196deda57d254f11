"""GIFT, the text format of Moodle: questions that people write in an editor.

`syntax` splits the file and knows its escapes, `source` turns a part of it into the
bank's texts, `reader` and `writer` go each way, `carried` keeps in a comment what GIFT
has no words for. How a kind stands in braces is `questions/kinds/<kind>/gift.py`.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questions.formats.decoding import decode
from questions.formats.draft import Format, Item, QuestionDraft, UnusableFile
from questions.formats.gift.reader import read_block
from questions.formats.gift.syntax import blocks
from questions.formats.gift.writer import write_file


class Gift(Format):
    """The format for people at a keyboard, and for Moodle."""

    name = "gift"
    label = gettext_lazy("GIFT (Moodle)")
    extension = "gift"
    content_type = "text/plain; charset=utf-8"

    def read(self, content: bytes) -> list[Item]:
        text = decode(content)
        found = list(blocks(text))
        if "{" not in text or not found:
            raise UnusableFile(
                _("Tệp không có câu hỏi GIFT nào: không thấy phần trả lời trong { }.")
            )
        return [read_block(block) for block in found]

    def write(self, drafts: Iterable[QuestionDraft]) -> tuple[bytes, list[Item]]:
        text, items = write_file(drafts)
        return text.encode(), items
