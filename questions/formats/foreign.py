"""Files that people send by mistake: Word, PDF, pictures. Told by their first octets."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

HEADS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP, Word, Excel",
    b"\xd0\xcf\x11\xe0": "Word, Excel 97-2003",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
}
INSIDE = {
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "content.xml": "LibreOffice",
}
ZIP = b"PK"


def head_of(content: bytes) -> str:
    """What a file that is no text is by its beginning, "" when it may be text."""
    return next((name for head, name in HEADS.items() if content.startswith(head)), "")


def _inside(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
        return ""
    return next((what for name, what in INSIDE.items() if name in names), "")


def refusal_of(content: bytes) -> str:
    """What the file is and what to do instead, "" when some format may read it."""
    what = _inside(content) if content.startswith(ZIP) else head_of(content)
    if not what:
        return ""
    return _(
        "Đây là tệp %(format)s, không đọc được câu hỏi trong đó. Chép câu hỏi sang tệp "
        "mẫu Excel rồi gửi tệp đó; tệp mẫu tải ở nút bên dưới."
    ) % {"format": what}
