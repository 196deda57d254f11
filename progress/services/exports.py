"""Files made in the background: asked for, made by one worker at a time, forgotten."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.formats import number
from accounts.models import User
from accounts.queueing import ask_workers
from agencies import xlsx
from agencies.exports import Cell, write_xlsx
from progress.bundles import PaperGone
from progress.exporting import Listing, OutOfReach, find
from progress.models import Export

State = Export.State
KEPT_FOR = timedelta(days=7)
STEP = 1_000  # rows between two looks at the clock of progress
MOST_TRIES = 3  # a file that fells its worker must not fell every worker
MOST_WAITING = 5  # of one person


class Dropped(Exception):
    """Nobody waits for this file any more."""


class TooManyExports(Exception):
    """One person may not keep all workers busy."""

    def __str__(self) -> str:
        return _(
            "Anh/chị đang có %(n)s tệp chưa làm xong. Chờ một tệp xong, hoặc xóa bớt, "
            "rồi hãy yêu cầu tệp khác."
        ) % {"n": MOST_WAITING}


@transaction.atomic
def ask_export(*, listing: Listing, ending: str, by: User, at: datetime) -> Export:
    """Let a worker make the file; asked again before it is made, it is the same one.

    Raises TooManyExports.
    """
    own = Export.objects.of(by)
    refused = Q(state=State.REFUSED, tries=0)  # for its length, and still is
    sought = {"what": listing.what, "asked": listing.asked, "ending": ending}
    total = listing.total
    if same := own.filter(refused, **sought, total=total).first():
        return same
    refusal = "" if listing.bundle else too_long(ending, total)
    state = State.REFUSED if refusal else State.WAITING
    if not refusal and own.unfinished().exclude(**sought).count() >= MOST_WAITING:
        raise TooManyExports
    row, is_new = own.unfinished().get_or_create(
        asked_by=by,
        **sought,
        defaults={
            "said": listing.said,
            "as_at": listing.as_at,
            "file_name": f"{listing.name}.{ending}",
            "state": state,
            "refusal": refusal,
            "total": total,
            "asked_at": at,
            "expires_at": at + KEPT_FOR,
        },
    )
    if is_new and not refusal:
        queue(row)
    return row


def queue(row: Export) -> None:
    ask_workers("progress.make_export", [str(row.uid)])


def too_long(ending: str, total: int) -> str:
    """Why a list of that many rows cannot have this form; empty when it can."""
    if ending == "pdf" and total > settings.EXPORT_PDF_MOST_ROWS:
        return _(
            "Danh sách có %(n)s dòng; bản PDF làm được nhiều nhất %(most)s dòng. Tải XLSX "
            "hoặc CSV, hoặc chọn đơn vị hay lớp nhỏ hơn."
        ) % {"n": number(total), "most": number(settings.EXPORT_PDF_MOST_ROWS)}
    if total >= xlsx.MOST_ROWS:
        return _("Một trang tính không chứa hết danh sách này. Hãy tải CSV.")
    return ""


def make_export(*, uid: str, at: datetime) -> None:
    """Make the file, from the beginning, with the reach its asker has now.

    Safe twice and after a kill: who holds the lock is alive and at work on it.
    """
    row = Export.objects.unfinished().filter(uid=uid).select_related("asked_by").first()
    if row is None:
        return
    with _sole_worker(row) as is_ours:
        if is_ours and _begin(row):
            with translation.override(row.asked_by.language):
                _make(row, at)


@contextmanager
def _sole_worker(row: Export) -> Iterator[bool]:
    """Whether nobody else is making it; the lock goes with the connection of a killed one."""
    key = "hashtext('progress.exports'), %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({key})", [row.pk])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({key})", [row.pk])


def _begin(row: Export) -> bool:
    """Count the try; False when there is nothing to do, or it was tried too often."""
    mine = Export.objects.unfinished().filter(pk=row.pk)
    if mine.filter(tries__gte=MOST_TRIES).exists():
        _refuse(row, _("Máy chủ đã thử nhiều lần mà không làm xong tệp này. Hãy báo quản trị viên."))  # fmt: skip
        return False
    return bool(mine.update(state=State.RUNNING, done=0, tries=F("tries") + 1))


def _make(row: Export, at: datetime) -> None:
    user, today = row.asked_by, timezone.localdate(at)
    try:
        if not user.is_active:
            raise OutOfReach
        listing = find(user, row.what, row.asked, today=today)
        with tempfile.TemporaryFile() as file:
            _fill(file, row, listing)
            _keep(file, row, at)
    except OutOfReach:
        _refuse(row, _("Anh/chị không còn được xem đơn vị này nên tệp không được làm."))
    except xlsx.TooManyRows:
        _refuse(row, too_long(row.ending, xlsx.MOST_ROWS))
    except PaperGone as gone:
        _refuse(row, str(gone))
    except Dropped:
        return


def _fill(file: IO[bytes], row: Export, listing: Listing) -> None:
    if listing.bundle:
        listing.bundle(row.ending, file, lambda done: _note(row, done=done))
        return
    if row.ending == "pdf":
        file.write(listing.paper())
        return
    table = listing.table()
    write_xlsx(replace(table, rows=_counted(table.rows, row)), file)


def _counted(lines: Iterable[list[Cell]], row: Export) -> Iterator[list[Cell]]:
    """The lines, with how far they are written down now and then; raises Dropped."""
    for at, line in enumerate(lines, start=1):
        yield line
        if at % STEP == 0:
            _note(row, done=at)


def _note(row: Export, **news: object) -> None:
    """Raises Dropped when it was deleted meanwhile."""
    if not Export.objects.unfinished().filter(pk=row.pk).update(**news):
        raise Dropped


def _keep(file: IO[bytes], row: Export, at: datetime) -> None:
    storage, size = storages["private"], file.tell()
    file.seek(0)
    storage.delete(row.stored_name)  # of a try that was cut short
    storage.save(row.stored_name, File(file))
    try:
        _note(
            row,
            state=State.READY,
            done=F("total"),
            size=size,
            made_at=at,
            expires_at=at + KEPT_FOR,
        )
    except Dropped:
        storage.delete(row.stored_name)


def _refuse(row: Export, why: str) -> None:
    Export.objects.unfinished().filter(pk=row.pk).update(
        state=State.REFUSED, refusal=why
    )


def drop_export(*, row: Export) -> None:
    """Delete the file, then the row; a worker at work on it finds out and stops."""
    storages["private"].delete(row.stored_name)
    row.delete()


def forget_exports(*, at: datetime) -> int:
    """Personal data is not kept longer than it is needed."""
    old = list(Export.objects.outdated(at=at))
    for row in old:
        drop_export(row=row)
    return len(old)
