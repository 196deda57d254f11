"""Text files as people really send them, into text: UTF-8, UTF-16, old Windows pages.

Notepad writes UTF-16 and byte order marks, old exports are windows-1258 (Vietnamese,
tone marks as characters of their own) or windows-1252. The text comes out in NFC, so
that a letter is one character however it was typed. Pure.
"""

import codecs
import re
import unicodedata

from django.utils.translation import gettext as _

from questions.formats import foreign
from questions.formats.draft import UnusableFile

MAX_BYTES = 100_000_000
MARKS = [  # the longer marks first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
# A tone mark right behind a letter, or đ, ơ, ư and ₫ where windows-1252 has ð, õ, ý, þ.
VIETNAMESE_1258 = re.compile(
    rb"[A-Za-z\xc0-\xff][\xcc\xd2\xde\xec\xf2]|[\xf5\xfd\xd5\xdd\xe3\xf0]"
)


def _without_mark(content: bytes) -> str:
    """Text without a byte order mark: every other byte zero is UTF-16."""
    head = content[:4000]
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    return "utf-8"


def _old_page(content: bytes) -> str:
    """windows-1258 when it reads as Vietnamese, windows-1252 otherwise."""
    page = "cp1258" if VIETNAMESE_1258.search(content) else "cp1252"
    try:
        return content.decode(page)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _text(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding)
    encoding = _without_mark(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise
        return _old_page(content)


def _refuse_foreign(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise UnusableFile(_("Tệp lớn hơn 100 MB. Chia thành nhiều tệp nhỏ hơn."))
    if name := foreign.head_of(content):
        raise UnusableFile(
            _(
                "Đây là tệp %(format)s, không phải tệp văn bản. Chọn dạng tệp khác, hoặc "
                "chép câu hỏi sang tệp mẫu Excel."
            )
            % {"format": name}
        )


def decode(content: bytes) -> str:
    r"""The text of a file in NFC, lines ended by "\n".

    Raises UnusableFile, with a sentence for the sender, for what is no text at all.
    """
    _refuse_foreign(content)
    try:
        text = _text(content)
    except UnicodeDecodeError:
        raise UnusableFile(
            _("Không đọc được chữ trong tệp. Lưu lại tệp ở dạng UTF-8 rồi nhập lại.")
        ) from None
    if CONTROLS.search(text):
        raise UnusableFile(
            _("Tệp có ký tự điều khiển, không phải tệp văn bản. Chọn đúng tệp.")
        )
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n")
