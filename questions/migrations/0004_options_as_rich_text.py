"""Stored options were plain text and are read as rich text now; a star in an accepted
short answer was a star and is a wildcard now. Questions and all their revisions are
brought to the new reading, so that what a trainer sees and what is marked stay.

Frozen definitions in attempts are untouched: they say schema 1 and are read as such.
Going back changes nothing: plain text fields show the marks then, and lose no word.
"""

import re
from html import escape

from django.db import migrations
from django.utils.deconstruct import deconstructible
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.blocks.migrations.operations import BaseBlockOperation

APP, MODEL, FIELD = "questions", "question", "definition"


@deconstructible
class TextToRichText(BaseBlockOperation):
    """The "text" of a struct: one paragraph, with what looks like markup escaped."""

    operation_name_fragment = "text_to_rich_text"

    def apply(self, block_value):
        text = " ".join((block_value.get("text") or "").split())
        return {**block_value, "text": f"<p>{escape(text, quote=False)}</p>"}


@deconstructible
class StarsEscaped(BaseBlockOperation):
    """A plain string as a pattern that accepts just that string."""

    operation_name_fragment = "stars_escaped"

    def apply(self, block_value):
        return re.sub(r"\\(?=[*\\])|\*", r"\\\g<0>", block_value or "")


class Migration(migrations.Migration):
    dependencies = [("questions", "0003_kinds_in_full")]

    operations = [
        MigrateStreamData(
            app_name=APP,
            model_name=MODEL,
            field_name=FIELD,
            operations_and_block_paths=[
                (TextToRichText(), "single.options.item"),
                (TextToRichText(), "multiple.options.item"),
                (StarsEscaped(), "short_answer.accepted.item"),
            ],
        ),
    ]
