"""What one cell holds: rich text, lists, numbers and gaps, as a person types them. Pure.

Rich text is plain text in which a new line starts a paragraph; bold and the like are
the tags `<b> <i> <sup> <sub> <ul> <ol> <li> <br>`, a picture is `[hình: NAME | alt]`.
Lists are parted by a sign; before the sign itself stands a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from html import escape, unescape
from typing import Any

from questions.formats import html
from questions.numbers import readings

LONGEST = 32_767  # what Excel keeps in a cell
TAG = re.compile(
    r"</?(?:b|i|sup|sub|ol|ul|li|p|br|strong|em|img)\b[^<>]*>", re.IGNORECASE
)
BLOCK_TAG = re.compile(r"</?(?:ol|ul|li|p)\b[^<>]*>", re.IGNORECASE)
PICTURE = re.compile(
    r"\[hình:\s*([^\[\]|]+?)\s*(?:\|\s*([^\[\]]*?)\s*)?\]", re.IGNORECASE
)
WRITTEN_PICTURE = re.compile(r'<img src="picture:([^"]*)" alt="([^"]*)">')
GAP = re.compile(
    r"\s*(?P<mode>chữ|chọn|số)?(?:\s*,\s*)?(?P<exact>đúng chữ)?\s*:(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
MODES = {"chữ": "text", "chọn": "choice", "số": "number"}


# --- rich text ------------------------------------------------------------------


def _pictured(text: str, pictures: Collection[str]) -> str:
    """Escaped text with the pictures that the file has put in their places."""

    def tag(found: re.Match) -> str:
        name, alt = unescape(found[1]), found[2] or ""
        if name not in pictures:
            return found[0]
        return (
            f'<img src="picture:{escape(name)}" alt="{alt.replace(chr(34), "&quot;")}">'
        )

    return PICTURE.sub(tag, text)


def read_rich(text: str, pictures: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The rich text that a cell stands for, and sentences on what was left out."""
    has_tags = TAG.search(text) is not None
    if has_tags and BLOCK_TAG.search(text):
        return html.clean(text)
    lines = [line for line in text.splitlines() if line.strip()]
    shown = lines if has_tags else [escape(line, quote=False) for line in lines]
    return html.clean("".join(f"<p>{_pictured(x, pictures)}</p>" for x in shown))


def write_rich(rich: str, pictures: Collection[str] = ()) -> str:
    """The simplest cell text that is read back as this rich text."""
    lines = re.sub(r"</p>\s*<p>", "\n", rich)
    lines = lines.removeprefix("<p>").removesuffix("</p>")
    lines = WRITTEN_PICTURE.sub(r"[hình: \1 | \2]", lines)
    plain = unescape(lines)
    for text in (plain, lines):
        if read_rich(text, pictures)[0] == rich:
            return text
    return rich


# --- lists ----------------------------------------------------------------------


def split(text: str, sign: str) -> list[str]:
    """The parts between the signs; a backslash keeps a sign or a backslash as it is."""
    parts = [""]
    for piece in re.findall(rf"\\[\\{sign}]|[^\\{sign}]+|\\|{re.escape(sign)}", text):
        if piece == sign:
            parts.append("")
        else:
            is_kept = len(piece) == 2 and piece[0] == "\\" and piece[1] in f"\\{sign}"
            parts[-1] += piece[1] if is_kept else piece
    return [" ".join(part.split()) for part in parts if part.strip()]


def join(parts: Sequence[str], sign: str) -> str:
    """The parts as `split` reads them, with as few backslashes as will do."""
    between = f"{sign} " if sign in ",;" else f" {sign} "
    few = between.join(part.replace(sign, f"\\{sign}") for part in parts)
    if split(few, sign) == list(parts):
        return few
    doubled = (part.replace("\\", "\\\\").replace(sign, f"\\{sign}") for part in parts)
    return between.join(doubled)


# --- numbers --------------------------------------------------------------------


def read_number(text: str) -> Decimal:
    """A number as Vietnamese offices write it ("1.534" is a thousand and more).

    Raises ValueError for what is no number.
    """
    found = readings(text)
    if not found:
        raise ValueError(text)
    local = text.replace(" ", "").replace("−", "-").replace(".", "").replace(",", ".")
    wanted = Decimal(local) if re.fullmatch(r"[+-]?\d*\.?\d+", local) else None
    return wanted if wanted in found else min(found)


def write_number(number: Decimal) -> int | float | str:
    """A cell of Excel's own where it can hold the number exactly, text otherwise."""
    number = Decimal(number)
    if Decimal(repr(float(number))) == number and len(number.as_tuple().digits) <= 15:
        return int(number) if number == number.to_integral_value() else float(number)
    return number_text(number)


def number_text(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


# --- gaps -----------------------------------------------------------------------


def read_gap(text: str) -> dict[str, Any]:
    """A gap: `a | b`, `chọn: right | wrong | wrong`, `số: 28,81 ± 0,01`.

    `đúng chữ: a` minds case and marks. Raises ValueError when nothing is accepted or
    the tolerance is no number.
    """
    found = GAP.fullmatch(text)
    if found is None or not (found["mode"] or found["exact"]):
        mode, exact, rest = "text", None, text
    else:
        mode = MODES[(found["mode"] or "chữ").lower()]
        exact, rest = found["exact"], found["rest"]
    tolerance = Decimal(0)
    if mode == "number" and "±" in rest:
        rest, _sign, after = rest.rpartition("±")
        tolerance = read_number(after.strip())
    parts = split(rest, "|")
    if not parts:
        raise ValueError(text)
    is_choice = mode == "choice"
    return {
        "mode": mode,
        "accepted": parts[:1] if is_choice else parts,
        "wrong": parts[1:] if is_choice else [],
        "tolerance": tolerance,
        "is_folded": exact is None,
    }


def write_gap(gap: dict[str, Any]) -> str:
    """The cell that `read_gap` reads as this gap."""
    words = {"text": "", "choice": "chọn", "number": "số"}[gap["mode"]]
    if not gap["is_folded"]:
        words = f"{words}, đúng chữ" if words else "đúng chữ"
    rest = join([*gap["accepted"], *gap["wrong"]], "|")
    if gap["mode"] == "number" and (gap["tolerance"] or "±" in rest):
        rest = f"{rest} ± {number_text(gap['tolerance'])}"
    text = f"{words}: {rest}" if words else rest
    return text if words or read_gap(text) == gap else f"chữ: {rest}"


def pictures_in(value: Any) -> set[str]:
    """The names of the pictures that a draft's value shows."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(pictures_in, value))
    if not isinstance(value, str):
        return set()
    return {unescape(name) for name, _alt in WRITTEN_PICTURE.findall(value)}
