"""Books too long for a request: a worker draws one, and it is kept until the book grows.

What is kept is named after the last line's mark and the day, so it never is an old book.
"""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.queueing import ask_workers
from certificates.book import pdf_of
from certificates.models import Register

AT_ONCE = 150  # lines; some two seconds
PATIENCE = 300  # seconds until a book that does not come is asked for again


def is_long(register: Register) -> bool:
    return register.lines > AT_ONCE


def bound(register: Register, *, at: datetime) -> IO[bytes] | None:
    """The book as it is now, where a worker has drawn it already."""
    try:
        return storages["private"].open(_name(register, at))
    except FileNotFoundError:
        return None


def ask_to_bind(register: Register, *, at: datetime) -> None:
    """Let a worker draw it; asked again meanwhile, it is the same book."""
    if cache.add(f"book:{_name(register, at)}", True, PATIENCE):
        ask_workers("certificates.bind_book", [register.pk])


def bind(register: Register, *, at: datetime) -> None:
    """Draw the book and keep it instead of older ones; safe twice."""
    storage, name = storages["private"], _name(register, at)
    if not storage.exists(name):
        storage.save(name, ContentFile(pdf_of(register, at=at)))
    for other in storage.listdir(_folder(register))[1]:
        if f"{_folder(register)}/{other}" != name:
            storage.delete(f"{_folder(register)}/{other}")


def _folder(register: Register) -> str:
    return f"books/{register.pk}"


def _name(register: Register, at: datetime) -> str:
    day = timezone.localdate(at)
    return f"{_folder(register)}/{register.lines}-{register.head[:16]}-{day}.pdf"
