"""What was stored before the options became rich text still says the same."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from questions.definitions import freeze
from questions.marking import mark
from questions.models import Question
from tests.questions.factories import question

pytestmark = pytest.mark.django_db
OLD = {
    "single": {
        "text": "<p>Mấy?</p>",
        "options": [
            {"type": "item", "id": "a1", "value": {"text": "1 < 2 & 3", "is_right": 1}},
            {"type": "item", "id": "a2", "value": {"text": "Ba", "is_right": False}},
        ],
        "explanation": "",
    },
    "short_answer": {
        "text": "<p>Viết gì?</p>",
        "accepted": [{"type": "item", "id": "b1", "value": "5 * 5"}],
        "explanation": "",
    },
}


def brought_over(kind: str) -> Question:
    """A question stored the old way, with its revisions, after the migration."""
    made = question(kind)
    old = json.dumps([{"type": kind, "id": "q1", "value": OLD[kind]}])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE questions_question SET definition = %s WHERE id = %s",
            [old, made.pk],
        )
    for revision in made.revisions.all():
        revision.content["definition"] = old
        revision.save(update_fields=["content"])
    module = import_module("questions.migrations.0004_options_as_rich_text")
    for operation in module.Migration.operations:
        operation.migrate_stream_data_forward(apps, None)
    return Question.objects.get(pk=made.pk)


def versions(made: Question) -> list[dict]:
    return [freeze(made), freeze(made.latest_revision.as_object())]


def test_options__keep_their_words_in_the_row_and_its_revisions():
    for frozen in versions(brought_over("single")):
        assert frozen["options"][0] == {"id": "a1", "html": "1 &lt; 2 &amp; 3"}
        assert frozen["key"] == "a1"


def test_short_answer__a_star_stays_a_star():
    for frozen in versions(brought_over("short_answer")):
        assert frozen["folded"] is True
        assert mark(frozen, {"text": "5 * 5"}, 100) == 100
        assert mark(frozen, {"text": "5 và 5"}, 100) == 0
