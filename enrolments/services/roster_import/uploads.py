"""The file itself: kept in private storage, read again at every step."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency
from agencies.tables import MAX_BYTES
from agencies.workbooks import UnusableFileError
from enrolments.models import RosterImport, TrainingClass
from enrolments.rosters.grids import Grid, read_grid
from enrolments.rosters.headings import find_header


@dataclass(frozen=True)
class Upload:
    """What a coordinator sends, and for whom it is to hold."""

    name: str
    content: bytes
    agency: Agency
    effective_on: date
    is_complete: bool = False
    training_class: TrainingClass | None = None
    sheet: str = ""


@transaction.atomic
def keep_upload(*, upload: Upload, by: User, at: datetime) -> RosterImport:
    """Store the file with the columns recognised in it; raises UnusableFileError."""
    if len(upload.content) > MAX_BYTES:
        raise UnusableFileError(_("Tệp quá lớn. Hãy chia thành nhiều tệp."))
    grid = read_grid(upload.content, upload.sheet or None)
    header = find_header(grid.rows)
    if not grid.rows[header.row :]:
        raise UnusableFileError(_("Tệp không có dòng nào."))
    row = RosterImport(
        owner=by,
        agency=upload.agency,
        training_class=upload.training_class,
        effective_on=upload.effective_on,
        is_complete=upload.is_complete,
        file_name=upload.name[:200],
        sha256=hashlib.sha256(upload.content).hexdigest(),
        sheet=upload.sheet,
        columns={
            "first": header.row,
            "fields": header.columns,
            "titles": header.titles,
            "spare": header.spare,
        },
        created_at=at,
        changed_at=at,
    )
    row.stored_name = storages["private"].save(
        f"rosters/{row.uid}", ContentFile(upload.content)
    )
    row.save()
    return row


def read_upload(row: RosterImport) -> Grid:
    """The cells of the kept file; raises UnusableFileError when it is gone."""
    try:
        with storages["private"].open(row.stored_name) as stream:
            return read_grid(stream.read(), row.sheet or None)
    except FileNotFoundError as error:
        raise UnusableFileError(_("Tệp không còn nữa. Hãy tải lên lại.")) from error


def discard_upload(row: RosterImport) -> None:
    """Personal data is not kept longer than it is needed."""
    storages["private"].delete(row.stored_name)
