"""Questions of every kind with the texts that break formats.

`drafts()` draws a valid QuestionDraft whose value is already in the form that our
readers give: rich text is blocks of the allowed tags with `&`, `<`, `>` escaped and
`<br>`, plain text has no outer or double spaces, everything is NFC.
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from questions.formats.draft import QuestionDraft

Value = dict[str, Any]
Rich = SearchStrategy[str]

WORDS = [
    "Hồ sơ", "Đường", "ưỡn ẹo", "một cửa", "Ủy ban nhân dân", "28,81%", "1.534",
    "TTHC", "kết quả", "a", "ơ", "№", "½", "“trích”", "’", "–", "…", "🇻🇳", "中",
]  # fmt: skip
NASTY = [
    "~sai", "=đúng", "#vì", "{", "}", "::", ":", "\\", "\\n", "\\=", "//", "->", "####",
    "%50%", "=%50%a", "{T}", "{#3:2}", "[html]", "[x]", "$CATEGORY:", "&", "<", ">",
    "<b>", "&amp;", "&lt;", "]]>", "<![CDATA[", "<!--", "-->", "{1:MC:a}", "@@PLUGINFILE@@",
    "=1+1", "+84", "-5", "@x", "'", '"', ";", ",", "|", "A.", "B)", "ANSWER: A", "$1", "%s",
    "%(x)s", "{{ x }}", "{% x %}", "null", "*", "\\*", "_____", "lms:", "1e5", "2022-11-21",
]  # fmt: skip
KINDS = (
    "single", "multiple", "true_false", "numeric", "short_answer", "ordering",
    "matching", "fill_in", "essay",
)  # fmt: skip
PICTURES = ("hinh-1.png", "so-do.png", "mau_03.png")

# No controls, no separators, no combining marks (">" and U+0338 would become one).
_strange = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"]),
    min_size=1,
    max_size=6,
)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def plain(most: int = 4, *, without: str = "") -> SearchStrategy[str]:
    """One line that begins with a word, free of the characters in `without`."""
    parts = st.sampled_from(WORDS) | st.sampled_from(NASTY) | _strange
    texts = st.builds(
        lambda first, rest: " ".join([first, *rest]),
        st.sampled_from(WORDS[:6]) | st.sampled_from(NASTY).map(lambda n: f"{n} x"),
        st.lists(parts, max_size=most),
    )
    return texts.map(
        lambda t: nfc(re.sub(f"[{re.escape(without)}]", " ", t) if without else t)
    )


def _picture(name: str, alt: str) -> str:
    return f'<img src="picture:{name}" alt="{alt}">'


_inline_text = plain().map(lambda text: escape(text, quote=False))


def _inline(*, has_pictures: bool) -> Rich:
    marked = st.builds(
        lambda tag, text: f"<{tag}>{text}</{tag}>",
        st.sampled_from(["b", "i", "sup", "sub"]),
        _inline_text,
    )
    pieces = [_inline_text, marked, _inline_text.map(lambda text: f"{text}<br>x")]
    if has_pictures:
        alt = plain().map(escape)
        pieces.append(st.builds(_picture, st.sampled_from(PICTURES), alt))
    return st.lists(st.one_of(pieces), min_size=1, max_size=3).map(" ".join)


def rich(*, has_pictures: bool = True) -> Rich:
    """Paragraphs and lists, never empty."""
    inline = _inline(has_pictures=has_pictures)
    paragraph = inline.map(lambda html: f"<p>{html}</p>")
    items = st.lists(
        inline.map(lambda html: f"<li>{html}</li>"), min_size=1, max_size=3
    )
    lists = st.builds(
        lambda tag, rows: f"<{tag}>{''.join(rows)}</{tag}>",
        st.sampled_from(["ul", "ol"]),
        items,
    )
    more = st.lists(st.one_of(paragraph, lists), max_size=2)
    return st.builds(lambda first, rest: "".join([first, *rest]), paragraph, more)


def maybe_rich(*, has_pictures: bool = True) -> Rich:
    return st.just("") | rich(has_pictures=has_pictures)


def decimals(least: str = "-1000000") -> SearchStrategy[Decimal]:
    return st.decimals(Decimal(least), Decimal(1000000), places=4).map(_short)


def _short(number: Decimal) -> Decimal:
    """Without zeros behind and never as an exponent: 100, not 1E+2; 0, not -0."""
    text = f"{number:f}".rstrip("0").rstrip(".")
    return Decimal("0" if text in ("-0", "", "-") else text)


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _distinct(
    texts: SearchStrategy[str], least: int, most: int
) -> SearchStrategy[list[str]]:
    return st.lists(texts, min_size=least, max_size=most, unique_by=_same)


@st.composite
def _options(draw, rights: SearchStrategy[int], *, has_pictures: bool) -> list[Value]:
    texts = draw(_distinct(rich(has_pictures=has_pictures), 2, 5))
    right = min(draw(rights), len(texts))
    order = draw(st.permutations([n < right for n in range(len(texts))]))
    said = maybe_rich(has_pictures=has_pictures)
    return [
        {"text": text, "is_right": is_right, "feedback": draw(said)}
        for text, is_right in zip(texts, order, strict=True)
    ]


@st.composite
def _single(draw, *, has_pictures: bool) -> Value:
    return {"options": draw(_options(st.just(1), has_pictures=has_pictures))}


@st.composite
def _multiple(draw, *, has_pictures: bool) -> Value:
    options = draw(_options(st.integers(1, 5), has_pictures=has_pictures))
    return {"options": options, "is_partial": draw(st.booleans())}


@st.composite
def _true_false(draw, *, has_pictures: bool) -> Value:
    said = maybe_rich(has_pictures=has_pictures)
    return {
        "is_true": draw(st.sampled_from(["true", "false"])),
        "feedback_true": draw(said),
        "feedback_false": draw(said),
    }


@st.composite
def _numeric(draw, *, has_pictures: bool) -> Value:
    return {
        "value": draw(decimals()),
        "tolerance": draw(st.just(Decimal(0)) | decimals("0")),
        "unit": draw(
            st.sampled_from(["", "%", "đồng", "m2", "hồ sơ/ngày", "{#}", "=°C"])
        ),
    }


@st.composite
def _short_answer(draw, *, has_pictures: bool) -> Value:
    accepted = draw(_distinct(plain(2).map(lambda text: f"Sổ {text}"), 1, 3))
    return {"accepted": accepted, "is_folded": draw(st.booleans())}


@st.composite
def _ordering(draw, *, has_pictures: bool) -> Value:
    items = draw(_distinct(plain(), 2, 6))
    return {"items": items, "is_partial": draw(st.booleans())}


@st.composite
def _matching(draw, *, has_pictures: bool) -> Value:
    lefts = draw(_distinct(plain(), 2, 5))
    rights = draw(_distinct(plain(), 1, 7))
    used = [draw(st.sampled_from(rights)) for _ in lefts]
    return {
        "pairs": [{"left": a, "right": b} for a, b in zip(lefts, used, strict=True)],
        "distractors": [text for text in rights if text not in used][:6],
    }


@st.composite
def _gap(draw) -> Value:
    mode = draw(st.sampled_from(["text", "choice", "number"]))
    gap = {"mode": mode, "wrong": [], "tolerance": Decimal(0), "is_folded": True}
    if mode == "number":
        number = f"{draw(decimals()):f}".replace(".", ",")
        return gap | {"accepted": [number], "tolerance": draw(decimals("0"))}
    texts = draw(_distinct(plain(2).map(lambda text: f"Ô {text}"), 2, 4))
    if mode == "choice":
        return gap | {"accepted": texts[:1], "wrong": texts[1:]}
    return gap | {"accepted": texts, "is_folded": draw(st.booleans())}


@st.composite
def _fill_in(draw, *, has_pictures: bool) -> Value:
    gaps = draw(st.lists(_gap(), min_size=1, max_size=3))
    order = draw(st.permutations(range(1, len(gaps) + 1)))
    texts = plain(2, without="[]").map(lambda text: escape(text, quote=False))
    between = [f"{draw(texts)} [[{number}]]" for number in order]
    tail = draw(st.sampled_from([".", "", "<b>xong</b>"]))
    return {"text": f"<p>{' '.join(between)} {tail}".rstrip() + "</p>", "gaps": gaps}


@st.composite
def _essay(draw, *, has_pictures: bool) -> Value:
    row = st.fixed_dictionaries({"name": plain(), "weight": st.integers(1, 100)})
    return {
        "rubric": draw(st.lists(row, max_size=4, unique_by=lambda r: _same(r["name"]))),
        "guide": draw(maybe_rich(has_pictures=has_pictures)),
        "max_words": draw(st.none() | st.integers(1, 5000)),
    }


VALUES: dict[str, Callable[..., SearchStrategy[Value]]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "numeric": _numeric,
    "short_answer": _short_answer,
    "ordering": _ordering,
    "matching": _matching,
    "fill_in": _fill_in,
    "essay": _essay,
}


def png(red: int) -> bytes:
    """A picture of one point: different bytes for a different red."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    point = zlib.compress(bytes([0, red, 0, 0]))
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", point), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _used(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_used, value.values()))
    if isinstance(value, list):
        return set().union(*map(_used, value))
    found = (
        re.findall(r'<img src="picture:([^"]+)"', value)
        if isinstance(value, str)
        else []
    )
    return set(found)


