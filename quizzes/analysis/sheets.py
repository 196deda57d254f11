"""The item analysis as a table for a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from agencies.exports import Cell, Column, Share, Table
from quizzes.analysis.parts import PartLine
from quizzes.analysis.report import Line, OptionLine
from quizzes.analysis.words import plain


def analysis_table(
    lines: Sequence[Line], *, notes: Sequence[tuple[str, str]] = ()
) -> Table:
    """A line for each question, followed by one for each option, gap or pair of it."""
    return Table(
        title=_("Phân tích câu hỏi"),
        columns=[
            Column(_("Mã câu"), 14),
            Column(_("Câu hỏi"), 60),
            Column(_("Dạng"), 20),
            Column(_("Nhóm"), 36),
            Column(_("Phương án"), 44),
            Column(_("Là đáp án"), 10),
            Column(_("Số lượt"), 10),
            Column(_("Độ dễ hoặc tỷ lệ chọn"), 14),
            Column(_("Độ phân biệt"), 12),
            Column(_("Nhóm giỏi hơn nhóm yếu (27%)"), 16),
            Column(_("Số giây (trung vị)"), 12),
            Column(_("Nhận xét"), 60),
        ],
        rows=_rows(lines),
        notes=notes,
    )


def _rows(lines: Sequence[Line]) -> Iterator[list[Cell]]:
    for line in lines:
        yield _question_cells(line)
        for option in line.options:
            yield _option_cells(line, option)
        for part in line.parts:
            yield _part_cells(line, part)


def _share(value: Fraction | None) -> Share | None:
    return None if value is None else Share(value.numerator, value.denominator)


def _question_cells(line: Line) -> list[Cell]:
    figures, question = line.figures, line.question
    seconds = figures.seconds
    said = "; ".join(str(verdict.name) for verdict in line.verdicts)
    return [
        question.code,
        question.title,
        question.get_kind_display(),
        str(question.category),
        None,
        None,
        figures.count,
        _share(figures.facility),
        _share(figures.discrimination),
        _share(figures.tails),
        None if seconds is None else round(seconds),
        said if figures.is_enough else _("chưa đủ dữ liệu"),
    ]


def _option_cells(line: Line, option: OptionLine) -> list[Cell]:
    right = _("đúng") if option.option.is_right else None
    return [
        line.question.code,
        None,
        None,
        None,
        plain(option.option.html),
        right,
        option.count,
        Share(option.count, option.sitters),
        None,
        None,
        None,
        None,
    ]


def _part_cells(line: Line, part: PartLine) -> list[Cell]:
    told = f"{plain(part.html)}: {part.right}"
    before = [line.question.code, None, None, None, told, None, part.count]
    return [*before, Share(part.count, part.sitters), None, None, None, None]


def notes_on(*, quiz: str, scope: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a reader of the file alone needs to know."""
    return [
        (_("Bài kiểm tra"), quiz),
        *scope,
        (_("Độ dễ"), _("Điểm đạt được chia cho điểm tối đa của câu, tính trên mọi người được hỏi.")),
        (
            _("Độ phân biệt"),
            _("Tương quan giữa điểm câu này và điểm các câu còn lại trong bài: 100% là người giỏi luôn đúng, âm là người giỏi lại sai."),
        ),
        (_("Nhóm giỏi hơn nhóm yếu (27%)"), _("Độ dễ ở nhóm điểm cao nhất trừ độ dễ ở nhóm điểm thấp nhất, mỗi nhóm 27 phần trăm số người.")),
        (_("Chỗ trống và cặp ghép"), _("Dòng của mỗi chỗ trống, mỗi cặp: số người làm đúng phần ấy và tỷ lệ trên mọi người được hỏi.")),
        (_("Số giây (trung vị)"), _("Ước lượng từ thời điểm lưu các câu trả lời.")),
        (_("Chưa đủ dữ liệu"), _("Dưới 10 lượt làm thì không nhận xét.")),
    ]  # fmt: skip
