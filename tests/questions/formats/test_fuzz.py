"""Damaged files of every format: a preview or a sentence, never a crash, never a part."""

import os
from functools import cache
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model

from questions.formats import format_named
from questions.formats.draft import UnusableFile
from questions.importing import read_items
from questions.models import Question, QuestionCategory
from questions.services import import_questions
from questions.soundness import State
from tests.questions.formats import dumps
from tests.questions.formats.damage import damaged
from tests.questions.formats.test_aiken import GOOD
from tests.questions.formats.test_gift import EXAMPLES
from tests.questions.formats.test_moodle_bank import FOREIGN
from tests.questions.formats.test_qti import SEEDS
from tests.questions.formats.test_registry import everything
from tests.questions.test_importing import pictured

pytestmark = pytest.mark.django_db
ROUNDS = 2000 if os.environ.get("SOAK") else 25


def written(name: str) -> list[bytes]:
    """Small files, two questions each, so that a round is short."""
    drafts = [*everything(), pictured()]
    pairs = [drafts[n : n + 2] for n in range(0, len(drafts), 2)]
    return [format_named(name).write(pair)[0] for pair in pairs]


def moodle() -> list[bytes]:
    return [
        '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{}</quiz>'.format(
            "".join(FOREIGN[n : n + 3])
        ).encode()
        for n in range(0, len(FOREIGN), 3)
    ]


FILES = {
    "gift": lambda: [EXAMPLES.encode(), EXAMPLES.encode("utf-16"), *written("gift")],
    "aiken": lambda: [GOOD.encode(), GOOD.encode("utf-16")],
    "moodle-xml": lambda: [*moodle(), *written("moodle-xml")],
    "qti": lambda: [*written("qti"), *written("qti3")],
    "qti item": lambda: list(SEEDS),
    "xlsx": lambda: written("xlsx"),
    "django-quiz-app": lambda: [dumps.dump(dumps.user("CB-7"), dumps.sitting())],
}
seeds = cache(lambda name: FILES[name]())


def footprint() -> tuple[int, ...]:
    models = (Question, QuestionCategory, get_image_model())
    return tuple(model.objects.count() for model in models)


def came_to(content: bytes, name: str, *, is_partial: bool) -> str:
    """Import the file and look at what stands in the bank then."""
    try:
        items = read_items(content, format_named(name))
    except UnusableFile as error:
        assert str(error).endswith(".")  # noqa: PT017
        return "unusable"
    report = import_questions(
        items=items, base=("Thử",), at=timezone.now(), is_partial=is_partial
    )
    assert len(report.items) == len(items)
    assert all(item.notes for item in report.items if item.state == State.REFUSED)
    assert report.is_written == (is_partial or not report.has_refusals)
    if not report.is_written:
        assert footprint() == (0, 0, 0)
        return "refused"
    new = [item for item in report.items if item.is_new]
    assert footprint()[0] == len(new) == len(report.revisions)
    return "imported" if new else "nothing new"


@pytest.mark.parametrize("name", FILES)
def test_import__of_a_damaged_file__is_whole_or_not_at_all(name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path  # files stay when a transaction is taken back
    outcomes = set()
    for number in range(ROUNDS):
        rng = Random(f"{name} {number}")
        content = damaged(rng.choice(seeds(name)), rng)
        try:
            with transaction.atomic():
                is_partial = rng.random() < 0.5
                outcome = came_to(content, name.split()[0], is_partial=is_partial)
                outcomes.add(outcome)
                transaction.set_rollback(True)
        except Exception as error:
            error.add_note(f"round {number} of {name}: {content[:2000]!r}")
            raise
    assert {"unusable", "imported"} <= outcomes
