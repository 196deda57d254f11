"""The sides of a paper: Vietnamese, and its English translation where there is one.

A side is what stands on one page, text by text. A text that is one person's has the
name of its field, all others a class has alike. No database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from certificates.wording import (
    FIELD,
    english_date,
    english_values_of,
    fields_in,
    filled,
    is_personal,
    parted,
    tidy,
    values_of,
)

if TYPE_CHECKING:
    from certificates.paper import Paper

# Before templates had wordings with fields (schema 1), all papers had these lines.
LINES_1 = (
    ("Sinh ngày", "{ngày sinh}"),
    ("Chức vụ, đơn vị", "{chức vụ}, {đơn vị}"),
    ("", "{khóa học}"),  # its label is the template's
    (
        "Thời gian",
        "Từ ngày {từ ngày} đến ngày {đến ngày}, {số tiết} tiết, {hình thức}",
    ),
    ("Kết quả", "{kết quả}"),
)
LONG_HEADING = 24  # letters on one line of an upright page
WIDE_HEADING = 32  # and of a landscape one
ENGLISH_CAPACITY = {
    "KT.": "FOR",
    "TL.": "BY ORDER OF",
    "TM.": "ON BEHALF OF",
    "TUQ.": "BY AUTHORITY OF",
}


@dataclass(frozen=True)
class Text:
    """Words on the page, and the name of the field when they are one person's."""

    words: str
    field: str = ""


@dataclass(frozen=True)
class Line:
    """A row with its label, or a whole sentence."""

    label: str
    text: Text
    is_strong: bool = False


@dataclass(frozen=True)
class Side:
    """All words of one page."""

    lang: str
    letterhead: tuple[str, str]  # the body above, and the one that issues
    nation: tuple[str, str]
    heading: str
    lead: Text
    name: Text
    lines: list[Line]
    serial: tuple[str, Text]  # with its label, as the code
    code: tuple[str, Text]
    number: Text
    decision: str
    note: str
    dated: str
    signer: list[str]

    @property
    def prefix(self) -> str:
        return prefix_of(self.lang)

    @property
    def has_long_heading(self) -> bool:
        return len(self.heading) > LONG_HEADING

    @property
    def has_wide_heading(self) -> bool:
        return len(self.heading) > WIDE_HEADING

    @property
    def blocks(self) -> list[list[Line]]:
        """Lines that say something: labelled ones together, each sentence alone."""
        said = (line for line in self.lines if line.text.words)
        return [
            block
            for labelled, run in groupby(said, key=lambda line: bool(line.label))
            for block in ([list(run)] if labelled else ([line] for line in run))
        ]

    @property
    def fields(self) -> dict[str, str]:
        """Its personal texts by name, the empty ones too."""
        lines = (line.text for line in self.lines)
        texts = [self.lead, self.name, *lines, self.serial[1], self.code[1]]
        return {t.field: t.words for t in [*texts, self.number] if t.field}


def prefix_of(lang: str) -> str:
    """What tells the fields and marks of one side from those of the other."""
    return "" if lang == "vi" else f"{lang}-"


def vietnamese(paper: Paper) -> Side:
    facts, values = paper.facts, values_of(paper.facts, paper.serial)
    wording = facts.get("wording")
    if wording:
        lead = _text(wording["lead"], "lead", values)
        lines = _lines(map(parted, wording["body"].splitlines()), values)
    else:
        lead = Text(f"{facts['attests']} ông/bà")
        label = facts["completed_label"]
        lines = _lines(((name or label, text) for name, text in LINES_1), values)
    return Side(
        lang="vi",
        letterhead=(facts.get("superior", ""), facts["issuer"]),
        nation=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        heading=facts["heading"],
        lead=lead,
        name=Text(values["name"], "name"),
        lines=lines,
        serial=("Số vào sổ:", Text(paper.serial, "serial")),
        code=("Mã tra cứu:", Text(paper.code, "code")),
        number=Text(f"Số: {paper.serial}", "number"),
        decision=paper.decision,
        note=facts.get("note", ""),
        dated=paper.dated,
        signer=paper.signer,
    )


def english(paper: Paper, wording: Mapping[str, str]) -> Side:
    facts, own = paper.facts, paper.facts.get("issuer_english", {})
    values = english_values_of(facts, paper.serial)
    return Side(
        lang="en",
        letterhead=(
            own.get("superior") or facts.get("superior", ""),
            own.get("name") or facts["issuer"],
        ),
        nation=(
            "SOCIALIST REPUBLIC OF VIET NAM",
            "Independence - Freedom - Happiness",
        ),
        heading=facts.get("english_heading") or wording["heading"],
        lead=_text(wording["lead"], "en-lead", values),
        name=Text(values["name"], "en-name"),
        lines=_lines(map(parted, wording["body"].splitlines()), values, prefix="en-"),
        serial=("Register number:", Text(paper.serial, "en-serial")),
        code=("Verification code:", Text(paper.code, "en-code")),
        number=Text(f"No. {paper.serial}", "en-number"),
        decision=_english_decision(values),
        note=f"{wording.get('note', '')} {facts.get('english_remark', '')}".strip(),
        dated=f"{facts['place']}, {english_date(paper.issued_on)}",
        signer=_english_signer(facts, own),
    )


def _lines(
    pairs: Iterable[tuple[str, str]], values: Mapping[str, str], *, prefix: str = ""
) -> list[Line]:
    return [
        Line(label, _text(text, f"{prefix}line-{n}", values), _is_the_course(text))
        for n, (label, text) in enumerate(pairs)
        if text
    ]


def _text(text: str, field: str, values: Mapping[str, str]) -> Text:
    words = filled(text, values)
    return Text(tidy(words), field) if is_personal(text) else Text(words)


def _is_the_course(text: str) -> bool:
    """A line that is the course's title and nothing else stands out."""
    found = FIELD.fullmatch(text)
    return bool(found) and [field.key for field in fields_in(text)] == ["course"]


def _english_decision(values: Mapping[str, str]) -> str:
    text = "Under Decision No. {decision number}, dated {decision date}"
    return filled(text, values) if values["decision_number"] else ""


def _english_signer(facts: Mapping[str, Any], own: Mapping[str, str]) -> list[str]:
    """FOR THE DIRECTOR / DEPUTY DIRECTOR"""
    title = (own.get("signer_title") or facts["signer_title"]).upper()
    capacity = facts.get("signer_capacity", "")
    behalf = own.get("signed_for") or facts.get("signed_for", "")
    if not capacity:
        return [title]
    first, *more = [*behalf.upper().splitlines(), title]
    return [f"{ENGLISH_CAPACITY.get(capacity, capacity)} {first}", *more]
