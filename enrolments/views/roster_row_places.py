"""Addresses that keep the filter and the page a coordinator came from."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from enrolments.models import RosterImport


def place(request: HttpRequest, name: str, roster: RosterImport, *args: str) -> str:
    """An address with the filter and page that the coordinator came from."""
    kept = QueryDict(mutable=True)
    for word in ("verdict", "page"):
        if value := request.GET.get(word):
            kept[word] = value
    query = f"?{kept.urlencode()}" if kept else ""
    return reverse(name, args=[roster.uid, *args]) + query


def back_to(request: HttpRequest, roster: RosterImport, key: str) -> str:
    return f"{place(request, 'roster', roster)}#dong-{key}"
