"""Figures and pieces of HTML as words. Pure."""

import html
import re
from fractions import Fraction

from django.utils.translation import gettext as _


def plain(source: str) -> str:
    """The words of rendered HTML; a picture is told by its alternative text."""
    told = re.sub(r'<img[^>]*\balt="([^"]*)"[^>]*>', r" \1 ", source)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", told)).split())


def decimal(value: Fraction) -> str:
    """Two decimals as Vietnamese has them: −0,12 with a true minus."""
    hundredths = round(abs(value) * 100)
    sign = "−" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100},{hundredths % 100:02d}"


def spent(seconds: Fraction) -> str:
    """45 giây, 2 phút 05 giây."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return _("%(seconds)d giây") % {"seconds": rest}
    return _("%(minutes)d phút %(seconds)02d giây") % {
        "minutes": minutes,
        "seconds": rest,
    }
