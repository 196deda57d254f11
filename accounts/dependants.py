"""What forbids deleting a row, counted in words, whichever app above it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.formats import number


def dependants(target: type[models.Model], **lookup: Any) -> Counter[str]:
    """How many rows of each kind protect the rows of `target` that the lookup finds.

    The lookup is on the target: `pk__in=[…]`, or `path__startswith=…` for a page with
    everything below it. Counted by plural name; empty when all of them may go.
    """
    found: Counter[str] = Counter()
    for field in protecting(target):
        on_rows = {f"{field.name}__{name}": value for name, value in lookup.items()}
        rows = field.model._base_manager.filter(**on_rows)
        if count := rows.count():
            found[str(field.model._meta.verbose_name_plural)] += count
    return found


def in_words(found: Counter[str]) -> str:
    """ "1.534 lượt hoàn thành và 3 lớp", the most first."""
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{number(count)} {name}" for name, count in ordered]
    return get_text_list(parts, _("và"))


def protecting(target: type[models.Model]) -> Iterator[models.ForeignKey]:
    """Every foreign key of any app that protects the model or a child of it."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if (
                isinstance(field, models.ForeignKey)
                and issubclass(field.related_model, target)
                and field.remote_field.on_delete is models.PROTECT
            ):
                yield field
