"""Sort keys that order text as Vietnamese lists do, whatever the database's locale.

The order of letters and tones is that of the Vietnamese alphabet: đ after d, ă and â
after a; level, grave, hook, tilde, acute, dot below. Lists of people go by given name
(tên), then family name (họ), then middle name (đệm).
"""

import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
SHAPES = {"\u0306", "\u0302", "\u031b"}  # breve, circumflex, horn: part of the letter
# Every letter becomes one character whose byte order is its place in the alphabet;
# figures come before letters, and what ends a word comes before both.
CODES = {letter: chr(ord("A") + i) for i, letter in enumerate(LETTERS)}


def _split(word: str) -> tuple[str, str]:
    """Return the word's letters and, apart, the tone of each of them."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in TONES and tones:
            tones[-1] = TONES[char]
        elif char in SHAPES and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + char)
        else:
            letters.append(char)
            tones.append("0")
    return "".join(CODES.get(c, c) for c in letters), "".join(tones)


def collation_key(text: str) -> str:
    """Key of a plain text (an agency's name): word by word, letters before tones."""
    parts = [_split(word) for word in text.split()]
    letters = " ".join(p[0] for p in parts)
    return f"{letters}!{' '.join(p[1] for p in parts)}"


def name_sort_key(full_name: str) -> str:
    """Key of a person's name as written in Vietnamese order (họ, đệm, tên)."""
    words = full_name.split()
    if not words:
        return ""
    family, middle, given = words[0], words[1:-1], words[-1]
    if len(words) == 1:
        family = ""
    return "#".join(collation_key(part) for part in (given, family, " ".join(middle)))


def given_name_key(full_name: str) -> str:
    """How the sort keys of all begin who share the given name, whatever its tones."""
    return name_sort_key(full_name).partition("!")[0] + "!"


def fold(text: str) -> str:
    """Bare lower-case letters for searching: "Số hóa" and "so hoa" are one."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def spelling_key(name: str) -> str:
    """What all spellings of one name share, tones included: "Hoà" is "Hòa", never "Hoa"."""
    words = (_split(word) for word in name.split())
    return " ".join(f"{letters}{tones.replace('0', '')}" for letters, tones in words)
