"""The list of lessons finished very fast as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from agencies.exports import Cell, Column, Table
from progress.lists import Scope
from progress.models import QuickFinish
from progress.quick_lines import asked_of, line_by_line
from progress.sheets import notes_on


def by_lesson(scope: Scope) -> Table:
    """A line for each lesson that the address asks for, read in portions."""
    classes = str(scope.group) if scope.group else _("Tất cả các lớp")
    return Table(
        title=_("Bài xong rất nhanh"),
        columns=[
            Column(_("Mã cán bộ"), 14),
            Column(_("Họ và tên"), 28),
            Column(_("Đơn vị"), 36),
            Column(_("Mã đơn vị"), 16),
            Column(_("Lớp"), 12),
            Column(_("Khóa học"), 44),
            Column(_("Bài"), 44),
            Column(_("Phút dự kiến"), 10),
            Column(_("Giây đo được"), 10),
            Column(_("Mở lần đầu"), 17),
            Column(_("Đánh dấu xong"), 17),
            Column(_("Lý do nêu"), 50),
            Column(_("Trao đổi"), 16),
            Column(_("Người ghi"), 28),
            Column(_("Ghi lúc"), 17),
            Column(_("Ghi chú"), 44),
        ],
        rows=lines(line_by_line(scope)),
        notes=[
            *notes_on(unit=scope.unit.name, classes=classes, on=scope.filters.on)[:3],
            (
                _("Cách đo"),
                _(
                    "Từ lúc mở bài lần đầu đến lúc đánh dấu xong, đo trên máy chủ. Nêu "
                    "ra khi ngắn hơn một phần mười thời lượng dự kiến, hoặc chưa mở bài."
                ),
            ),
            (
                _("Cách hiểu"),
                _(
                    "Một gợi ý để hỏi thăm, không phải kết luận: có thể đã đọc bản in, "
                    "học cùng đồng nghiệp hoặc tại lớp. Kết quả học không bị ảnh hưởng."
                ),
            ),
        ],
    )


def count_lessons(scope: Scope) -> int:
    return asked_of(scope).count()


def lines(rows: Iterable[QuickFinish]) -> Iterator[list[Cell]]:
    for row in rows:
        done = row.completion
        person, group = row.enrolment.learner, row.enrolment.training_class
        yield [
            person.staff_code,
            person.full_name,
            row.unit_name,
            row.unit_code,
            group.code,
            group.course.title,
            done.activity.title,
            row.minutes,
            row.seconds,
            row.opened_at,
            row.done_at,
            row.reason,
            _("Đã trao đổi") if row.is_aside else _("Chưa trao đổi"),
            row.talk_by if row.is_aside else None,
            row.talk_at if row.is_aside else None,
            row.talk_note if row.is_aside else None,
        ]
