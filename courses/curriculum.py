"""Curriculum files (see curriculum/README.md) read into the data of pages.

Pure: text in, plain data out. Legal texts are still named by their codes and figures
by their file names; `courses.services` finds the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

Block = dict[str, Any]
Converter = Callable[[Any], Any]

FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
FENCED = re.compile(r"^::: (\w+)\n(.*?)^:::[ ]*$", re.DOTALL | re.MULTILINE)
NUMBERED = re.compile(r"\d+-(.+)")


class CurriculumError(ValueError):
    """A file that cannot become a page; the message names the file and the reason."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson or case; `body` is the raw JSON of `courses.blocks.LessonBody`."""

    slug: str
    title: str
    kind: str
    minutes: int
    objective: str
    body: list[Block]


@dataclass(frozen=True, kw_only=True)
class Module:
    slug: str
    title: str
    intro: str
    lessons: list[Lesson]


@dataclass(frozen=True, kw_only=True)
class Course:
    """A course folder; `objectives` is rich text, `legal` holds codes of legal bases."""

    code: str
    slug: str
    title: str
    summary: str
    audience: str
    hours: int
    pass_mark: int
    objectives: str
    legal: list[str] = field(default_factory=list)
    modules: list[Module] = field(default_factory=list)


def _markdown() -> MarkdownIt:
    """Only what the editor can hold; anything else stays text as it was typed."""
    reader = MarkdownIt("zero", {"html": False})
    reader.enable(["heading", "list", "emphasis", "link", "escape", "entity"])
    return reader


READER = _markdown()
SHORT_TAGS = {"strong": "b", "em": "i"}  # the names Draftail knows


def rich_text(markdown: str) -> str:
    """Markdown as the HTML that Wagtail stores: p, h2, h3, ul, ol, li, b, i, a.

    Raises CurriculumError for a heading of another level.
    """
    tokens = READER.parse(markdown)
    for token in tokens:
        if token.type == "heading_open" and token.tag not in {"h2", "h3"}:
            raise CurriculumError(_("Chỉ dùng tiêu đề ## và ###."))
        for child in token.children or []:
            child.tag = SHORT_TAGS.get(child.tag, child.tag)
    html = READER.renderer.render(tokens, READER.options, {})
    return re.sub(r">\n+<", "><", html).strip()


def _titled_text(value: dict) -> dict:
    return {"title": value["title"], "text": rich_text(value["text"])}


def _steps(value: dict) -> dict:
    items = [{"title": i["title"], "text": i.get("text", "")} for i in value["items"]]
    return {"title": value.get("title", ""), "items": items}


def _legal(value: dict) -> dict:
    return {key: value.get(key, "") for key in ("basis", "article", "note")}


def _figure(value: dict) -> dict:
    return {key: value.get(key, "") for key in ("image", "alt", "caption")}


def _today(value: dict) -> dict:
    return {"text": value["text"], "checked_on": str(value["checked_on"])}


def _check(value: dict) -> dict:
    options = [
        {"text": option["text"], "is_correct": bool(option.get("correct"))}
        for option in value["options"]
    ]
    return {
        "question": value["question"],
        "options": options,
        "explanation": value["explanation"],
    }


def _table(value: dict) -> dict:
    rows = [value["header"], *value["rows"]]
    if any(len(row) != len(value["header"]) for row in rows):
        raise CurriculumError(_("Mỗi dòng của bảng có đủ số ô như dòng đầu."))
    return {
        "data": [[str(cell) for cell in row] for row in rows],
        "table_caption": value.get("caption", ""),
        "table_header_choice": "row",
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "cell": [],
        "mergeCells": [],
    }


def _think(value: list) -> list:
    return [{"question": v["question"], "hint": v.get("hint", "")} for v in value]


CONVERTERS: dict[str, Converter] = {
    "legal": _legal,
    "steps": _steps,
    "table": _table,
    "figure": _figure,
    "example": _titled_text,
    "check": _check,
    "today": _today,
    "key_points": lambda points: [str(point) for point in points],
    "document": _titled_text,
    "think": _think,
}


