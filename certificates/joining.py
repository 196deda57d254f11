"""Papers one after the other in one PDF, to print: pages only, no tags, no signature.

pyHanko reads the files, as it does to check them. An object goes to the output as soon
as it is read and once: fonts and the ornament that a class has in common are written
with the first paper, and memory stays that of one paper however many there are.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import IO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

PAGE_KEYS = ("/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Resources")
CATALOGUE, TREE = 1, 2  # the objects that are written last


class Joint:
    """A PDF that grows by the pages of others; `end` writes what readers begin with."""

    def __init__(self, file: IO[bytes], *, title: str) -> None:
        self.file, self.title = file, title
        self.offsets: dict[int, int] = {}
        self.known: dict[bytes, int] = {}
        self.pages: list[int] = []
        self.next_number = TREE + 1
        file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, content: bytes) -> None:
        """Add the pages of a file."""
        reader = PdfFileReader(BytesIO(content), strict=False)
        seen: dict[tuple[int, int], int] = {}
        for kid in reader.root["/Pages"]["/Kids"]:
            page = kid.get_object()
            copy = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Page")})
            copy[pdf_name("/Parent")] = reference(TREE)
            for key in PAGE_KEYS:
                if key in page:
                    copy[pdf_name(key)] = self._copied(page.raw_get(key), seen)
            self.pages.append(self._written(copy, is_shared=False))

    def _copied(
        self, thing: generic.PdfObject, seen: dict[tuple[int, int], int]
    ) -> generic.PdfObject:
        """The same with references into the output; what it refers to is written."""
        if isinstance(thing, generic.IndirectObject):
            key = (thing.idnum, thing.generation)
            if key not in seen:
                copy = self._copied(thing.get_object(), seen)
                seen[key] = self._written(copy)
            return reference(seen[key])
        if isinstance(thing, generic.StreamObject):
            own = {k: self._copied(thing.raw_get(k), seen) for k in thing}
            return generic.StreamObject(own, encoded_data=thing.encoded_data)
        if isinstance(thing, generic.DictionaryObject):
            return generic.DictionaryObject(
                {k: self._copied(thing.raw_get(k), seen) for k in thing}
            )
        if isinstance(thing, generic.ArrayObject):
            parts = (thing.raw_get(n) for n in range(len(thing)))
            return generic.ArrayObject([self._copied(part, seen) for part in parts])
        return thing

    def _written(self, thing: generic.PdfObject, *, is_shared: bool = True) -> int:
        """The number of the object; one whose bytes were written already is that one."""
        output = BytesIO()
        thing.write_to_stream(output)
        digest = hashlib.sha256(output.getvalue()).digest()
        if is_shared and digest in self.known:
            return self.known[digest]
        number = self.known[digest] = self.next_number
        self.next_number += 1
        self._put(number, output.getvalue())
        return number

    def _put(self, number: int, content: bytes) -> None:
        self.offsets[number] = self.file.tell()
        self.file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def end(self) -> None:
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        tree = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(self.pages), kids)
        self._put(TREE, tree)
        self._put(CATALOGUE, b"<</Type/Catalog/Lang(vi)/Pages %d 0 R>>" % TREE)
        title = BytesIO()
        generic.TextStringObject(self.title).write_to_stream(title)
        info = self.next_number
        self._put(info, b"<</Title %b>>" % title.getvalue())
        start = self.file.tell()
        self.file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (info + 1))
        for number in range(1, info + 1):
            self.file.write(b"%010d 00000 n \n" % self.offsets[number])
        self.file.write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
            % (info + 1, CATALOGUE, info, start)
        )


def pdf_name(text: str) -> generic.NameObject:
    return generic.NameObject(text)


def reference(number: int) -> generic.IndirectObject:
    return generic.IndirectObject(number, 0, pdf=None)
