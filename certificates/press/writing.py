"""The bytes of a form's files: what they share stands first, written once as one block.

pydyf would write all 130 objects anew for each paper, and pack most of them twice. What
is a person's stands behind the block, outside of the packed objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from struct import pack

import pydyf

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"  # as pydyf has it: the rest is binary
WIDTHS = (1, 4, 2)  # octets of a row in the table of objects (ISO 32000-1, 7.5.8)
FREE, PLAIN, PACKED = range(3)


class Writer:
    """Writes files of which only the objects with those numbers are not the same."""

    def __init__(
        self, things: Sequence[pydyf.Object], own: set[int], root: bytes
    ) -> None:
        self.root, self.info = root, len(things)
        self.size = self.info + 3  # and the packed objects, and the table itself
        self.rows = [_row(FREE, 0, 65_535)] * self.size
        self.block = HEADER
        shared = [t for t in things if t.free == "n" and t.number not in own]
        for thing in shared:
            if not thing.compressible:
                self._add(thing)
        self._add(self._packed([thing for thing in shared if thing.compressible]))
        self.hashed = md5(self.block, usedforsecurity=False)

    def _add(self, thing: pydyf.Object) -> None:
        self.rows[thing.number] = _row(PLAIN, len(self.block))
        self.block += thing.indirect + b"\n"

    def _packed(self, things: Sequence[pydyf.Object]) -> pydyf.Stream:
        """One stream with all objects that may be in one (7.5.7)."""
        number, places, said = self.info + 1, [], b""
        for index, thing in enumerate(things):
            self.rows[thing.number] = _row(PACKED, number, index)
            places.append(b"%d %d " % (thing.number, len(said)))
            said += thing.data + b"\n"
        first = b"".join(places)
        about = {"Type": "/ObjStm", "N": len(things), "First": len(first)}
        stream = pydyf.Stream([first + said], about, compress=True)
        stream.number = number
        return stream

    def written(
        self, own: Sequence[pydyf.Object], info: pydyf.Dictionary, identifier: bytes
    ) -> bytes:
        """The file with these objects; the same ones give the same bytes."""
        info.number = self.info
        parts, rows, at = [self.block], list(self.rows), len(self.block)
        hashed = self.hashed.copy()
        for thing in (*own, info):
            part = thing.indirect + b"\n"
            rows[thing.number] = _row(PLAIN, at)
            hashed.update(part)
            parts.append(part)
            at += len(part)
        rows[-1] = _row(PLAIN, at)
        names = (identifier, hashed.hexdigest())
        table = self._table(rows, pydyf.Array(map(pydyf.String, names)))
        return b"".join([*parts, table, b"\nstartxref\n%d\n%%%%EOF\n" % at])

    def _table(self, rows: list[bytes], names: pydyf.Array) -> bytes:
        about = {
            "Type": "/XRef",
            "Size": self.size,
            "W": pydyf.Array(WIDTHS),
            "Root": self.root,
            "Info": f"{self.info} 0 R",
            "ID": names,
        }
        stream = pydyf.Stream([b"".join(rows)], about, compress=True)
        stream.number = self.size - 1
        return stream.indirect


def _row(kind: int, place: int, index: int = 0) -> bytes:
    return pack(">BIH", kind, place, index)
