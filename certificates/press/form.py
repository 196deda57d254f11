"""A page laid out once, in which a person's texts are set."""

from __future__ import annotations

from contextlib import suppress

from certificates import pdf, printing
from certificates.fonts import LETTERS
from certificates.paper import Paper
from certificates.press import lines, qr
from certificates.press.file import File, Pieces
from certificates.press.lines import Lines

ALPHABET = "".join(sorted(LETTERS)) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET += ALPHABET.lower() + "0123456789 \u00a0.,;:/-–()’'&+"


class Unfit(ValueError):
    """A form cannot hold the paper, which is drawn alone; the message says why."""


class Form:
    """The layout of one paper, for all that share its class and break alike."""

    def __init__(self, paper: Paper, size: int) -> None:
        self.document = printing.lay_out(pdf.html_of(paper, size=size))
        self.fits = pdf.fits(self.document, paper)
        self.fields = lines.fields_of(self.document)
        self.shape = tuple((n, len(f.boxes)) for n, f in self.fields.items())
        self.file: File | None = None
        if self.fits:
            self._keep_file(paper)

    def _keep_file(self, paper: Paper) -> None:
        """Write the first paper, and keep what is the same on every other."""
        for field in self.fields.values():
            self._widen(field)
        texts = self.lines_of(paper)
        if texts != {n: [b.text for b in f.boxes] for n, f in self.fields.items()}:
            return
        pieces = self._pieces(paper, texts)
        with suppress(LookupError):  # what is set here stands otherwise on the page
            drawn = printing.drawn(
                self.document, [pdf.record_of(paper)], paper.seal_room
            )
            self.file = File(self.document, drawn, pieces)
        self.known = self._glyphs()

    def _widen(self, field: lines.Field) -> None:
        """Draw the whole alphabet once, so that the fonts of the file have it."""
        lines.operators(self.document, field.placed(0, ALPHABET))

    def _glyphs(self) -> dict[str, int]:
        return {key: len(f.to_unicode) for key, f in self.document.fonts.items()}

    def _forget_new_glyphs(self) -> None:
        """The file's fonts are written already; what was drawn since is not in them."""
        fonts = self.document.fonts
        for key in [key for key in fonts if key not in self.known]:
            del fonts[key]
        for key, count in self.known.items():
            for glyph in [*fonts[key].to_unicode][count:]:
                del fonts[key].to_unicode[glyph]

    def lines_of(self, paper: Paper) -> Lines:
        """How the personal texts of a paper break into lines here."""
        return {n: f.broken(paper.fields[n]) for n, f in self.fields.items()}

    def _pieces(self, paper: Paper, texts: Lines) -> Pieces:
        """What of each page's content belongs to the person, piece by piece."""
        pieces: Pieces = [[] for _page in self.document.pages]
        for name, field in self.fields.items():
            pieces[field.page] += [
                lines.operators(self.document, field.placed(number, text))
                for number, text in enumerate(texts[name])
            ]
        pieces[0].append(qr.operators(paper))
        return pieces

    def filled(self, paper: Paper, texts: Lines) -> bytes:
        """The file of a paper that breaks like this form; raises Unfit."""
        if self.file is None:
            raise Unfit("its form is not what WeasyPrint draws")
        pieces = self._pieces(paper, texts)
        if self._glyphs() != self.known:
            self._forget_new_glyphs()
            raise Unfit("it has a letter that the form's fonts lack")
        return self.file.written(paper, pieces)
