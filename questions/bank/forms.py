"""Forms of the bank that offer a person only the shelves they may put something on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.models import User
from questions.bank.rights import refusal_into
from questions.models import QuestionCategory


class ShelfField(forms.ModelChoiceField):
    """One of the shelves open to a person; another one is refused with its reason."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=QuestionCategory.objects.all(), **kwargs)

    def offer_to(self, user: User, *, beside: int | None = None) -> None:
        """What this person may change; and the shelf `beside`, where it stands already."""
        shelves = QuestionCategory.objects
        its_own = shelves.changeable_by(user).values("pk")
        self.queryset = shelves.filter(Q(pk__in=its_own) | Q(pk=beside))

    def to_python(self, value: Any) -> QuestionCategory | None:
        try:
            return super().to_python(value)
        except ValidationError:
            closed = str(value).isdecimal() and QuestionCategory.objects.filter(
                pk=value
            )
            if not closed:
                raise
            raise ValidationError(refusal_into(closed.get())) from None


class QuestionForm(WagtailAdminModelForm):
    """A question in the editor."""

    category = ShelfField(label=_("Nhóm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].offer_to(self.for_user)


class CategoryForm(WagtailAdminModelForm):
    """A shelf in the editor: it stays where it is, or goes where the person may."""

    parent = ShelfField(label=_("Nằm trong"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        parent.offer_to(self.for_user, beside=self.instance.parent_id)
