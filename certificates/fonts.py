"""The serif of official papers, found on this machine.

Decree 30/2020 asks for Times New Roman; Liberation Serif has its metrics. Files are
named in `@font-face` and must have every Vietnamese letter: where one is missing,
Pango takes it from another font without a word (Liberation 1.x, which Debian 12 calls
`fonts-liberation`, has none of ấ ệ ợ ư; 2.x has them).
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
)
FACES = ("regular", "bold", "italic", "bold italic")
FAMILIES = (
    ("LiberationSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    ("Tinos-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    ("Times_New_Roman{}.ttf", ("", "_Bold", "_Italic", "_Bold_Italic")),
    ("Times New Roman{}.ttf", ("", " Bold", " Italic", " Bold Italic")),
    ("NotoSerif-{}.ttf", ("Regular", "Bold", "Italic", "BoldItalic")),
    ("DejaVuSerif{}.ttf", ("", "-Bold", "-Italic", "-BoldItalic")),
)
VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
LETTERS = frozenset((VOWELS + "đ–“”…").upper() + VOWELS + "đ")


class NoSerif(RuntimeError):
    """No serif that covers Vietnamese is installed: no paper can be drawn."""


@cache
def serif() -> dict[str, Path]:
    """The files of the first family that will do, by face; raises NoSerif."""
    for family, folder in product(FAMILIES, FOLDERS):
        for files in _installed(*family, Path(folder).expanduser()):
            if all(_covers_vietnamese(path) for path in files):
                return dict(zip(FACES, files, strict=True))
    raise NoSerif("apt install fonts-liberation2")


def _installed(
    pattern: str, endings: tuple[str, ...], folder: Path
) -> Iterator[list[Path]]:
    """Each place under a folder where all four faces of a family lie together."""
    for regular in sorted(folder.rglob(pattern.format(endings[0]))):
        files = [regular.with_name(pattern.format(ending)) for ending in endings]
        if all(path.is_file() for path in files):
            yield files


def _covers_vietnamese(path: Path) -> bool:
    return _letters_of(path) >= LETTERS


def _letters_of(path: Path) -> frozenset[str]:
    with TTFont(path, lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())


@cache
def drawable() -> frozenset[str]:
    """What every face of the serif has; raises NoSerif."""
    return frozenset.intersection(*(_letters_of(path) for path in serif().values()))


def face_rules() -> str:
    """`@font-face` rules that give the serif the family name of the stylesheet."""
    return "".join(
        f'@font-face{{font-family:"Times New Roman";src:url("{path.as_uri()}");'
        f"font-weight:{'bold' if 'bold' in face else 'normal'};"
        f"font-style:{'italic' if 'italic' in face else 'normal'}}}"
        for face, path in serif().items()
    )
