"""Vietnamese is the source language; English must be complete and must fit."""

import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES"
NAMED = re.compile(r"%\((\w+)\)[sd]")
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]"
)


def catalogue(path: Path):
    with path.open("rb") as file:
        return [m for m in read_po(file, locale="en") if m.id]


def test_english_is_complete_and_keeps_the_placeholders():
    for message in catalogue(ENGLISH / "django.po"):
        texts = (
            message.string if isinstance(message.string, tuple) else (message.string,)
        )
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        assert all(texts), f"untranslated: {ids[0]}"
        assert not message.fuzzy, f"fuzzy: {ids[0]}"
        for text in texts:
            assert set(NAMED.findall(text)) <= set(NAMED.findall(ids[-1])), ids[0]


def test_catalogue_is_up_to_date(tmp_path):
    """Every string marked in code and templates stands in the catalogue."""
    known = {
        m.id if isinstance(m.id, str) else m.id[0]
        for m in catalogue(ENGLISH / "django.po")
    }
    for text in marked_strings():
        assert text in known, f"run `make messages`: {text!r}"


def marked_strings():
    call = re.compile(r'\b(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)*)"\s*\)')
    tag = re.compile(
        r"""{%\s*(?:translate|trans)\s+"([^"]+)"|{%\s*(?:translate|trans)\s+'([^']+)'"""
    )
    for name in tracked("*.py", "*.html", "*.txt"):
        path = ROOT / name
        if not path.exists() or "tests/" in name or "migrations/" in name:
            continue
        text = path.read_text()
        yield from (m.replace('\\"', '"') for m in call.findall(text))
        yield from (a or b for a, b in tag.findall(text))


def tracked(*patterns: str) -> list[str]:
    command = [
        "git",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        *patterns,
    ]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_templates_have_no_bare_vietnamese(suffix):
    """Text a user sees goes through gettext."""
    mark = re.compile(
        r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{#.*?#}|<!--.*?-->",
        re.DOTALL,
    )
    for name in tracked(f"templates/*.{suffix}"):
        rest = mark.sub("", (ROOT / name).read_text())
        if name.startswith("templates/pdf/") or "language.html" in name:
            continue  # documents in Vietnamese by law; languages named in themselves
        assert not VIETNAMESE.search(rest.lower()), (
            f"{name}: {VIETNAMESE.search(rest.lower())}"
        )
