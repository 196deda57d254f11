"""A report on paper in the form of Decree 30/2020, as PDF/A-3a and PDF/UA-1."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string

from accounts.formats import long_date
from certificates import printing
from certificates.paper import signing_lines
from progress.official.content import Content

WIDE = 9  # columns that no upright page holds


def html_of(
    content: Content, letter: dict[str, str], *, dated: date, reference: str = ""
) -> str:
    """The report as an HTML document; without a reference it is a draft."""
    number, _slash, symbol = reference.partition("/")
    context = {
        "content": content,
        "letter": letter,
        "number": number,
        "is_draft": not reference,
        "symbol": symbol or letter.get("symbol", ""),
        "dated": long_date(dated),
        "signer": signing_lines(letter),
        "recipients": [
            line for line in letter.get("recipients", "").splitlines() if line
        ],
        "is_wide": len(content.columns) > WIDE,
    }
    return render_to_string("pdf/report.html", context)


def pdf_of(
    content: Content, letter: dict[str, str], *, dated: date, reference: str = ""
) -> bytes:
    """The same bytes for the same report, however often it is made."""
    html = html_of(content, letter, dated=dated, reference=reference)
    document = printing.lay_out(html)
    return printing.write(document, identifier=reference or content.title)
