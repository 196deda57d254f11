"""Drawn pictures to upload as emblem and seal."""

from io import BytesIO

from PIL import Image, ImageDraw

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{}'
    '<circle cx="50" cy="50" r="46" fill="{}"/></svg>'
)


def an_svg(inside: str = "", *, colour: str = "#c8102e") -> bytes:
    return SVG.format(inside, colour).encode()


def a_png(*, colour: str = "#d2232a", side: int = 600, kind: str = "PNG") -> bytes:
    """A ring on nothing, as seals are scanned."""
    picture = Image.new("RGBA" if kind == "PNG" else "RGB", (side, side))
    ImageDraw.Draw(picture).ellipse(
        (side // 20, side // 20, side - side // 20, side - side // 20),
        outline=colour,
        width=side // 20,
    )
    output = BytesIO()
    picture.save(output, kind)
    return output.getvalue()
