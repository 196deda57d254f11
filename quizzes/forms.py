"""The shapes of what an attempt's pages post."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from quizzes.models import AttemptEvent

MOST = 200  # questions on a page
LARGEST = 2**31 - 1


class SaveForm(forms.Form):
    """Which responses, which save, and what it was looking at; the answers are beside it.

    `response` and `version` come once for each question of the page, in pairs.
    """

    key = forms.UUIDField()
    trang = forms.IntegerField(min_value=1, max_value=1000, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["versions"] = self._versions()
        return cleaned

    def _versions(self) -> dict[UUID, int]:
        """The version that the page saw, by the uid of the response."""
        uids, versions = self.data.getlist("response"), self.data.getlist("version")
        if not 0 < len(uids) == len(versions) <= MOST:
            raise ValidationError("responses and versions do not pair")
        try:
            pairs = {UUID(u): int(v) for u, v in zip(uids, versions, strict=True)}
        except ValueError as error:
            raise ValidationError("not a uid or a version") from error
        if not all(0 <= version <= LARGEST for version in pairs.values()):
            raise ValidationError("no such version")
        return pairs


class EventForm(forms.Form):
    """That the page of an examination was left or came back."""

    uid = forms.UUIDField()
    kind = forms.ChoiceField(choices=AttemptEvent.Kind.choices)


class EntryForm(forms.Form):
    """What is given before a sitting begins."""

    ma = forms.CharField(max_length=100, required=False)  # the code of the room
    cam_ket = forms.BooleanField(required=False)  # the pledge
