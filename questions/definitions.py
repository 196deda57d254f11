"""Frozen definitions: what an attempt keeps of a question, in our own JSON.

Schema 1, common to every kind:

    {"schema": 1, "kind": "single", "text": html, "explanation": html,
     "citation": str, "valid_from": "2023-05-25" or null, "valid_to": …,
     "legal": [{"number", "kind", "title", "in_force_from", "in_force_to"}]}

and beside it what `Kind.freeze` of the kind adds. Rich text is rendered already; no
StreamField data is in it, so that it can be read whatever becomes of the blocks.
Every schema ever written must stay readable: tests/questions/samples.py has one of each.
"""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

from questions.kinds import KINDS, Definition, Shown
from questions.kinds.base import rich_html

if TYPE_CHECKING:
    from legal.models import LegalBasis
    from questions.models import Question

SCHEMA = 1


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


def freeze(question: Question, shuffle: Random | None) -> Definition:
    """The question as it stands now, with its key and the law it cites.

    `shuffle` gives the options an order of the attempt's own; None keeps the
    author's. Raises KeyError for a kind that does not exist.
    """
    child = question.definition[0]
    return {
        "schema": SCHEMA,
        "kind": child.block_type,
        "text": rich_html(child.value["text"]),
        "explanation": rich_html(child.value["explanation"]),
        "citation": question.citation,
        "valid_from": _iso(question.valid_from),
        "valid_to": _iso(question.valid_to),
        "legal": [_cited(basis) for basis in question.legal_bases.all()],
        **KINDS[child.block_type].freeze(child.value, shuffle),
    }


def public(definition: Definition) -> Shown:
    """What a running attempt may send to the browser."""
    kind = KINDS[definition["kind"]]
    return {
        "kind": kind.name,
        "text": definition["text"],
        **kind.public(definition),
    }
