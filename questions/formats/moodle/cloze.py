"""Cloze, Moodle's questions within a text: {2:MULTICHOICE:=đúng~sai#vì sao}."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from questions.formats.moodle.reading import decimal_of, one_line

GAP = re.compile(  # its words do not begin another gap
    r"\{(\d*):([A-Z_]+):((?:\\.|[^\\{}]|\{(?!\d*:[A-Z])){0,5000})\}", re.DOTALL
)
PART = re.compile(r"(?<!\\)~")
FEEDBACK = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
SHARE = re.compile(r"\s*(=|%(-?[0-9]+(?:[.,][0-9]*)?)%)")
EDITED = re.compile(r"&amp;(#?\w{2,8};)")  # an HTML editor escaped the entity again
SPECIAL = re.compile(r"[~#}{\\=%\"/&<>:']")

CHOICE = {
    "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH",
    "MULTICHOICE_S", "MCS", "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS",
}  # fmt: skip
TEXT = {"SHORTANSWER", "SA", "MW"}
EXACT = {"SHORTANSWER_C", "SAC", "MWC"}
NUMBER = {"NUMERICAL", "NM"}


@dataclass(frozen=True)
class Alternative:
    """One answer of a gap; the share is in per cent of the gap's points."""

    share: Decimal
    text: str
    tolerance: Decimal
    is_marked_up: bool
    has_feedback: bool


def alternatives(body: str, *, is_number: bool) -> list[Alternative]:
    return [_alternative(part, is_number=is_number) for part in PART.split(body)]


def _alternative(part: str, *, is_number: bool) -> Alternative:
    share, found = Decimal(0), SHARE.match(part)
    if found:
        share = Decimal(100) if found[1] == "=" else decimal_of(found[2]) or Decimal(0)
        part = part[found.end() :]
    answer, *feedback = FEEDBACK.split(part, maxsplit=1)
    tolerance = Decimal(0)
    if is_number and ":" in answer:
        answer, _colon, rest = answer.partition(":")
        tolerance = decimal_of(unescape(rest)) or Decimal(0)
    answer = EDITED.sub(r"&\1", answer)
    words = re.sub(r"<[^<>]*>", " ", answer)
    text = one_line(unescape(re.sub(r"\\(.)", r"\1", words, flags=re.DOTALL)))
    return Alternative(share, text, abs(tolerance), words != answer, any(feedback))


def encoded(text: str) -> str:
    """Words of an answer: what the syntax would see goes as numeric entities."""
    return SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)


def outside(html: str) -> str:
    """HTML between the gaps: no brace may look like one."""
    return html.replace("{", "&#123;").replace("}", "&#125;")
