"""Questions from and to files. Each format is a module that reads into drafts.

`FORMATS` names them as commands and pages do; a format's module is loaded when it is
first asked for. `guess` tells the format from a file's content.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from questions.formats.draft import Format, UnusableFile

FORMATS = {
    "gift": "questions.formats.gift:Gift",
    "moodle-xml": "questions.formats.moodle:MoodleXml",
    "aiken": "questions.formats.aiken:Aiken",
    "qti": "questions.formats.qti:Qti",
    "qti3": "questions.formats.qti:Qti3",
    "xlsx": "questions.formats.sheet:Sheet",
    "django-quiz-app": "questions.formats.django_quiz:DjangoQuizApp",
}
READ_ONLY = {"django-quiz-app"}
WRITE_ONLY = {"qti3"}  # "qti" reads every version
START = 4000  # octets of a text that tell what it is


@cache
def format_named(name: str) -> Format:
    """The reader and writer of one format; raises KeyError for an unknown name."""
    module, _colon, cls = FORMATS[name].partition(":")
    return getattr(import_module(module), cls)()


def guess(content: bytes) -> str | None:
    """The name of the format that a file most probably is, None when none fits."""
    if content.startswith(b"PK"):
        return _guess_archive(content)
    try:
        text = import_module("questions.formats.decoding").decode(content)
    except UnusableFile:
        return None
    text = text.lstrip("\ufeff \n\t")
    if text.startswith("<"):
        return _guess_xml(text[:START])
    if text.startswith("["):
        is_dump = re.search(r'"model"\s*:\s*"', text[:START]) is not None
        return "django-quiz-app" if is_dump else None
    if re.search(r"^\s*ANSWER\s*:\s*[A-Z]\s*$", text, re.MULTILINE | re.IGNORECASE):
        return "aiken"
    return "gift" if re.search(r"\{[^{}]*\}|^\$CATEGORY:", text, re.MULTILINE) else None


def _guess_archive(content: bytes) -> str | None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "xl/workbook.xml" in names:
        return "xlsx"
    has_manifest = any(name.endswith("imsmanifest.xml") for name in names)
    return "qti" if has_manifest else None


def _guess_xml(start: str) -> str | None:
    if re.search(
        r"<(\w+:)?(qti-)?assessment-?(item|test|section)\b", start, re.IGNORECASE
    ):
        return "qti"
    return "moodle-xml" if re.search(r"<quiz[\s>/]", start) else None
