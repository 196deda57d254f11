"""Whether words that a learner typed are those that an author accepts. Pure.

In what is accepted `*` stands for any words, none too, and `\\*` for a star.
"""

import re
import string
import unicodedata

from accounts.collation import fold

OUTER = string.punctuation + "“”‘’«»…–—"
STAR = re.compile(r"\\([*\\])|(\*)")


def folded(text: str) -> str:
    """What is compared: "  “Chữ ký số cá nhân”. " is "chu ky so ca nhan"."""
    return _folded_inside(text).strip(OUTER + " ")


def _folded_inside(text: str) -> str:
    return " ".join(fold(unicodedata.normalize("NFKC", text)).split())


def exact(text: str) -> str:
    """The same letters, marks and signs; only white space may differ."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def pieces(pattern: str) -> list[str]:
    """The texts between the wildcards; one piece when there is none."""
    found, last = [""], 0
    for match in STAR.finditer(pattern):
        found[-1] += pattern[last : match.start()] + (match[1] or "")
        if match[2]:
            found.append("")
        last = match.end()
    found[-1] += pattern[last:]
    return found


def escaped(text: str) -> str:
    """A plain text as a pattern that accepts just that text."""
    return re.sub(r"\\(?=[*\\])|\*", r"\\\g<0>", text)


def readable(pattern: str) -> str:
    """A pattern as people read it: any words are an ellipsis."""
    return "…".join(pieces(pattern)).strip()


def has_words(pattern: str, *, is_folded: bool) -> bool:
    """Whether the pattern asks for anything at all."""
    tidy = folded if is_folded else exact
    return any(tidy(piece) for piece in pieces(pattern))


def accepts(pattern: str, given: str, *, is_folded: bool) -> bool:
    """Whether the given text is one that the pattern stands for.

    Folded, neither case nor Vietnamese marks count, nor quotation marks and stops
    around the whole. An empty text is never accepted, nor is a pattern without words.
    """
    found = pieces(pattern)
    tidy, inside = (folded, _folded_inside) if is_folded else (exact, exact)
    given = tidy(given)
    if not given or not any(tidy(piece) for piece in found):
        return False
    if len(found) == 1:
        return given == tidy(found[0])
    first, *middle, last = [inside(piece) for piece in found]
    if is_folded:  # what was stripped of the answer's ends is not asked for there
        first, last = first.lstrip(OUTER + " "), last.rstrip(OUTER + " ")
    return _in_order(given, first, middle, last)


def _in_order(text: str, first: str, middle: list[str], last: str) -> bool:
    """Begins with, then contains one after another, then ends with. Linear."""
    end = len(text) - len(last)
    if not text.startswith(first) or not text.endswith(last) or end < len(first):
        return False
    place = len(first)
    for piece in middle:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True
