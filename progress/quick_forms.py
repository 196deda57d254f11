"""Noting a talk about lessons that were finished very fast."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.polite_forms import PoliteForm
from progress.models import QuickFinish


class TalkForm(PoliteForm):
    """Which lessons, whether they are laid aside or taken back, and a word on it.

    A lesson out of reach is refused in the words for one that does not exist.
    """

    ASIDE, BACK = "aside", "back"

    finish = forms.ModelMultipleChoiceField(
        queryset=QuickFinish.objects.none(),
        to_field_name="uid",
        error_messages={
            "required": _("Chọn ít nhất một bài."),
            "invalid_choice": _("Có bài không còn trong danh sách. Chọn lại."),
            "invalid_pk_value": _("Có bài không còn trong danh sách. Chọn lại."),
        },
    )
    action = forms.ChoiceField(choices=[(ASIDE, ""), (BACK, "")])
    note = forms.CharField(max_length=300, required=False)

    def __init__(self, *args, finishes: QuerySet[QuickFinish], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finish"].queryset = finishes

    @property
    def refusals(self) -> list[str]:
        """Each once, whatever field it stands at."""
        said = [text for texts in self.errors.values() for text in texts]
        return list(dict.fromkeys(said))
