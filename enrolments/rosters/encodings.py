"""Text typed with the fonts of the nineties: TCVN3 (ABC) and VNI, turned into Unicode.

TCVN 5712:1993 puts Vietnamese letters into one octet; VNI writes a vowel and then a
mark. Both look like Latin-1 gibberish without their fonts. Sources: TCVN 5712:1993
(VN3), the VNI-Windows table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from enrolments.rosters.syllables import plausibility, telling

# In the order of the code page: what each octet stands for.
TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
}  # fmt: skip
CIRCUMFLEX = {
    "â": "",
    "á": "\u0301",
    "à": "\u0300",
    "å": "\u0309",
    "ã": "\u0303",
    "ä": "\u0323",
}
BREVE = {
    "ê": "",
    "é": "\u0301",
    "è": "\u0300",
    "ú": "\u0309",
    "ü": "\u0303",
    "ë": "\u0323",
}
ALONE = {
    "ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip


def _pairs() -> dict[str, str]:
    """Every vowel of VNI with the mark behind it."""
    table = {}
    for vowel in "aeou":
        for mark, tone in MARKS.items():
            table[vowel + mark] = unicodedata.normalize("NFC", vowel + tone)
    for mark, tone in MARKS.items():
        table["y" + mark] = unicodedata.normalize("NFC", "y" + tone)
        table["ô" + mark] = unicodedata.normalize("NFC", "ơ" + tone)
        table["ö" + mark] = unicodedata.normalize("NFC", "ư" + tone)
    for vowel in "aeo":
        for mark, tone in CIRCUMFLEX.items():
            table[vowel + mark] = unicodedata.normalize("NFC", f"{vowel}\u0302{tone}")
    for mark, tone in BREVE.items():
        table["a" + mark] = unicodedata.normalize("NFC", f"a\u0306{tone}")
    return table | ALONE


VNI = _pairs()
VNI |= {old.upper(): new.upper() for old, new in VNI.items()} | {
    old[0].upper() + old[1:]: new.upper() for old, new in VNI.items() if len(old) == 2
}
VNI_TOKEN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(char, char) for char in text)


def from_vni(text: str) -> str:
    return VNI_TOKEN.sub(lambda found: VNI[found[0]], text)


DECODERS: dict[str, Callable[[str], str]] = {
    "TCVN3 (ABC)": from_tcvn3,
    "VNI": from_vni,
}
SURE, DOUBTFUL = 0.75, 0.6
ENOUGH = 3  # words that must tell before anything is taken for another encoding


def is_modern(text: str) -> bool:
    """Has letters that only Unicode has, so that it needs no mending."""
    return any(ord(char) > 0xFF for char in unicodedata.normalize("NFC", text))


def recognise(texts: list[str]) -> str:
    """The name of the old encoding of these cells; "" when they are Unicode.

    Raises ValueError where they are neither Vietnamese as they stand nor in any known
    encoding.
    """
    sample = " ".join(text for text in texts if not is_modern(text))
    if len(telling(sample)) < ENOUGH:
        return ""
    plain = plausibility(sample)
    scores = {name: plausibility(mend(sample)) for name, mend in DECODERS.items()}
    best = max(scores, key=scores.__getitem__)
    if scores[best] > plain and scores[best] >= SURE:
        return best
    if plain < DOUBTFUL:
        raise ValueError(f"{plain:.2f}")
    return ""


def mended(text: str, encoding: str) -> str:
    """A cell in Unicode; one that already is stays as it is."""
    if not encoding or text.isascii() or is_modern(text):
        return text
    return unicodedata.normalize("NFC", DECODERS[encoding](text))
