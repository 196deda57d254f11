"""The engraved frame of a certificate, drawn as one small SVG in millimetres.

`python -m certificates.guilloche` writes the files that the paper and the page share, one
for each colour. Every wave is a chain of Bézier curves from crest to
trough: the look of thousands of points for the price of some hundreds.
"""

from math import ceil, cos, pi, sin
from pathlib import Path

WIDTH, HEIGHT = 297, 210  # A4 landscape
BAND = 13  # from the edge to the middle of the woven band
GOLD, PAPER = "#c4953a", "#fffdf6"
# What a template may choose, as in `pdf.css`: each reads on PAPER at 8:1 at least.
ACCENTS = {"lacquer": "#8a1a1c", "indigo": "#1f3a6e", "jade": "#14532d"}
HANDLE = 0.3642  # of half a period: the cubic nearest to half a cosine
CENTRE = (148.5, 108.0)
STRANDS = 6
START, SWING = 20, 3.6  # where a strand begins along its edge; half its height


def number(value: float) -> str:
    return f"{round(value, 3):g}"


def points(*pairs: tuple[float, float]) -> str:
    return " ".join(f"{number(x)} {number(y)}" for x, y in pairs)


def wave(
    *, periods: int, phase: float, end: float, middle: float, upright: bool = False
) -> str:
    """A cosine wave along an edge, from the crest before START to past `end`.

    What sticks out at both ends is covered by the corners. `phase` is a fraction of a
    period, `upright` swaps the axes.
    """
    half = (end - START) / periods / 2
    first = START - 2 * half * (1 - phase)
    steps = ceil((end - first) / half)

    def at(along: float, across: float) -> tuple[float, float]:
        return (across, along) if upright else (along, across)

    path = ["M" + points(at(first, middle - SWING))]
    for step in range(steps):
        rise = 2 * SWING * (1 if step % 2 == 0 else -1)
        target = points(at(half * (1 - HANDLE), rise), at(half, rise))
        path.append(
            f"c{points(at(half * HANDLE, 0))} {target}" if not step else f"s{target}"
        )
    return "".join(path)


def rosette(
    *, centre: tuple[float, float], radius: float, petals: int, depth: float
) -> str:
    """A closed flower: the radius swings `depth` of itself inwards between petals."""
    turn = pi / petals

    def node(step: int) -> tuple[tuple[float, float], tuple[float, float]]:
        """The point at a crest or trough of the radius, and its handle forwards."""
        swing = 1 if step % 2 == 0 else -1
        r = radius * (1 - depth + depth * swing)
        angle, reach = step * turn, r * turn * HANDLE
        at = (centre[0] + r * cos(angle), centre[1] + r * sin(angle))
        return at, (-reach * sin(angle), reach * cos(angle))

    (x, y), (hx, hy) = node(0)
    path = ["M" + points((x, y)), "C" + points((x + hx, y + hy)) + " "]
    for step in range(1, 2 * petals + 1):
        (x, y), (hx, hy) = node(step)
        path.append(("S" if step > 1 else "") + points((x - hx, y - hy), (x, y)))
    return "".join([*path, "z"])


def star(*, rays: int, outer: float, inner: float) -> str:
    """The star of the Đông Sơn drum in the middle of the paper."""
    corners = []
    for step in range(2 * rays):
        angle, r = pi * step / rays - pi / 2, inner if step % 2 else outer
        corners.append((CENTRE[0] + r * cos(angle), CENTRE[1] + r * sin(angle)))
    return f"M{points(*corners)}z"


def band(strands: range) -> str:
    """Some of the strands that weave around the four edges."""
    path = []
    for strand in strands:
        phase = strand / STRANDS
        path += [
            wave(periods=26, phase=phase, end=WIDTH - 20, middle=y)
            for y in (BAND, HEIGHT - BAND)
        ]
        path += [
            wave(periods=17, phase=phase, end=HEIGHT - 20, middle=x, upright=True)
            for x in (BAND, WIDTH - BAND)
        ]
    return "".join(path)


def corners() -> list[tuple[float, float]]:
    return [(x, y) for x in (BAND, WIDTH - BAND) for y in (BAND, HEIGHT - BAND)]


def frame(inset: float, colour: str, stroke: float) -> str:
    return (
        f'<rect x="{inset}" y="{inset}" width="{WIDTH - 2 * inset:g}" '
        f'height="{HEIGHT - 2 * inset:g}" stroke="{colour}" stroke-width="{stroke}"/>'
    )


def file_of(colour: str) -> str:
    """guilloche.svg, guilloche-indigo.svg"""
    return "guilloche.svg" if colour == "lacquer" else f"guilloche-{colour}.svg"


def draw(colour: str = "lacquer") -> str:
    """The whole drawing as an SVG document."""
    accent = ACCENTS[colour]
    flowers = "".join(
        rosette(centre=corner, radius=radius, petals=12, depth=depth)
        for corner in corners()
        for radius, depth in ((7.2, 0.18), (5.4, 0.3), (3.4, 0.35))
    )
    ring = "".join(
        rosette(centre=CENTRE, radius=radius, petals=28, depth=depth)
        for outer in (46, 42, 38, 34)
        for radius, depth in ((outer, 0.05), (outer - 2, -0.05))
    )
    cleared = "".join(
        f'<rect x="{x - 8}" y="{y - 8}" width="16" height="16" fill="{PAPER}"/>'
        for x, y in corners()
    )
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
            f' width="{WIDTH}mm" height="{HEIGHT}mm" fill="none">',
            frame(7, accent, 0.9),
            frame(19, GOLD, 0.5),
            frame(20.2, accent, 0.25),
            f'<path d="{band(range(1, STRANDS, 2))}" stroke="{GOLD}" stroke-width=".22"/>',
            f'<path d="{band(range(0, STRANDS, 2))}" stroke="{accent}" stroke-width=".18"',
            ' stroke-opacity=".75"/>',
            cleared,
            f'<path d="{flowers}" stroke="{accent}" stroke-width=".25"/>',
            f'<path d="{ring}" stroke="{GOLD}" stroke-opacity=".2" stroke-width=".3"/>',
            f'<path d="{star(rays=14, outer=24, inner=9)}" fill="{GOLD}" fill-opacity=".08"/>',
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    for name in ACCENTS:
        Path("static/img", file_of(name)).write_text(draw(name), encoding="utf-8")
