"""The file around the page: what every paper of a form shares is serialised once."""

from __future__ import annotations

import zlib
from hashlib import md5

import pydyf
from weasyprint import Document

from certificates import printing
from certificates.paper import Paper
from certificates.press.lines import content_of
from certificates.press.writing import Writer

Pieces = list[list[bytes]]  # of each page


class Content:
    """The content of a page, with holes for what is a person's."""

    def __init__(self, stream: pydyf.Stream, pieces: list[bytes]) -> None:
        self.stream = stream
        self.fixed, self.order = _cut(content_of(stream), pieces)

    def written(self, pieces: list[bytes]) -> pydyf.Stream:
        parts = [self.fixed[0]]
        for number, after in zip(self.order, self.fixed[1:], strict=True):
            parts += [pieces[number], after]
        return _like(self.stream, _packed(b"".join(parts)))


class File:
    """The objects of a form's file, with holes for what is a person's."""

    def __init__(self, document: Document, drawn: pydyf.PDF, pieces: Pieces) -> None:
        self.document, self.drawn = document, drawn
        things = drawn.objects
        pages = [t for t in things if _is(t, "/Page")]
        streams = [things[int(bytes(page["Contents"]).split()[0])] for page in pages]
        self.contents = [*map(Content, streams, pieces)]
        self.metadata = next(t for t in things if _is(t, "/Metadata"))
        self.figure = next(t for t in things if _is(t, "/Figure", "S"))
        self.record = next(t for t in things if _is(t, "/EmbeddedFile"))
        own = (*streams, self.metadata, self.figure, self.record)
        numbers = {thing.number for thing in own}
        self.writer = Writer(things, numbers, drawn.catalog.reference)

    def written(self, paper: Paper, pieces: Pieces) -> bytes:
        """The bytes of a paper; the same paper gives the same bytes."""
        own = (
            *(c.written(own) for c, own in zip(self.contents, pieces, strict=True)),
            self._metadata(paper),
            self._figure(paper),
            self._record(paper),
        )
        info = pydyf.Dictionary(self.drawn.info | info_of(paper))
        return self.writer.written(own, info, paper.code.encode())

    def _metadata(self, paper: Paper) -> pydyf.Stream:
        content = printing.metadata_of(
            self.document,
            title=paper.title,
            description=paper.subject,
            keywords=[paper.code],
        )
        return _like(
            self.metadata, pydyf.Stream([content], self.metadata.extra, compress=False)
        )

    def _record(self, paper: Paper) -> pydyf.Stream:
        checksum = md5(paper.record, usedforsecurity=False).hexdigest()
        about = {"CheckSum": f"<{checksum}>", "Size": len(paper.record)}
        params = pydyf.Dictionary(self.record.extra["Params"] | about)
        extra = pydyf.Dictionary(self.record.extra | {"Params": params})
        return _like(self.record, _packed(paper.record, extra))

    def _figure(self, paper: Paper) -> pydyf.Dictionary:
        alt = {"Alt": pydyf.String(paper.qr_alt)}
        return _like(self.figure, pydyf.Dictionary(self.figure | alt))


def info_of(paper: Paper) -> dict[str, pydyf.String]:
    """What a viewer shows of a file: its name, whose it is, and the code."""
    return {
        "Title": pydyf.String(paper.title),
        "Subject": pydyf.String(paper.subject),
        "Keywords": pydyf.String(paper.code),
    }


def _packed(content: bytes, about: dict | None = None) -> pydyf.Stream:
    """A compressed stream; harder than zlib's usual takes four times as long for a QR code."""
    packed = zlib.compress(content)
    return pydyf.Stream([packed], {"Filter": "/FlateDecode"} | (about or {}))


def _is(thing: pydyf.Object, value: str, key: str = "Type") -> bool:
    said = getattr(thing, "extra", thing)
    return isinstance(said, dict) and said.get(key) == value


def _like(old: pydyf.Object, new: pydyf.Object) -> pydyf.Object:
    new.number = old.number
    return new


def _cut(content: bytes, pieces: list[bytes]) -> tuple[list[bytes], list[int]]:
    """The content around the pieces, and the pieces' numbers in the order they stand."""
    places = []
    for number, piece in enumerate(pieces):
        if content.count(piece) != 1:
            raise LookupError(f"piece {number} stands {content.count(piece)} times")
        places.append((content.index(piece), number))
    fixed, end = [], 0
    for start, number in sorted(places):
        fixed.append(content[end:start])
        end = start + len(pieces[number])
    return [*fixed, content[end:]], [number for _start, number in sorted(places)]
