"""Which questions say nearly the same. Pure: words in, pairs out.

Two questions are compared by the adjacent pairs of their syllables, without marks and
case, by Jaccard's index (common pairs of all pairs): word order counts, and swapping
one word of a sentence of a dozen leaves about three quarters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from accounts.collation import fold

LIKE = Fraction(60, 100)
Shingle = tuple[str, str]


@dataclass(frozen=True)
class Pair:
    """Two questions by id, and how much of them is the same: 1 is all."""

    first: int
    second: int
    likeness: Fraction


def shingles(text: str) -> frozenset[Shingle]:
    """Adjacent syllables, with the ends of the sentence; none of an empty text."""
    words = re.findall(r"\w+", fold(text))
    return (
        frozenset(zip(["", *words], [*words, ""], strict=True))
        if words
        else frozenset()
    )


def likeness(one: frozenset[Shingle], other: frozenset[Shingle]) -> Fraction:
    common = len(one & other)
    return Fraction(common, len(one) + len(other) - common) if common else Fraction(0)


def like(
    text: str, others: Iterable[tuple[int, str]], *, at_least: Fraction = LIKE
) -> list[tuple[int, Fraction]]:
    """Those of `others` (id, text) that say nearly what `text` says, the nearest first."""
    own = shingles(text)
    found = []
    for pk, other in others:
        same = likeness(own, shingles(other))
        if same >= at_least:
            found.append((pk, same))
    return sorted(found, key=lambda row: (-row[1], row[0]))


def pairs(texts: Mapping[int, str], *, at_least: Fraction = LIKE) -> list[Pair]:
    """Every pair that is at least so alike, the most alike first.

    Exact, and quick for tens of thousands: of two sets that are alike by t, the
    rarest |x| − ⌈t·|x|⌉ + 1 members of one meet those of the other (prefix filtering:
    Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007), so only those
    are looked up.
    """
    sets = {pk: found for pk, text in texts.items() if (found := shingles(text))}
    found = [
        Pair(min(one, other), max(one, other), same)
        for one, other in _candidates(sets, at_least)
        if (same := likeness(sets[one], sets[other])) >= at_least
    ]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _candidates(
    sets: Mapping[int, frozenset[Shingle]], at_least: Fraction
) -> Iterator[tuple[int, int]]:
    """Pairs that share one of their rarest members and are near enough in size."""
    frequency = Counter(shingle for members in sets.values() for shingle in members)
    index: dict[Shingle, list[int]] = defaultdict(list)
    for pk in sorted(sets, key=lambda pk: (len(sets[pk]), pk)):
        members = sorted(sets[pk], key=lambda shingle: (frequency[shingle], shingle))
        size = len(members)
        prefix = members[: size - ceil(at_least * size) + 1]
        met = {other for shingle in prefix for other in index[shingle]}
        yield from ((pk, o) for o in met if len(sets[o]) >= at_least * size)
        for shingle in prefix:
            index[shingle].append(pk)
