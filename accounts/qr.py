"""QR codes (ISO/IEC 18004) as rows of modules, and as vector pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

import zxingcpp

Rows = list[bytes]

DARK = re.compile(rb"\x01+")
MODULES = bytes([1]) + bytes(255)  # the library's picture has 0 for dark, 255 for light


def rows_of(text: str, *, level: str = "L") -> Rows:
    """The modules without quiet zone, row by row; 1 is dark.

    `level` is the least error correction, "L", "M", "Q" or "H": where the next one
    needs no larger symbol it is taken.
    """
    code = zxingcpp.create_barcode(
        text, zxingcpp.BarcodeFormat.QRCode, options=f"ecLevel={level}"
    )
    picture = memoryview(code.to_image(scale=1, add_quiet_zones=False))
    size, modules = picture.shape[1], bytes(picture).translate(MODULES)
    return [modules[i : i + size] for i in range(0, len(modules), size)]


def runs(rows: Rows) -> Iterator[tuple[int, int, int]]:
    """The dark strokes, line by line: which row, from which module, up to which."""
    for y, row in enumerate(rows):
        for found in DARK.finditer(row):
            yield y, *found.span()


def svg(rows: Rows, *, dark: str = "#000", light: str = "", margin: int = 0) -> str:
    """The code as SVG; without `light` what is behind it shows through."""
    size = len(rows) + 2 * margin
    strokes = "".join(
        f"M{start + margin} {y + margin}.5H{end + margin}"
        for y, start, end in runs(rows)
    )
    paper = f'<path fill="{light}" d="M0 0h{size}v{size}h-{size}z"/>' if light else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{paper}'
        f'<path stroke="{dark}" d="{strokes}"/></svg>'
    )
