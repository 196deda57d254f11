"""The shape of what an attempt's page posts."""

from django import forms


class SaveForm(forms.Form):
    """Which response, which save, and what it was looking at; the answer is beside it."""

    response = forms.UUIDField()
    key = forms.UUIDField()
    version = forms.IntegerField(min_value=0)
    co = forms.BooleanField(required=False)  # "gắn cờ": flagged to look at again
