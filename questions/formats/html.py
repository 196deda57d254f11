"""HTML from anywhere, brought down to the few tags that the bank keeps.

The canonical form, which `clean` returns and keeps as it is: nothing, or a sequence
of `<p>`, `<ul>` and `<ol>`; in these `<b> <i> <sup> <sub> <br>` and
`<img src="picture:NAME" alt="…">`; white space collapsed, text escaped with
`escape(text, quote=False)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questions.formats import runs

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "sup", "sub": "sub"}
BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section",
     "article", "header", "footer", "pre", "table", "thead", "tbody", "tr", "caption",
     "figure", "figcaption", "dl", "dt", "dd", "hr", "center", "address")
)  # fmt: skip
SILENT = frozenset(
    ("span", "font", "td", "th", "html", "body", "label", "tt", "small", "big")
)
SKIPPED = frozenset(
    ("script", "style", "head", "title", "object", "applet", "svg", "math", "iframe")
)
MAX_LENGTH = 100_000
MAX_NESTING = MAX_MARKS = 6
SPACE = re.compile(r"[ \t\r\n\f]+")
PICTURE = "picture:"


SAID = {  # what a reader misses when this tag goes
    "table": gettext_lazy("Bỏ khung bảng, giữ chữ trong các ô."),
    "u": gettext_lazy("Bỏ gạch chân."),
    "s": gettext_lazy("Bỏ gạch ngang chữ."),
    "strike": gettext_lazy("Bỏ gạch ngang chữ."),
    "pre": gettext_lazy("Bỏ định dạng mã nguồn."),
    "code": gettext_lazy("Bỏ định dạng mã nguồn."),
    "script": gettext_lazy("Bỏ đoạn mã chạy."),
    "svg": gettext_lazy("Bỏ hình vẽ nhúng."),
    "math": gettext_lazy("Bỏ công thức MathML."),
    "iframe": gettext_lazy("Bỏ nội dung nhúng từ trang khác."),
    "object": gettext_lazy("Bỏ nội dung nhúng từ trang khác."),
    "audio": gettext_lazy("Bỏ âm thanh."),
    "video": gettext_lazy("Bỏ video."),
    **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6"),
        gettext_lazy("Bỏ cỡ chữ của tiêu đề."),
    ),
}


# No "<" outside quotes, so that a scan never starts twice over the same words.
TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)"
    r"(?P<attrs>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<[!?][^<>]*>"
)
ATTRIBUTE = re.compile(
    r"""(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)


def _attributes(text: str) -> dict[str, str]:
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in ATTRIBUTE.findall(text)
    }


def _without_comments(html: str) -> str:
    first, *rest = html.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


