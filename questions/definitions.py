"""Frozen definitions: what an attempt keeps of a question, in our own JSON.

Schema 2, common to every kind:

    {"schema": 2, "kind": "single", "text": html, "explanation": html,
     "citation": str, "valid_from": "2023-05-25" or null, "valid_to": …,
     "legal": [{"number", "kind", "title", "in_force_from", "in_force_to"}]}

and beside it what `Kind.freeze` of the kind adds. Rich text is rendered already; no
StreamField data is in it, so that it can be read whatever becomes of the blocks. A
picture is named after its content (`questions.pictures`), never after an image.
Schema 1 had options in plain text without feedback, no pictures, no wildcards.
Every schema ever written must stay readable: tests/questions/samples.py has one of each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from questions.kinds import KINDS, Definition, DefinitionBlock, Shown
from questions.kinds.rich import pictures_in, rich_html
from questions.pictures import keep_pictures

if TYPE_CHECKING:
    from legal.models import LegalBasis
    from questions.models import Question

SCHEMA = 2
REMEMBERED = 5000  # definitions of about 3 KB
STREAM = DefinitionBlock()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cited(basis: LegalBasis) -> dict[str, str | None]:
    return {
        "number": basis.number,
        "kind": basis.get_kind_display(),
        "title": basis.title,
        "in_force_from": _iso(basis.in_force_from),
        "in_force_to": _iso(basis.in_force_to),
    }


def _common(question: Question, cited: dict[int, dict]) -> Definition:
    """What the definition takes from beside the block; `cited` remembers texts."""
    legal = []
    for basis in question.legal_bases.all():
        if basis.pk not in cited:  # a paper cites few texts, many times
            cited[basis.pk] = _cited(basis)
        legal.append(cited[basis.pk])
    return {
        "citation": question.citation,
        "valid_from": _iso(question.valid_from),
        "valid_to": _iso(question.valid_to),
        "legal": legal,
    }


def freeze(question: Question, shuffle: Random | None = None) -> Definition:
    """The question as it stands now, with its key and the law it cites.

    `shuffle` gives the options an order of the attempt's own; None keeps the
    author's. Raises KeyError for a kind that does not exist.
    """
    definition = freeze_many([question])[0]
    return shuffled(definition, shuffle) if shuffle else definition


def freeze_many(questions: Iterable[Question]) -> list[Definition]:
    """The same for a whole paper: one query for all pictures, none without pictures.

    The law is read from `legal_bases`: prefetch it.
    """
    sources = [(q, json.dumps(_raw(q), cls=DjangoJSONEncoder)) for q in questions]
    wanted = {source: pictures_in(source) for _question, source in sources}
    tags = keep_pictures({key for found in wanted.values() for key in found})
    cited: dict[int, dict] = {}
    # Texts are Vietnamese: whoever starts first must not choose the language kept.
    with translation.override(settings.LANGUAGE_CODE):
        return [
            _common(question, cited)
            | json.loads(
                _frozen(source, tuple((i, tags.get(i)) for i in wanted[source]))
            )
            for question, source in sources
        ]


def _raw(question: Question) -> dict[str, Any]:
    """The one block as stored; nothing is rendered or looked up for it."""
    return question.definition.get_prep_value()[0]


@lru_cache(maxsize=REMEMBERED)
def _frozen(source: str, tags: tuple[tuple[int, str | None], ...]) -> str:
    """What follows from a block's own content, as JSON, so that no one can change it.

    Remembered by content, not by key: an edit, an import, a migration and a replaced
    picture each make another source, so nothing has to be told that it is stale.
    """
    child = STREAM.to_python([json.loads(source)])[0]
    pictures = {key: tag for key, tag in tags if tag}
    frozen = {
        "schema": SCHEMA,
        "kind": child.block_type,
        "text": rich_html(child.value["text"], pictures),
        "explanation": rich_html(child.value["explanation"], pictures),
        **KINDS[child.block_type].freeze(child.value, pictures),
    }
    return json.dumps(frozen, cls=DjangoJSONEncoder)


def shuffled(definition: Definition, rng: Random) -> Definition:
    """The definition with its options in an order of the attempt's own."""
    return definition | KINDS[definition["kind"]].shuffled(definition, rng)


def public(definition: Definition) -> Shown:
    """What a running attempt may send to the browser."""
    kind = KINDS[definition["kind"]]
    return {
        "kind": kind.name,
        "text": definition["text"],
        **kind.public(definition),
    }
