"""How much a text looks like Vietnamese: what tells a right encoding from a wrong one."""

from __future__ import annotations

import re
import unicodedata

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
SHAPED = frozenset("ăâđêôơư")
NUCLEI = (
    "iêu yêu oai oao oay oeo uao uây uôi uya uyê uyu ươi ươu uyên ai ao au ay âu ây eo êu ia "
    "iê iu oa oă oe oi oo ôi ơi ua uâ uê ui uô uơ uy ưa ưi ươ ưu yê a ă â e ê i o ô ơ u ư y"
)
SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    rf"({'|'.join(NUCLEI.split())})(ng|nh|ch|[cmnpt])?"
)
WORD = re.compile(r"[^\s\d.,;:/()\"'–_-]+")


def is_syllable(word: str) -> bool:
    """Letters that Vietnamese can put together, with one tone at most."""
    letters, tones = [], 0
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in TONES:
            tones += 1
        else:
            letters.append(char)
    bare = unicodedata.normalize("NFC", "".join(letters))
    return tones <= 1 and SYLLABLE.fullmatch(bare) is not None


def telling(text: str) -> list[str]:
    """The words with letters beyond ASCII: only those tell encodings apart."""
    return [word for word in WORD.findall(text) if not word.isascii()]


def plausibility(text: str) -> float:
    """Share of the telling words that are Vietnamese syllables; 1.0 when none tells."""
    words = telling(text)
    if not words:
        return 1.0
    return sum(is_syllable(word) for word in words) / len(words)
