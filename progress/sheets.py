"""The coordinator's two tables, made ready for a file: by agency, and by trainee."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.collation import fold
from accounts.formats import vdate
from agencies.exports import Cell, Column, Share, Table
from enrolments.models import Enrolment, TrainingClass
from enrolments.querysets import end_of
from progress.reports import Row
from progress.standing import Standing


def agency_table(
    rows: Iterable[Row], *, notes: Sequence[tuple[str, str]] = ()
) -> Table:
    """Completion by agency, each line with everything below its unit."""
    return Table(
        title=_("Theo đơn vị"),
        columns=[
            Column(_("Mã đơn vị"), 16),
            Column(_("Đơn vị"), 44),
            Column(_("Loại"), 20),
            Column(_("Thuộc"), 16),
            Column(_("Được cử"), 11),
            Column(_("Đã tham gia"), 11),
            Column(_("Hoàn thành"), 11),
            Column(_("Đạt"), 11),
            Column(_("Chưa tham gia"), 11),
            Column(_("Tỷ lệ hoàn thành"), 12),
            Column(_("Tỷ lệ đạt"), 12),
        ],
        rows=(_agency_cells(row) for row in rows),
        notes=notes,
    )


def _agency_cells(row: Row) -> list[Cell]:
    n = row.figures
    return [
        row.code,
        row.name,
        row.kind_label,
        row.parent,
        n.assigned,
        n.started,
        n.completed,
        n.passed,
        n.not_started,
        Share(n.completed, n.assigned),
        Share(n.passed, n.completed),
    ]


def trainee_table(
    enrolments: Iterable[Enrolment],
    *,
    classes: Sequence[TrainingClass],
    on: date,
    notes: Sequence[tuple[str, str]] = (),
) -> Table:
    """A line for each person and class, with what had happened by that day."""
    return Table(
        title=_("Học viên"),
        columns=[
            Column(_("Mã cán bộ"), 14),
            Column(_("Họ và tên"), 28),
            Column(_("Chức vụ"), 32),
            Column(_("Đơn vị"), 36),
            Column(_("Mã đơn vị"), 16),
            Column(_("Lớp"), 12),
            Column(_("Khóa học"), 44),
            Column(_("Hạn"), 12),
            Column(_("Mục bắt buộc đã xong"), 12),
            Column(_("Số mục bắt buộc"), 12),
            Column(_("Kết quả"), 22),
            Column(_("Lần học gần nhất"), 17),
            Column(_("Hoàn thành lúc"), 17),
            Column(_("Đạt lúc"), 17),
        ],
        rows=_trainee_rows(enrolments, {group.pk: group for group in classes}, on),
        notes=notes,
    )


def _trainee_rows(
    enrolments: Iterable[Enrolment], classes: dict[int, TrainingClass], on: date
) -> Iterator[list[Cell]]:
    end = end_of(on)
    for row in enrolments:
        group = classes[row.training_class_id]
        yield [
            row.learner.staff_code,
            row.learner.full_name,
            row.position_on,
            row.unit_name,
            row.unit_code,
            group.code,
            group.course.title,
            group.due_on,
            row.items_done,
            group.items,
            str(Standing(row.standing).label),
            row.last_seen_at,
            _by(row.completed_at, end),
            _by(row.passed_at, end),
        ]


def _by(moment: datetime | None, end: datetime) -> datetime | None:
    return moment if moment and moment < end else None


def notes_on(*, unit: str, classes: str, on: date) -> list[tuple[str, str]]:
    """What a reader of the file alone needs: of whom, of what, as at when, how counted."""
    return [
        (_("Đơn vị"), unit),
        (_("Lớp"), classes),
        (_("Số liệu đến hết ngày"), vdate(on)),
        (
            _("Được cử"),
            _("Số lượt ghi danh mà đơn vị và các đơn vị bên dưới phụ trách."),
        ),
        (_("Đã tham gia"), _("Đã mở hoặc đã xong ít nhất một mục học.")),
        (_("Hoàn thành"), _("Đã xong mọi mục bắt buộc, dù điểm thế nào.")),
        (_("Đạt"), _("Kết quả đạt yêu cầu của khóa học.")),
        (_("Tỷ lệ hoàn thành"), _("Hoàn thành chia cho được cử.")),
        (_("Tỷ lệ đạt"), _("Đạt chia cho hoàn thành.")),
        (
            _("Cộng các dòng"),
            _(
                "Dòng của một đơn vị đã gồm các đơn vị bên dưới: không cộng dồn các cấp."
            ),
        ),
    ]


def plain(name: str) -> str:
    """bao-cao-so-01-BC-UBND-2022, in letters every disk and header takes."""
    kept = "".join(fold(c).upper() if c.isupper() else fold(c) for c in name)
    return re.sub(r"[^0-9A-Za-z]+", "-", kept).strip("-")


def file_stem(
    what: str, *, training_class: TrainingClass | None, code: str, on: date
) -> str:
    """tien-do-SHHS-BRVT-750-2022-11-24, in letters every disk and header takes."""
    group = training_class.code if training_class else "tat-ca"
    parts = [re.sub(r"[^0-9A-Za-z]+", "-", fold(part)) for part in (group, code)]
    kept = [part if part == "tat-ca" else part.upper() for part in parts]
    return f"{what}-{'-'.join(kept)}-{on.isoformat()}"
