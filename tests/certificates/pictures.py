"""Pages of a PDF as pictures, drawn by Poppler."""

import subprocess
from io import BytesIO

from PIL import Image


def picture_of(content: bytes, *, dpi: int = 80) -> Image.Image:
    """The first page."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-"],
        input=content,
        capture_output=True,
        check=True,
    )
    return Image.open(BytesIO(drawn.stdout)).convert("RGB")