_tags = st.lists(plain(1, without=",\"'"), max_size=3, unique_by=_same)
_category = plain(1).map(lambda text: f"Nhóm {text}")


@st.composite
def _dates(draw) -> tuple[date | None, date | None]:
    first = draw(st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1)))
    days = draw(st.none() | st.integers(0, 4000))
    start = first or date(2010, 1, 1)
    return first, None if days is None else start + timedelta(days=days)


@st.composite
def drafts(
    draw, kinds: tuple[str, ...] = KINDS, *, has_pictures: bool = True
) -> QuestionDraft:
    """A valid question of one of the kinds, with everything a draft may carry."""
    kind = draw(st.sampled_from(kinds))
    common = {
        "text": draw(rich(has_pictures=has_pictures)),
        "explanation": draw(maybe_rich(has_pictures=has_pictures)),
    }
    value = common | draw(VALUES[kind](has_pictures=has_pictures))
    valid_from, valid_to = draw(_dates())
    number = draw(st.none() | st.integers(1, 999))
    return QuestionDraft(
        code="" if number is None else f"SHHS-{number:02d}",
        kind=kind,
        value=value,
        citation=draw(st.just("") | plain()),
        legal=draw(
            st.lists(st.sampled_from(["42-2022-ND-CP", "01-2023-TT"]), unique=True)
        ),
        valid_from=valid_from,
        valid_to=valid_to,
        category=tuple(draw(st.lists(_category, max_size=3))),
        tags=tuple(sorted(draw(_tags))),
        difficulty=draw(st.integers(1, 3)),
        pictures={
            name: png(draw(st.integers(0, 255))) for name in sorted(_used(value))
        },
    )


def files(*, most: int = 4, **options: Any) -> SearchStrategy[list[QuestionDraft]]:
    """Several questions of one file; no code twice."""
    return st.lists(
        drafts(**options),
        min_size=1,
        max_size=most,
        unique_by=lambda d: d.code or object(),
    )
