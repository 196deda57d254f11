"""The name on a paper as it is searched for."""

from __future__ import annotations

from django.db import models

from accounts.collation import fold

LENGTH = 320  # as long as a person's own search text


class FoldedNameField(models.CharField):
    """The name among a certificate's facts without marks and capitals.

    Written with the row, also by `bulk_create`; facts never change afterwards.
    """

    def __init__(self, **options) -> None:
        defaults = {"max_length": LENGTH, "editable": False, "db_default": ""}
        super().__init__(**(defaults | options))

    def pre_save(self, instance: models.Model, add: bool) -> str:
        folded = folded_name(instance.facts)
        setattr(instance, self.attname, folded)
        return folded


def folded_name(facts: dict) -> str:
    """ "do ung hoe"; empty for facts that name nobody."""
    return fold(str(facts.get("name", "")))[:LENGTH]
