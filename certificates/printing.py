"""Official documents: HTML to PDF by WeasyPrint, PDF/A-3a and PDF/UA-1 in one file.

What costs time is made once per process: fonts, the stylesheet and the guilloche.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache, partial
from threading import RLock
from typing import Any

import pydyf
from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.document import Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from certificates import seal_field
from certificates.fonts import face_rules

# PDF/UA is declared in the metadata of a PDF/A, which wants the schema explained.
UA_SCHEMA = settings.BASE_DIR / "templates" / "pdf" / "pdfua-schema.xml"
OPTIONS = {"pdf_variant": "pdf/a-3a", "pdf_tags": True}


@dataclass(frozen=True)
class Press:
    """What all documents of a process share."""

    fonts: FontConfiguration
    styles: list[CSS]
    fetcher: URLFetcher
    images: dict = field(default_factory=dict)


LOCK = RLock()  # Pango and the shared caches take one thread at a time


@cache
def press() -> Press:
    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols={"file", "data"})  # nothing from outside
    styles = [
        CSS(string=face_rules(), font_config=fonts, url_fetcher=fetcher),
        CSS(
            filename=finders.find("css/pdf.css"), font_config=fonts, url_fetcher=fetcher
        ),
    ]
    return Press(fonts, styles, fetcher)


def lay_out(html: str) -> Document:
    """Lay a document out on pages; `write` makes the PDF of it."""
    with LOCK:
        shared = press()
        document = HTML(string=html, url_fetcher=shared.fetcher).render(
            font_config=shared.fonts,
            stylesheets=shared.styles,
            cache=shared.images,
            **OPTIONS,
        )
        _forget_personal_images(shared.images)
    return document


def _forget_personal_images(images: dict) -> None:
    """Keep the guilloche in memory, not the QR code of each certificate."""
    for url in [url for url in images if url.startswith("data:")]:
        del images[url]


def write(
    document: Document,
    *,
    identifier: str,
    attached: Sequence[Attachment] = (),
    seal_room: int = 0,
) -> bytes:
    """The PDF; the same document, identifier and files in it give the same bytes."""
    with LOCK:
        return document.write_pdf(
            pdf_identifier=identifier.encode(),
            finisher=partial(_finish, seal_room=seal_room),
            attachments=attached,
            **OPTIONS,
        )


def drawn(
    document: Document, attached: Sequence[Attachment] = (), seal_room: int = 0
) -> pydyf.PDF:
    """The objects of the PDF as they stand before they are written."""
    found: list[pydyf.PDF] = []

    def take(document: Document, pdf: pydyf.PDF) -> None:
        _finish(document, pdf, seal_room=seal_room)
        kept = copy(pdf)
        kept.objects = list(pdf.objects)  # writing adds to it
        found.append(kept)

    with LOCK:
        document.write_pdf(finisher=take, attachments=attached, **OPTIONS)
    return found[0]


def _finish(document: Document, pdf: pydyf.PDF, *, seal_room: int) -> None:
    _declare_accessible(document, pdf)
    if seal_room:
        seal_field.add(pdf, seal_room)


def _declare_accessible(document: Document, pdf: pydyf.PDF) -> None:
    """Add PDF/UA to the metadata, in plain text so that a program finds the code in it."""
    _say_languages(document, pdf)
    metadata = next(thing for thing in pdf.objects if is_metadata(thing))
    metadata.stream = [with_schema(b"".join(metadata.stream))]
    metadata.compress = False


def _say_languages(document: Document, pdf: pydyf.PDF) -> None:
    """Say what WeasyPrint does not: the language of an article that is not the file's."""
    main = document.metadata.lang
    pages = zip(pdf.page_references, document.pages, strict=True)
    spoken = {reference: _language(page) for reference, page in pages}
    for thing in pdf.objects:
        if not isinstance(thing, pydyf.Dictionary) or thing.get("S") != "/Art":
            continue
        if (lang := spoken[thing["Pg"]]) and lang != main:
            thing["Lang"] = pydyf.String(lang)


def _language(page: Page) -> str:
    """The language that the first article on a page declares."""
    found = page._page_box.descendants()  # noqa: SLF001
    elements = (box.element for box in found if box.element_tag == "article")
    return next((e.get("lang", "") for e in elements if e is not None), "")


def is_metadata(thing: pydyf.Object) -> bool:
    return isinstance(thing, pydyf.Stream) and thing.extra.get("Type") == "/Metadata"


def with_schema(metadata: bytes) -> bytes:
    end = b"</rdf:RDF>"
    return metadata.replace(end, _ua_schema() + end)


@cache
def _ua_schema() -> bytes:
    return UA_SCHEMA.read_bytes()


def metadata_of(document: Document, **said: Any) -> bytes:
    """The metadata stream of a document in which some of it is said otherwise."""
    metadata = copy(document.metadata)
    vars(metadata).update(said)
    scratch = pydyf.PDF()
    metadata.include_in_pdf(scratch, "a", 3, "A", compress=False)
    return with_schema(b"".join(scratch.objects[-1].stream))
