"""Shape of what trainers type about marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.formats import points as in_words
from questions.kinds import Definition
from quizzes.marks.essays import shares
from quizzes.models import Marking, Regrade

REASON = 300  # characters; what a voided completion keeps


class MarkField(forms.DecimalField):
    """Points from 0 to a maximum; typed as 7,5, kept as 750."""

    def __init__(self, *, max_points: int, **kwargs: Any) -> None:
        top = in_words(max_points)
        super().__init__(
            min_value=0,
            max_value=Decimal(max_points) / 100,
            decimal_places=2,
            localize=True,
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "autocomplete": "off", "size": 7}
            ),
            error_messages={
                "invalid": _("Nhập điểm bằng số, ví dụ 0,75."),
                "required": _("Nhập điểm từ 0 đến %(top)s.") % {"top": top},
                "min_value": _("Nhập điểm từ 0 đến %(top)s.") % {"top": top},
                "max_value": _("Nhập điểm từ 0 đến %(top)s.") % {"top": top},
                "max_decimal_places": _("Điểm có tối đa hai chữ số sau dấu phẩy."),
            },
            **kwargs,
        )
        self.max_points = max_points

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        points = super().clean(value)
        return None if points is None else int(points * 100)


def reason_field(label: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label or gettext_lazy("Lý do"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Ghi lý do: người xem lại sau này cần biết vì sao.")
        },
    )


class EssayForm(forms.Form):
    """Points per criterion, or for the whole when there are no criteria."""

    turn = forms.TypedChoiceField(
        choices=Marking.Turn, coerce=int, widget=forms.HiddenInput
    )
    comment = forms.CharField(
        label=gettext_lazy("Nhận xét cho học viên"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    asks_second = forms.BooleanField(
        label=gettext_lazy("Nhờ người chấm thứ hai"),
        required=False,
        help_text=gettext_lazy(
            "Người thứ hai không thấy điểm này. Kết quả là trung bình; lệch quá 20% "
            "điểm tối đa thì hai người thống nhất."
        ),
    )

    def __init__(
        self, *args: Any, definition: Definition, max_points: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = self._criteria(definition.get("rubric") or [], max_points)
        if not self.criteria:
            self.fields["points"] = MarkField(
                label=_("Điểm (0 đến %(top)s)") % {"top": in_words(max_points)},
                max_points=max_points,
            )
        self.order_fields([*self.criteria, "points", "comment", "asks_second", "turn"])
        if self.initial.get("turn") == Marking.Turn.SECOND:
            del self.fields["asks_second"]

    def _criteria(self, rubric: list[dict], max_points: int) -> dict[str, str]:
        """Adds a field for each criterion; gives the ids by name of the field."""
        parts = shares([row["weight"] for row in rubric], max_points) if rubric else []
        names = {}
        for number, (row, part) in enumerate(zip(rubric, parts, strict=True), 1):
            name = f"criterion-{number}"
            label = _("%(name)s (0 đến %(top)s)")
            self.fields[name] = MarkField(
                label=label % {"name": row["name"], "top": in_words(part)},
                max_points=part,
            )
            names[name] = str(row.get("id", number))
        return names

    @property
    def marks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.criteria or ["points"]]

    @property
    def rubric(self) -> dict[str, int]:
        """Points by id of the criterion."""
        return {key: self.cleaned_data[name] for name, key in self.criteria.items()}

    @property
    def points(self) -> int:
        if self.criteria:
            return sum(self.rubric.values())
        return self.cleaned_data["points"]


class OverrideForm(forms.Form):
    """New points of one response; `becomes` is asked when a pass is at stake."""

    reason = reason_field()

    def __init__(
        self, *args: Any, max_points: int, asks_pass: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"] = MarkField(
            label=_("Điểm mới (0 đến %(top)s)") % {"top": in_words(max_points)},
            max_points=max_points,
        )
        if asks_pass:
            self.fields["becomes"] = decision_field()
        self.order_fields(["points", "reason", "becomes"])

    @property
    def withdraws(self) -> bool | None:
        becomes = self.cleaned_data.get("becomes")
        return becomes == Regrade.Decision.WITHDRAWN if becomes else None


def decision_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Kết quả đạt đã có"),
        choices=[(value, label) for value, label in Regrade.Decision.choices if value],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn giữ hay rút kết quả đạt.")},
    )


class CorrectionForm(forms.Form):
    """The reason, and the revision whose key the trainer saw."""

    reason = reason_field(gettext_lazy("Vì sao đáp án cũ sai"))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, revision: int | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"revision": revision}, **kwargs)
        self.current = revision

    def clean_revision(self) -> int | None:
        if self.cleaned_data["revision"] != self.current:
            raise forms.ValidationError(
                _("Câu hỏi vừa được sửa lại. Xem lại bảng dưới rồi áp dụng.")
            )
        return self.current


class DecisionForm(forms.Form):
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = decision_field()
        self.order_fields(["decision", "reason"])
