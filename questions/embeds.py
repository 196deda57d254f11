"""Rich text between a draft and Wagtail: pictures as `<img>` and as `<embed>`. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from django.utils.translation import gettext as _

from questions.formats.html import clean

EMBED = re.compile(r"<embed\b([^<>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
PICTURE = re.compile(r'<img src="picture:([^"]*)" alt="([^"]*)">')


def to_wagtail(html: str, ids: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
    """Clean rich text as Wagtail stores it, and sentences on what was left out.

    `ids` gives the image for a picture's name; a picture without one is left out. One
    without words gets its name for them: the author is told, and nothing is refused.
    """
    rich, lost = clean(html)
    missing: dict[str, None] = {}  # ordered, each once

    def embed(found: re.Match) -> str:
        name = unescape(found[1])
        if name not in ids:
            missing[_("bỏ hình %(name)s, không đọc được") % {"name": name}] = None
            return ""
        alt = found[2] or escape(_("Hình %(name)s") % {"name": name})
        return f'<embed embedtype="image" id="{ids[name]}" format="fullwidth" alt="{alt}"/>'

    stored = PICTURE.sub(embed, rich)
    return stored, (*lost, *missing)


def from_wagtail(source: str, name_of: Callable[[str], str | None]) -> str:
    """The rich text of a draft; `name_of` names the picture for an image's id."""

    def img(found: re.Match) -> str:
        attributes = dict(ATTRIBUTE.findall(found[1]))
        name = name_of(attributes.get("id", ""))
        if attributes.get("embedtype") != "image" or name is None:
            return ""
        alt = attributes.get("alt", "")
        return f'<img src="picture:{escape(name)}" alt="{alt}">'

    return clean(EMBED.sub(img, source))[0]
