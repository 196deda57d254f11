"""Texts of one question: from GIFT with its format markers, and back."""

import base64
import binascii
import re
from collections.abc import Callable
from hashlib import sha256
from html import escape

from django.utils.translation import gettext as _

from questions.formats.draft import paragraphs
from questions.formats.gift.syntax import escaped, restore
from questions.formats.html import clean, plain

MARKER = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
EMBEDDED = re.compile(
    r"""src\s*=\s*["']data:image/[a-z+.-]{2,20};base64,([A-Za-z0-9+/=\s]*)["']""",
    re.IGNORECASE,
)
REFERENCE = re.compile(r'<img src="picture:([^"]*)"[^>]*>')
SIGNATURES = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"RIFF": "webp",
}


class Refused(Exception):
    """The item cannot become a question; the message says why."""


def picture_key(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def picture_type(content: bytes) -> str:
    found = (kind for head, kind in SIGNATURES.items() if content.startswith(head))
    return next(found, "png")


def embedded_pictures(html: str) -> dict[str, bytes]:
    """Pictures written into the text as `data:`, by what they hold."""
    found = {}
    for data in EMBEDDED.findall(html):
        try:
            content = base64.b64decode(data, validate=False)
        except (binascii.Error, ValueError):
            continue
        if content:
            found[picture_key(content)] = content
    return found


def _from_lines(text: str) -> str:
    """Moodle's own format: HTML is kept, lines break, a blank line parts."""
    parts = [part.strip().replace("\n", "<br>") for part in text.split("\n\n")]
    return "".join(f"<p>{part}</p>" for part in parts if part)


def _from_plain(text: str) -> str:
    return _from_lines(escape(text, quote=False))


def _from_markdown(text: str) -> str:
    """Paragraphs, bold and italic; the rest stays as its author typed it."""
    html = paragraphs(text)
    html = re.sub(r"\*\*([^*]{1,1000})\*\*|__([^_]{1,1000})__", r"<b>\1\2</b>", html)
    return re.sub(r"(?<!\*)\*([^*\s][^*]{0,1000})\*(?!\*)", r"<i>\1</i>", html)


TO_HTML: dict[str, Callable[[str], str]] = {
    "html": str,
    "moodle": _from_lines,
    "plain": _from_plain,
    "markdown": _from_markdown,
}


class Source:
    """The question being read: its default format, its pictures, what got lost."""

    def __init__(self) -> None:
        self.default = "moodle"
        self.pictures: dict[str, bytes] = {}
        self.losses: dict[str, None] = {}  # ordered, each once

    def lose(self, *sentences: str) -> None:
        self.losses |= dict.fromkeys(sentence for sentence in sentences if sentence)

    def marked(self, raw: str) -> tuple[str, str]:
        """The format a text names, else the default, and the text behind it."""
        marker = MARKER.match(raw)
        name = marker[1].lower() if marker else self.default
        return name, restore(raw[marker.end() if marker else 0 :]).strip()

    def question_text(self, raw: str) -> str:
        """The question itself; what follows is in its format unless it says another."""
        self.default, _text = self.marked(raw)
        return self.rich(raw)

    def rich(self, raw: str) -> str:
        name, text = self.marked(raw)
        if name == "markdown" and text:
            self.lose(_("Markdown: chỉ giữ đoạn, chữ đậm và chữ nghiêng."))
        html, lost = clean(self._with_pictures(TO_HTML[name](text)))
        self.lose(*lost)
        return REFERENCE.sub(self._known, html)

    def plain(self, raw: str) -> str:
        """Words for a field that has no marks."""
        words, lost = plain(self.rich(raw))
        self.lose(*lost)
        return words

    def words(self, raw: str) -> str:
        """Words that GIFT itself takes as they are typed, unless a format is named."""
        name, text = self.marked(raw)
        if name == "html" and MARKER.match(raw):
            return self.plain(raw)
        return " ".join(text.split())

    def _with_pictures(self, html: str) -> str:
        def named(found: re.Match) -> str:
            pictures = embedded_pictures(found[0])
            if not pictures:
                return 'src=""'
            (key, content), *_rest = pictures.items()
            name = f"{key}.{picture_type(content)}"
            self.pictures[name] = content
            return f'src="picture:{name}"'

        return EMBEDDED.sub(named, html)

    def _known(self, found: re.Match) -> str:
        if found[1] in self.pictures:
            return found[0]
        self.lose(_("Bỏ hình %(source)s.") % {"source": found[1][:200]})
        return ""


class Target:
    """The question being written: its pictures, what other programs will not see."""

    def __init__(self, pictures: dict[str, bytes]) -> None:
        self.pictures = pictures
        self.losses: dict[str, None] = {}

    def lose(self, sentence: str) -> None:
        self.losses[sentence] = None

    def question_text(self, html: str) -> str:
        """The question itself, whose format everything in braces follows."""
        return f"[html]{escaped(REFERENCE.sub(self._embedded, html))}"

    def rich(self, html: str) -> str:
        text = REFERENCE.sub(self._embedded, html)
        return ("[html]" if text.startswith(("[", "%")) else "") + escaped(text)

    def words(self, text: str) -> str:
        return ("[plain]" if text.startswith("[") else "") + escaped(text)

    def plain(self, text: str) -> str:
        """Words in a place where the reader expects the format of the question."""
        return self.rich(escape(text, quote=False))

    def feedback(self, html: str) -> str:
        return f"#{self.rich(html)}" if html else ""

    def _embedded(self, found: re.Match) -> str:
        content = self.pictures.get(found[1])
        if content is None:
            self.lose(_("Thiếu tệp hình %(name)s.") % {"name": found[1]})
            return found[0]
        data = base64.b64encode(content).decode()
        url = f"data:image/{picture_type(content)};base64,{data}"
        return found[0].replace(f'src="picture:{found[1]}"', f'src="{url}"')
