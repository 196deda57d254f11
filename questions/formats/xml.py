"""XML from strangers, read safely: no DTD, so no entity of any sort, and with limits."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from questions.formats.draft import UnusableFile

MAX_BYTES = 100 * 1024 * 1024
MAX_DEPTH = 100
MAX_ELEMENTS = 500_000

# Word's clipboard leaves these in exports; XML 1.0 forbids them.
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
TWO_BYTES = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class _LimitedBuilder(TreeBuilder):
    """Counts what a small file could blow up to."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise UnusableFile(_("Tệp XML có quá nhiều phần tử lồng nhau."))
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def parse(content: bytes) -> Element:
    """The root element of the file; names as "{namespace}local" where it has one.

    Raises UnusableFile, with the line, for what is not well-formed, has a DTD, or is
    over the limits. Elements are those of `xml.etree.ElementTree`.
    """
    if len(content) > MAX_BYTES:
        raise UnusableFile(_("Tệp lớn hơn 100 MB. Chia tệp rồi nhập từng phần."))
    if not content.startswith(TWO_BYTES):
        content = CONTROLS.sub(b"", content)
    parser = DefusedXMLParser(target=_LimitedBuilder(), forbid_dtd=True)
    try:
        parser.feed(content)
        return parser.close()
    except DefusedXmlException:
        message = _("Tệp XML có phần khai báo DTD, có thể gây hại. Bỏ phần đó đi.")
    except ParseError as error:
        line = error.position[0]
        message = _("Tệp XML bị hỏng ở dòng %(line)d.") % {"line": line}
    except (ValueError, LookupError):  # an encoding that does not exist
        message = _("Không đọc được bảng mã của tệp XML. Lưu lại bằng UTF-8.")
    raise UnusableFile(message)
