"""Shape of what is typed to give running attempts more time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.desk.forms import reason_field
from quizzes.models import Attempt, ExtraTime

RANGE = gettext_lazy("Nhập số phút từ 1 đến 180.")


class ExtraTimeForm(forms.Form):
    """How many minutes and why; `key` lets a form that is sent twice count once."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Thêm bao nhiêu phút"),
        min_value=1,
        max_value=ExtraTime.MOST,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4}
        ),
        help_text=gettext_lazy("Tính tiếp từ giờ kết thúc đang có; từ 1 đến 180."),
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], RANGE
        ),
    )
    reason = reason_field()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RoomTimeForm(ExtraTimeForm):
    """The same for several attempts, each with its box ticked."""

    def __init__(self, *args: Any, attempts: Sequence[Attempt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_uid = {str(attempt.uid): attempt for attempt in attempts}
        self.fields["chosen"] = forms.TypedMultipleChoiceField(
            choices=[(uid, uid) for uid in by_uid],
            coerce=by_uid.__getitem__,
            error_messages={"required": _("Chọn ít nhất một bài.")},
        )

    @property
    def picked(self) -> list[str] | None:
        """The boxes that were ticked; None before anything was sent: all of them."""
        return self.data.getlist("chosen") if self.is_bound else None
