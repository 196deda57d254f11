"""The QR code as the page's content has it."""

from __future__ import annotations

from accounts.qr import runs
from certificates.paper import Paper


def operators(paper: Paper) -> bytes:
    """A stroke for each run of dark modules, as WeasyPrint draws the SVG of `Paper.qr`."""
    return "\n".join(
        [f"{start} {y}.5 m\n{end} {y}.5 l" for y, start, end in runs(paper.modules)]
    ).encode()
