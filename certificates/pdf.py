"""The paper as a document: HTML, and the PDF that WeasyPrint makes of it."""

from __future__ import annotations

from datetime import datetime, time

from django.template.loader import render_to_string
from weasyprint import Attachment, Document
from weasyprint.document import Page

from certificates import marks, printing
from certificates.paper import RECORD_NAME, Paper

SIZES = (14, 13, 12, 11, 10, 9, 8, 7, 6)  # points, tried until everything fits
AIR = 4  # CSS pixels that stay free above the signature


class DoesNotFit(ValueError):
    """The words fill more than a page even in the smallest size."""


def html_of(paper: Paper, *, size: int = SIZES[0], on_screen: bool = False) -> str:
    """The paper as an HTML document; `size` in points is the text's, all else follows.

    Raises MarkGone when its emblem or seal is not what it was.
    """
    pictures = {key: marks.address(name) for key, name in paper.marks.items() if name}
    context = {"paper": paper, "size": size, "on_screen": on_screen} | pictures
    return render_to_string("pdf/certificate.html", context)


def draw(paper: Paper) -> bytes:
    """The paper as PDF/A-3a and PDF/UA-1; raises DoesNotFit instead of clipping."""
    with printing.LOCK:
        for size in SIZES:
            document = printing.lay_out(html_of(paper, size=size))
            if fits(document, paper):
                return printing.write(
                    document,
                    identifier=paper.code,
                    attached=[record_of(paper)],
                    seal_room=paper.seal_room,
                )
    raise DoesNotFit(paper.serial)


def record_of(paper: Paper) -> Attachment:
    """The facts of the paper as a file in the PDF, dated as the paper is (PDF/A-3)."""
    day = datetime.combine(paper.issued_on, time())
    return Attachment(
        string=paper.record.decode(),
        name=RECORD_NAME,
        description="Nội dung của giấy, cho chương trình đọc",
        created=day,
        modified=day,
        relationship="Data",
    )


def fits(document: Document, paper: Paper) -> bool:
    """Whether each side is on one page, and its text ends above the signature block."""
    if len(document.pages) != len(paper.sides):
        return False
    pages = zip(document.pages, paper.sides, strict=True)
    return all(_is_inside(page, side.prefix) for page, side in pages)


def _is_inside(page: Page, prefix: str) -> bool:
    if not {f"{prefix}text", f"{prefix}foot"} <= page.anchors.keys():
        return False
    left, _, right, text_ends = page.anchors[f"{prefix}text"]
    _, foot_starts, _, _ = page.anchors[f"{prefix}foot"]
    return left >= 0 and right <= page.width and text_ends + AIR <= foot_starts
