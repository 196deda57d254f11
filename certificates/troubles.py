"""Why a paper could not be made, and how long to wait before it is tried again."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
LONGEST_OUTSIDE = timedelta(minutes=5)
DETAIL = 300  # letters of the error's own words that are kept
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class NotKept(RuntimeError):
    """The file was drawn and could not be written; the cause is what storage said."""


class Trouble(models.TextChoices):
    """What stands between an award and its paper."""

    KEY = "key", _("Chưa dùng được khóa ký của cơ quan cấp.")
    STAMP = "stamp", _("Chưa ký được: máy chủ dấu thời gian không trả lời.")
    FULL = "full", _("Kho lưu tệp đã đầy.")
    STORAGE = "storage", _("Không ghi được vào kho lưu tệp.")
    LONG = "long", _("Nội dung dài quá một trang, kể cả với cỡ chữ nhỏ nhất.")
    CUT = "cut", _("Lần tạo trước bị ngắt giữa chừng.")
    OTHER = "other", _("Lỗi khi tạo tệp.")


OUTSIDE = frozenset({Trouble.KEY, Trouble.STAMP, Trouble.FULL, Trouble.STORAGE})


@dataclass(frozen=True)
class Failure:
    """A try that failed: what kind of trouble, and the error's own words."""

    trouble: Trouble
    detail: str

    def pause(self, attempts: int) -> timedelta:
        """How long to wait; what one cure ends for all papers is asked more often."""
        is_outside = self.trouble in OUTSIDE
        return pause(attempts, longest=LONGEST_OUTSIDE if is_outside else LONGEST)


def pause(attempts: int, *, longest: timedelta = LONGEST) -> timedelta:
    """Twice as long after each try: 30 s, 1 min, 2 min … up to the longest."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(longest, FIRST * 2**doublings)


def failure_of(error: Exception) -> Failure:
    """What an error means for who waits for the paper."""
    trouble = _trouble_of(error)
    words = str(error) if trouble == Trouble.KEY else _words_of(error)
    return Failure(trouble, words[:DETAIL])


def _trouble_of(error: Exception) -> Trouble:
    from pyhanko.sign.timestamps import TimestampRequestError

    from certificates.pdf import DoesNotFit  # both loaded by what failed
    from certificates.seals import KeyUnavailableError

    if isinstance(error, NotKept):
        is_full = getattr(error.__cause__, "errno", None) in FULL
        return Trouble.FULL if is_full else Trouble.STORAGE
    for kind, trouble in (
        (KeyUnavailableError, Trouble.KEY),
        (TimestampRequestError, Trouble.STAMP),
        (DoesNotFit, Trouble.LONG),
    ):
        if isinstance(error, kind):
            return trouble
    return Trouble.OTHER


def _words_of(error: Exception) -> str:
    """Of an error of storage what storage said, without paths of this machine."""
    cause = error.__cause__ if isinstance(error, NotKept) else error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return f"{type(cause).__name__}: {cause}"