def _fenced(name: str, source: str) -> Block:
    """One `::: name` block; the source between its fences is YAML."""
    if name not in CONVERTERS:
        raise CurriculumError(_("Không có khối “%(name)s”.") % {"name": name})
    try:
        value = CONVERTERS[name](yaml.safe_load(source))
    except yaml.YAMLError as error:
        raise CurriculumError(f"::: {name}: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        message = _("Khối “%(name)s” thiếu hoặc sai phần %(part)s.")
        raise CurriculumError(message % {"name": name, "part": error}) from error
    return {"type": name, "value": value}


def _prose(markdown: str) -> Iterator[Block]:
    if ":::" in markdown:
        raise CurriculumError(_("Có dấu ::: đứng lẻ."))
    if markdown.strip():
        yield {"type": "text", "value": rich_text(markdown)}


def read_body(markdown: str) -> list[Block]:
    """The blocks of a lesson in their order: prose between fenced blocks."""
    blocks: list[Block] = []
    start = 0
    for match in FENCED.finditer(markdown):
        blocks += _prose(markdown[start : match.start()])
        blocks.append(_fenced(match[1], match[2]))
        start = match.end()
    return [*blocks, *_prose(markdown[start:])]


def read_lesson(text: str, *, slug: str) -> Lesson:
    """A page file: YAML front matter, then Markdown with fenced blocks."""
    parts = FRONT_MATTER.match(text)
    if parts is None:
        raise CurriculumError(_("Tệp không mở đầu bằng phần --- … ---."))
    meta = _mapping(parts[1])
    return Lesson(
        slug=slug,
        title=meta["title"],
        kind=meta["kind"],
        minutes=int(meta["minutes"]),
        objective=meta.get("objective", ""),
        body=read_body(parts[2]),
    )


def _mapping(source: str) -> dict[str, Any]:
    value = yaml.safe_load(source)
    if not isinstance(value, dict):
        raise CurriculumError(_("Cần các dòng “tên: giá trị”."))
    return value


def _reading(path: Path, read: Callable[[str], Any]) -> Any:
    """Read one file; whatever is wrong with it is said with its name."""
    try:
        return read(path.read_text(encoding="utf-8"))
    except KeyError as error:
        message = _("%(file)s: thiếu %(part)s.") % {"file": path, "part": error}
        raise CurriculumError(message) from error
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CurriculumError(f"{path}: {error}") from error


def _slug(name: str) -> str:
    """What follows the number: "02-nop-ho-so" is "nop-ho-so"."""
    numbered = NUMBERED.fullmatch(name)
    return numbered[1] if numbered else name


def _module(folder: Path) -> Module:
    meta = _reading(folder / "module.yaml", _mapping)
    lessons = [
        _reading(path, lambda text, path=path: read_lesson(text, slug=_slug(path.stem)))
        for path in sorted(folder.glob("*.md"))
    ]
    return Module(
        slug=_slug(folder.name),
        title=meta["title"],
        intro=meta.get("intro", ""),
        lessons=lessons,
    )


def read_course(folder: Path) -> Course:
    """A course folder with its modules and lessons in the order of their numbers.

    Raises CurriculumError naming the file that cannot be read.
    """

    def build(text: str) -> Course:
        meta = _mapping(text)
        points = "".join(
            f"<li>{escape(line, quote=False)}</li>" for line in meta["objectives"]
        )
        return Course(
            code=meta["code"],
            slug=meta["slug"],
            title=meta["title"],
            summary=meta["summary"],
            audience=meta["audience"],
            hours=meta["hours"],
            pass_mark=meta["pass_mark"],
            objectives=f"<ul>{points}</ul>",
            legal=meta.get("legal", []),
            modules=[
                _module(path.parent) for path in sorted(folder.glob("*/module.yaml"))
            ],
        )

    return _reading(folder / "course.yaml", build)


def read_image_titles(folder: Path) -> dict[str, str]:
    """Titles of the figures of a folder, by file name."""
    listed = _reading(folder / "images.yaml", _mapping)
    return {name: entry["title"] for name, entry in listed.items()}
