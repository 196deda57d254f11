"""What an author is told about a sentence whose fields will not do."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certificates.wording import has_stray_brace, nearest, unknown_in

MOST_LINES = 12


def check_wording(text: str) -> None:
    """Every field is one that certificates fill."""
    _check(text, english=False)


def check_english_wording(text: str) -> None:
    """The same on the English side, where the names offered are English."""
    _check(text, english=True)


def check_lines(text: str) -> None:
    """A page holds a dozen lines."""
    if len(text.splitlines()) > MOST_LINES:
        raise ValidationError(
            _("Nhiều nhất %(most)s dòng."), params={"most": MOST_LINES}
        )


def _check(text: str, *, english: bool) -> None:
    problems = [_about(name, english=english) for name in unknown_in(text)]
    if has_stray_brace(text):
        problems.append(
            _("Dấu ngoặc nhọn phải đủ đôi và bao quanh tên trường, ví dụ {họ tên}.")
        )
    if problems:
        raise ValidationError(problems)


def _about(name: str, *, english: bool) -> str:
    shown = name.strip()[:40]
    if meant := nearest(name, english=english):
        sentence = _("Không có trường {%(name)s}. Có phải anh/chị muốn {%(meant)s}?")
        return sentence % {"name": shown, "meant": meant}
    return _("Không có trường {%(name)s}. Chọn trong danh sách trường.") % {
        "name": shown
    }
