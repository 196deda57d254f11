"""The QR code as the page's content has it."""

from __future__ import annotations

from certificates.paper import Paper


def operators(paper: Paper) -> bytes:
    """A stroke for each run of dark modules, as WeasyPrint draws the SVG of `Paper.qr`."""
    found = []
    for y, row in enumerate(paper.matrix):
        bits = bytes(row)
        start = bits.find(1)
        while start >= 0:
            end = bits.find(0, start)
            end = len(bits) if end < 0 else end
            found.append(f"{start} {y}.5 m\n{end} {y}.5 l")
            start = bits.find(1, end)
    return "\n".join(found).encode()
