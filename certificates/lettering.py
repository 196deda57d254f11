"""What the paper's fonts and its width cannot take, told to the author in words."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from certificates.fonts import NoSerif, drawable
from certificates.wording import FIELD

LONGEST_WORD = 45  # letters; the narrowest layout has room for as many
NAMED = 10  # letters that a refusal names
BREAKS = re.compile(r"[ \t\r\n]+")


def check_printed(thing: Model, names: list[str]) -> None:
    """Refuse what would not be read on paper; raises ValidationError by field."""
    problems = {name: _problems(getattr(thing, name)) for name in names}
    if refused := {name: found for name, found in problems.items() if found}:
        raise ValidationError(refused)


def _problems(text: str) -> list[str]:
    return [*_long_words(text), *_unknown_letters(text)]


def _long_words(text: str) -> list[str]:
    """A word that no line holds would run over the frame; fields are filled later."""
    sentence = _("Từ “%(word)s…” dài quá %(most)d chữ, không xuống dòng được.")
    return [
        sentence % {"word": word[:20], "most": LONGEST_WORD}
        for word in BREAKS.split(FIELD.sub(" ", text))
        if len(unicodedata.normalize("NFC", word)) > LONGEST_WORD
    ]


def _unknown_letters(text: str) -> list[str]:
    """Letters that the fonts lack are drawn as blots, one over the other."""
    try:
        known = drawable()
    except NoSerif:  # told by a check of the system
        return []
    shown = BREAKS.sub("", unicodedata.normalize("NFC", text))
    lacking = list(dict.fromkeys(c for c in shown if c not in known))
    if not lacking:
        return []
    letters = ", ".join(_named(letter) for letter in lacking[:NAMED])
    return [_("Phông chữ của giấy không có: %(letters)s.") % {"letters": letters}]


def _named(letter: str) -> str:
    """The letter, or its number where it has no shape of its own to show."""
    is_seen = letter.isprintable() and not unicodedata.combining(letter)
    return letter if is_seen else f"U+{ord(letter):04X}"
