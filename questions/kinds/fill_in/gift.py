"""In GIFT: one gap is a "missing word", `Hà {=Nội} là thủ đô`.

Several in one question are read where other programs write them; we write them as
pairs of gap and words, which every program reads.
"""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from questions.formats.gift.numbers import written as written_number
from questions.formats.gift.reader import kind_of
from questions.formats.gift.source import Refused, Source, Target
from questions.formats.gift.syntax import answers
from questions.kinds.matching.gift import written as written_pairs
from questions.kinds.numeric.gift import read as read_numeric
from questions.kinds.short_answer.gift import read_accepted
from questions.kinds.short_answer.gift import written as written_words
from questions.numbers import readings

Gap = dict[str, Any]
PLACE = re.compile(r"\[\[([0-9]{1,3})\]\]")
SHOWN_PLACE = re.compile(r"\(([0-9]{1,3})\) _____")
EMPTY = {"accepted": [], "wrong": [], "tolerance": Decimal(0), "is_folded": True}


def _choice(body: str, source: Source) -> Gap:
    """A list to choose from; its feedback has no place here."""
    found = answers(body)
    if any(answer.feedback for answer in found):
        source.lose(_("Bỏ lời nhận xét riêng của từng cách viết."))
    full = [a for a in found if a.sign == "=" and a.weight in (None, 100)]
    wrong = [source.plain(answer.text) for answer in found if answer not in full]
    accepted = [source.plain(answer.text) for answer in full]
    return EMPTY | {"mode": "choice", "accepted": accepted, "wrong": wrong}


def _number(body: str, source: Source) -> Gap:
    row = read_numeric(body, source)
    text = f"{row['value']:f}".replace(".", ",")
    if len(readings(text)) > 1:  # "1,534" might be thousands, "1,5340" is not
        text += "0"
    return EMPTY | {
        "mode": "number",
        "accepted": [text],
        "tolerance": row["tolerance"],
    }


def _text(body: str, source: Source) -> Gap:
    return EMPTY | {"mode": "text", "accepted": read_accepted(body, source)}


READERS = {"single": _choice, "numeric": _number, "short_answer": _text}


def fits(body: str) -> bool:
    """A gap is in a sentence: the reader knows it by the words around."""
    return False


def read_gaps(bodies: list[str], source: Source) -> dict[str, Any]:
    """A gap for each answer part; raises Refused for one that is no gap."""
    gaps = []
    for number, body in enumerate(bodies, 1):
        reader = READERS.get(kind_of(body))
        if reader is None:
            said = _("Chỗ trống thứ %(number)s không phải từ, số hay một lựa chọn.")
            raise Refused(said % {"number": number})
        gaps.append(reader(body, source))
    return {"gaps": gaps}


def _kept(gap: Gap, old: Gap) -> Gap:
    return gap | {"is_folded": old["is_folded"]}


def _from_pairs(seen: dict[str, Any], old: dict[str, Any]) -> dict[str, Any] | None:
    """The gaps of the pairs that `write` made: the first words are those now shown."""
    text = SHOWN_PLACE.sub(r"[[\1]]", seen["text"])
    words = {pair["left"].strip("()"): pair["right"] for pair in seen["pairs"]}
    numbers = [str(number) for number in range(1, len(old["gaps"]) + 1)]
    if sorted(PLACE.findall(text)) != sorted(numbers) or set(words) != set(numbers):
        return None
    gaps = [
        gap | {"accepted": [words[number], *gap["accepted"][1:]]}
        for number, gap in zip(numbers, old["gaps"], strict=True)
    ]
    return {"text": text, "explanation": seen["explanation"], "gaps": gaps}


def revive(
    kind: str, seen: dict[str, Any], old: dict[str, Any]
) -> dict[str, Any] | None:
    """What a person edited in what `write` made; None when it is no longer that."""
    if kind == "matching":
        return _from_pairs(seen, old)
    if kind != "fill_in" or len(seen["gaps"]) != len(old["gaps"]):
        return None
    pairs = zip(seen["gaps"], old["gaps"], strict=True)
    return seen | {"gaps": [_kept(gap, before) for gap, before in pairs]}


def _value(text: str) -> Decimal:
    """The number as an office reads it: points between thousands, a decimal comma."""
    found = sorted(readings(text))
    plain = "".join(text.split()).replace(".", "").replace(",", ".")
    return next((number for number in found if f"{number:f}" == plain), found[0])


def _one(gap: Gap, target: Target) -> str:
    if gap["mode"] == "number":
        return written_number(_value(gap["accepted"][0]), gap["tolerance"])
    if gap["mode"] == "text":
        return written_words(gap["accepted"], target)
    lines = [f"={target.plain(gap['accepted'][0])}"]
    lines += [f"~{target.plain(text)}" for text in gap["wrong"]]
    return "\n" + "\n".join(lines) + "\n"


def write(value: dict[str, Any], target: Target) -> tuple[str, str, str]:
    gaps = value["gaps"]
    if len(gaps) == 1:
        before, _gap, after = value["text"].partition("[[1]]")
        tail = target.question_text(after).removeprefix("[html]")
        return target.question_text(before), _one(gaps[0], target), tail
    target.lose(_("Phần mềm khác đọc câu nhiều chỗ trống thành câu ghép cặp."))
    pairs = [(f"({n})", gap["accepted"][0]) for n, gap in enumerate(gaps, 1)]
    wrong = [text for gap in gaps for text in gap["wrong"]]
    text = target.question_text(PLACE.sub(r"(\1) _____", value["text"]))
    return text, written_pairs(pairs, wrong, target), ""
