"""Putting one row of a roster right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.polite_forms import PoliteForm
from enrolments.roster_row_pages import RowDesk
from enrolments.rosters.decisions import EDITABLE, Decision, original
from enrolments.rosters.entries import read_entry
from enrolments.services.roster_import import Correction

KEYBOARDS = {"birth_on": "numeric", "email": "email", "phone": "tel"}
TYPED = [name for name in EDITABLE if name != "unit"]


class RowForm(PoliteForm):
    """The recognised cells, the unit among those in reach, and whom the row means.

    Only cells that were changed are judged: one may be put right now, another later.
    """

    unit = forms.ChoiceField(
        label=EDITABLE["unit"], required=False, widget=forms.RadioSelect
    )
    who = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(self, *args, desk: RowDesk, **kwargs) -> None:
        kwargs["initial"] = desk.initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.desk, self.line = desk, desk.planned.line
        for name in TYPED:
            self.fields[name] = self.cell(name)
        self.fields["unit"].choices = desk.unit_choices
        if desk.asks_who:
            self.fields["who"].choices = desk.who_choices
        else:
            del self.fields["who"]

    def cell(self, name: str) -> forms.CharField:
        attrs = {"autocomplete": "off"}
        if name in KEYBOARDS:
            attrs["inputmode"] = KEYBOARDS[name]
        written = original(self.line, name)
        return forms.CharField(
            label=EDITABLE[name],
            required=False,
            max_length=300,
            help_text=escape(
                _("trong tệp: %(text)s") % {"text": written or _("(trống)")}
            ),
            widget=forms.TextInput(attrs=attrs),
        )

    @property
    def cells(self) -> list[forms.BoundField]:
        return [self[name] for name in TYPED]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decision = Decision()
        decision.correct(self.line, {n: cleaned.get(n, "") for n in TYPED})
        entry = read_entry(
            decision.corrected(self.line), on=self.desk.roster.effective_on
        )
        for name, fault in entry.faults.items():
            if name in decision.cells and name not in self.errors:
                self.add_error(name, fault)
        return cleaned

    def correction(self) -> Correction:
        said = self.cleaned_data
        cells = {name: " ".join(said[name].split()) for name in TYPED}
        cells["unit"] = said["unit"] or original(self.line, "unit")
        who = self.desk.key_of(said["who"]) if "who" in self.fields else None
        return Correction(cells=cells, who=who)
