"""Sentences of a template with fields in braces: which there are, and what fills them.

Kept raw with the certificate they were printed on, so a name here may be added but
never goes. No database, no clock, no markup: braces are all that is not plain text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Any

from accounts.collation import fold
from accounts.formats import vdate

FIELD = re.compile(r"\{([^{}]*)\}")
SPACES = re.compile(r"[ \t\r\n]+")
LABEL = re.compile(r"([^{}:]{1,60}):\s+(.+)")
DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
NEAR = 0.6  # of two names, where 1 is the same; below it a guess misleads
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
]  # fmt: skip
# What is printed in Vietnamese words of ours, on the English side.
ENGLISH = {
    "trực tuyến": "online",
    "trực tuyến kết hợp trực tiếp": "online and in person",
    "trực tiếp": "in person",
    "Đạt": "Passed",
    "Không đạt": "Not passed",
}


@dataclass(frozen=True)
class Field:
    """A place that an author may leave open, by its name on either side."""

    name: str
    english: str
    key: str  # of the facts, or what `values` adds to them
    is_personal: bool = False  # differs within a class


FIELDS = (
    Field("họ tên", "full name", "name", is_personal=True),
    Field("ngày sinh", "date of birth", "born", is_personal=True),
    Field("chức vụ", "position", "position", is_personal=True),
    Field("đơn vị", "agency", "agency", is_personal=True),
    Field("khóa học", "course", "course"),
    Field("số tiết", "hours", "hours"),
    Field("hình thức", "mode", "mode"),
    Field("từ ngày", "from", "from"),
    Field("đến ngày", "to", "to"),
    Field("kết quả", "result", "result"),
    Field("số quyết định", "decision number", "decision_number"),
    Field("ngày quyết định", "decision date", "decision_on"),
    Field("số vào sổ", "register number", "serial", is_personal=True),
    Field("ngày cấp", "issue date", "issued"),
)


def tidy(text: str) -> str:
    """One space where the page shows one; spaces that do not break are kept."""
    return SPACES.sub(" ", text).strip(" ")


@cache
def _by_name() -> dict[str, Field]:
    return {_plain(name): f for f in FIELDS for name in (f.name, f.english)}


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def fields_in(text: str) -> Iterator[Field]:
    """The fields that a text names, in order; unknown ones are passed over."""
    for name in FIELD.findall(text):
        if found := _by_name().get(_plain(name)):
            yield found


def is_personal(text: str) -> bool:
    """Whether the filled text may be another for each person of a class."""
    return any(field.is_personal for field in fields_in(text))


def names_decision(*texts: str) -> bool:
    """Whether the sentences say by which decision the paper is given."""
    keys = {field.key for text in texts for field in fields_in(text)}
    return bool(keys & {"decision_number", "decision_on"})


def unknown_in(text: str) -> list[str]:
    """The names in braces that are no field."""
    return [name for name in FIELD.findall(text) if _plain(name) not in _by_name()]


def has_stray_brace(text: str) -> bool:
    """Whether a brace opens or closes alone."""
    return bool(re.search(r"[{}]", FIELD.sub("", text)))


def nearest(name: str, *, english: bool = False) -> str:
    """The field that was probably meant, as it is written; "" when none is near."""
    spelled = {fold(_plain(f.english if english else f.name)): f for f in FIELDS}
    close = get_close_matches(fold(_plain(name)), spelled, n=1, cutoff=NEAR)
    if not close:
        return ""
    found = spelled[close[0]]
    return found.english if english else found.name


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled, parts between commas left out where empty.

    "{chức vụ}, {đơn vị}" of somebody without a position is the agency alone, and a
    text none of whose fields is known is no text at all.
    """
    parts = re.split(r",\s+(?![^{}]*\})", text)
    said = [part for part in parts if _is_known(part, values)]
    if not any(list(fields_in(part)) for part in said) and list(fields_in(text)):
        return ""
    return ", ".join(FIELD.sub(lambda m: _value(m, values), part) for part in said)


def _is_known(part: str, values: Mapping[str, str]) -> bool:
    fields = list(fields_in(part))
    return not fields or any(values[field.key] for field in fields)


def _value(match: re.Match, values: Mapping[str, str]) -> str:
    field = _by_name().get(_plain(match[1]))
    return values[field.key] if field else match[0]


def values_of(facts: Mapping[str, Any], serial: str) -> dict[str, str]:
    """What fills the fields on the Vietnamese side; "" for what is not known."""
    known = dict(facts) | {"serial": serial}
    known["issued"] = vdate(date.fromisoformat(facts["issued_on"]))
    said = {field: str(known.get(field.key) or "") for field in FIELDS}
    return {f.key: tidy(text) if f.is_personal else text for f, text in said.items()}


def english_values_of(facts: Mapping[str, Any], serial: str) -> dict[str, str]:
    """The same on the English side: days and our own words; names stay as they are."""
    return {
        key: ENGLISH.get(value) or _english_day(value)
        for key, value in values_of(facts, serial).items()
    }


def english_date(day: date) -> str:
    """21 November 2022"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _english_day(value: str) -> str:
    found = DAY.fullmatch(value)
    if not found or not 1 <= int(found[2]) <= len(MONTHS):
        return value
    return f"{int(found[1])} {MONTHS[int(found[2]) - 1]} {found[3]}"


def parted(line: str) -> tuple[str, str]:
    """The label of a line and what follows its colon; no label in a plain sentence."""
    found = LABEL.fullmatch(line.strip())
    return (found[1].strip(), found[2].strip()) if found else ("", line.strip())
