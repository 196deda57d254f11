"""What the figures of a question mean, in words. Pure.

The thresholds and where they come from: docs/decisions/0012-which-question-is-bad.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.formats import percent
from quizzes.analysis.figures import ItemFigures
from quizzes.analysis.options import Option
from quizzes.analysis.reliability import QuizFigures

TOO_EASY = Fraction(95, 100)
TOO_HARD = Fraction(20, 100)
WEAK = Fraction(20, 100)
EVEN_GAP = Fraction(10, 100)
EVEN_LEAST = Fraction(25, 100)
UNCHOSEN = Fraction(5, 100)
RELIABLE = Fraction(75, 100)
UNRELIABLE = Fraction(64, 100)


class Weight(IntEnum):
    """How urgently somebody should look; the order in which questions are listed."""

    FINE = 0
    NOTE = 1
    LOOK = 2
    WRONG = 3


@dataclass(frozen=True)
class Verdict:
    """One thing about a question: its short name, what it is, what to do."""

    code: str
    weight: Weight
    name: Promise
    advice: Promise
    detail: str = ""


NAMES = {
    "reversed": _("người giỏi lại sai"),
    "guessing": _("đoán cũng đúng"),
    "even": _("hai đáp án được chọn ngang nhau"),
    "hard": _("quá khó"),
    "weak": _("chưa phân biệt được ai vững, ai chưa"),
    "easy": _("quá dễ"),
    "unchosen": _("phương án không ai chọn"),
}
ADVICE = {
    "reversed": _(
        "Người làm tốt cả bài hay sai câu này hơn người làm kém. Trước hết kiểm tra đáp án, rồi đọc lại câu chữ xem có gài bẫy không."
    ),
    "guessing": _(
        "Tỷ lệ đúng không hơn đoán mò. Kiểm tra đáp án; nếu đáp án đúng thì bài học chưa dạy điều này hoặc câu hỏi khó hiểu."
    ),
    "even": _(
        "Một phương án sai được chọn gần bằng hoặc hơn đáp án đúng. Xem phương án ấy có cũng đúng, hoặc đúng theo văn bản cũ, không."
    ),
    "hard": _(
        "Rất ít người làm được. Xem lại bài học và câu chữ, hoặc chỉ dùng khi muốn chọn người giỏi nhất."
    ),
    "weak": _(
        "Người làm tốt và người làm kém trả lời câu này gần như nhau. Viết lại cho rõ, hoặc thay câu khác."
    ),
    "easy": _(
        "Gần như ai cũng đúng. Giữ lại nếu đây là điều bắt buộc phải biết; nếu không thì thay bằng câu khó hơn."
    ),
    "unchosen": _(
        "Phương án này không lừa được ai. Thay bằng một lỗi mà cán bộ hay mắc thật."
    ),
}
WEIGHTS = {
    "reversed": Weight.WRONG,
    "guessing": Weight.WRONG,
    "even": Weight.WRONG,
    "hard": Weight.LOOK,
    "weak": Weight.LOOK,
    "easy": Weight.NOTE,
    "unchosen": Weight.NOTE,
}


def verdicts_on(
    item: ItemFigures, *, options: Sequence[Option], chance: Fraction | None
) -> list[Verdict]:
    """What is wrong with a question, the most urgent first; nothing on few sitters."""
    if not item.is_enough:
        return []
    found = [*_on_facility(item, chance), *_on_discrimination(item)]
    found += _on_choices(item, options)
    return sorted(found, key=lambda verdict: -verdict.weight)


def _verdict(code: str, detail: str = "") -> Verdict:
    return Verdict(code, WEIGHTS[code], NAMES[code], ADVICE[code], detail)


def _on_facility(item: ItemFigures, chance: Fraction | None) -> list[Verdict]:
    if chance is not None and item.facility <= chance:
        told = _("Đúng %(facility)s, đoán mò được %(chance)s.")
        shares = {"facility": shown(item.facility), "chance": shown(chance)}
        return [_verdict("guessing", told % shares)]
    if item.facility >= TOO_EASY:
        return [_verdict("easy")]
    return [_verdict("hard")] if item.facility <= TOO_HARD else []


def _on_discrimination(item: ItemFigures) -> list[Verdict]:
    """A question that almost all have right cannot tell people apart: no second blame."""
    index = item.discrimination
    if index is None:
        return []
    if index < 0:
        doubt = _("Số lượt làm còn ít nên có thể do ngẫu nhiên; xem lại khi có thêm.")
        return [_verdict("reversed", str(doubt) if _is_by_chance(item) else "")]
    is_extreme = item.facility >= TOO_EASY or item.facility <= TOO_HARD
    return [_verdict("weak")] if index < WEAK and not is_extreme else []


def _is_by_chance(item: ItemFigures) -> bool:
    """Within two standard errors (1/√(n − 1)) of no correlation at all."""
    index = item.discrimination
    return index is not None and index**2 * (item.count - 1) < 4


def _on_choices(item: ItemFigures, options: Sequence[Option]) -> list[Verdict]:
    counts = {choice.option: choice.count for choice in item.choices}
    found = []
    if sum(option.is_right for option in options) == 1 and len(options) > 2:
        found += _even(item.count, counts, options)
    wrong = [option for option in options if not option.is_right]
    idle = [o for o in wrong if counts.get(o.id, 0) < UNCHOSEN * item.count]
    if idle and len(options) > 2 and item.facility < TOO_EASY:
        told = _("%(idle)d trên %(wrong)d phương án sai có dưới 5%% người chọn.")
        found.append(
            _verdict("unchosen", told % {"idle": len(idle), "wrong": len(wrong)})
        )
    return found


def _even(
    sitters: int, counts: Mapping[str, int], options: Sequence[Option]
) -> list[Verdict]:
    """A wrong option that a quarter chose, and as many as the right one or nearly."""
    right = next(counts.get(o.id, 0) for o in options if o.is_right)
    rival = max(counts.get(o.id, 0) for o in options if not o.is_right)
    if rival < EVEN_LEAST * sitters or right - rival > EVEN_GAP * sitters:
        return []
    told = _("Đáp án đúng %(right)d người chọn, phương án sai %(rival)d người.")
    return [_verdict("even", told % {"right": right, "rival": rival})]


def weight_of(verdicts: Sequence[Verdict]) -> Weight:
    return max((verdict.weight for verdict in verdicts), default=Weight.FINE)


def on_reliability(quiz: QuizFigures) -> Promise | None:
    """What the reliability says of the quiz; None when there is too little to say."""
    if quiz.reliability is None or not quiz.is_enough:
        return None
    if quiz.reliability >= RELIABLE:
        return _(
            "Bài đo ổn định: làm lại một bài tương đương, thứ tự gần như giữ nguyên."
        )
    if quiz.reliability >= UNRELIABLE:
        return _("Bài đo tạm được; thêm câu hoặc sửa các câu yếu thì chắc hơn.")
    return _("Bài đo chưa ổn định: đừng dựa riêng vào bài này để xếp hạng người học.")


def shown(share: Fraction) -> str:
    """A share of 1 in whole per cent: 62%."""
    return percent(share.numerator, share.denominator, places=0)