class _Cleaner:
    """Walks over the tags and writes the canonical form."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        self.pictures = pictures
        self.lost: dict[str, None] = {}  # ordered, each once
        self.out: list[str] = []
        self.lists: list[str] = []  # open ul, ol and li
        self.marks: list[str] = []
        self.runs: list[runs.Run] = []
        self.skipping = ""

    def lose(self, sentence: Any) -> None:
        if sentence:
            self.lost[str(sentence)] = None

    # --- the walk ------------------------------------------------------------------

    def feed(self, html: str) -> None:
        end = 0
        for tag in TAG.finditer(html):
            self.words(html[end : tag.start()])
            end = tag.end()
            name = (tag["name"] or "").lower()
            if tag["close"]:
                self.end_tag(name)
            elif name and not self.skipping:
                self.start_tag(name, tag["attrs"])
        self.words(html[end:])

    def words(self, text: str) -> None:
        if text and not self.skipping:
            plain_text = unicodedata.normalize("NFC", unescape(text)).replace("\0", "")
            self.runs.append((tuple(self.marks), SPACE.sub(" ", plain_text)))

    def start_tag(self, tag: str, attrs: str) -> None:
        self.lose(SAID.get(tag))
        if tag in MARKS:
            if len(self.marks) < MAX_MARKS:
                self.marks.append(MARKS[tag])
        elif tag in SKIPPED:
            self.skipping = tag
        elif tag in ("ul", "ol", "li"):
            self.flush()
            self._open_list(tag)
        elif tag in BLOCKS:
            self.flush()
        else:
            self._inline(tag, attrs)

    def _inline(self, tag: str, attrs: str) -> None:
        if tag == "br":
            self.runs.append((tuple(self.marks), runs.BREAK))
        elif tag == "img":
            self._picture(_attributes(attrs))
        elif tag in ("td", "th") and self.runs:
            self.words(" | ")
        elif tag == "a":
            self._link(_attributes(attrs).get("href", ""))
        elif tag not in SAID and tag not in SILENT and ":" not in tag:
            self.lose(_("Bỏ thẻ %(tag)s.") % {"tag": tag[:20]})

    def end_tag(self, tag: str) -> None:
        if self.skipping:
            self.skipping = "" if tag == self.skipping else self.skipping
        elif tag in MARKS:
            self._close_mark(MARKS[tag])
        elif tag in ("ul", "ol", "li"):
            self.flush()
            self._close_list(tag)
        elif tag in BLOCKS:
            self.flush()

    # --- marks, pictures, lists ----------------------------------------------------

    def _close_mark(self, mark: str) -> None:
        if mark in self.marks:
            del self.marks[len(self.marks) - 1 - self.marks[::-1].index(mark)]

    def _link(self, url: str) -> None:
        if url.startswith(("http:", "https:")):
            self.lose(_("Bỏ liên kết đến %(url)s.") % {"url": url[:200]})

    def _picture(self, attrs: dict[str, str]) -> None:
        source = attrs.get("src", "").strip()
        name = self.pictures.get(source)
        if name is None and source.startswith(PICTURE):
            name = source.removeprefix(PICTURE)
        if not name:
            self.lose(_("Bỏ hình %(source)s.") % {"source": source[:200]})
            return
        alt = " ".join(unicodedata.normalize("NFC", attrs.get("alt", "")).split())
        if not alt:
            self.lose(_("Hình %(name)s chưa có chữ thay thế.") % {"name": name})
        tag = f'{runs.VOID}<img src="{PICTURE}{escape(name)}" alt="{escape(alt)}">'
        self.runs.append((tuple(self.marks), tag))

    def _open_list(self, tag: str) -> None:
        top = self.lists[-1] if self.lists else ""
        if tag == "li":
            if top == "li":
                self._write_end()
            elif not top:
                self._write_start("ul")
            self._write_start("li")
        elif self.lists.count("li") < MAX_NESTING:
            if top in ("ul", "ol"):
                self._write_start("li")
            self._write_start(tag)

    def _close_list(self, tag: str) -> None:
        if tag not in self.lists or (tag == "li" and self.lists[-1] != "li"):
            return
        while self._write_end() != tag:
            pass

    def _write_start(self, tag: str) -> None:
        self.lists.append(tag)
        self.out.append(f"<{tag}>")

    def _write_end(self) -> str:
        tag = self.lists.pop()
        self.out.append(f"</{tag}>")
        return tag

    # --- blocks --------------------------------------------------------------------

    def flush(self) -> None:
        """End the block of words that is open."""
        html = runs.render(runs.trimmed(self.runs))
        self.runs = []
        if not html:
            return
        if not self.lists:
            self.out.append(f"<p>{html}</p>")
            return
        if self.lists[-1] != "li":
            self._write_start("li")
        starts = self.out[-1] == "<li>"
        self.out.append(html if starts else f"<br>{html}")

    def result(self) -> str:
        self.flush()
        while self.lists:
            self._write_end()
        html, found = "".join(self.out), 1
        while found:
            html, found = re.subn(r"<li></li>|<ul></ul>|<ol></ol>", "", html)
        return html


class Clean(str):
    """HTML in the canonical form: `clean` has written it, and need not again.

    Whatever is done with it (joined, replaced in) gives a plain text, to be cleaned.
    """

    __slots__ = ()


def clean(
    html: str, pictures: Mapping[str, str] | None = None
) -> tuple[Clean, tuple[str, ...]]:
    """The canonical form of any HTML, and sentences on what it could not keep.

    The one place where rich text is made harmless: readers of formats come here for
    their sentences, the bank's own door for certainty; each text is worked on once.
    `pictures` gives the NAME in the draft for a src in the HTML; a src that is
    `picture:NAME` already stays; any other picture is lost, and said. Never raises.
    """
    if isinstance(html, Clean):
        return html, ()
    cleaner = _Cleaner(pictures or {})
    if len(html) > MAX_LENGTH:
        cleaner.lose(_("Cắt phần chữ sau 100.000 ký tự."))
    cleaner.feed(_without_comments(html[:MAX_LENGTH]))
    return Clean(cleaner.result()), tuple(cleaner.lost)


def plain(html: str) -> tuple[str, tuple[str, ...]]:
    """The words alone, on one line, and what else was there: for fields without marks."""
    rich, lost = clean(html)
    words = re.sub(r"</(p|li)>|<(br|ul|ol)>", " ", rich)
    is_marked = re.search(r"<(b|i|sup|sub|ul|ol)>", words) is not None
    said = (
        (*lost, _("Bỏ chữ đậm, nghiêng, chỉ số và danh sách.")) if is_marked else lost
    )
    if "<img " in words:
        said = (*said, _("Bỏ hình ở chỗ chỉ có chữ."))
    return " ".join(unescape(re.sub(r"<[^>]*>", "", words)).split()), said
