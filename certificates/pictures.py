"""Pictures of other people, made anew from what may be in them: PNG and SVG. Pure.

A PNG keeps its pixels and nothing else, an SVG only shapes and colours: no script, no
text (its fonts are not ours), nothing that points outside.
"""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

UPLOAD_LIMIT = 2**20  # bytes
SVG_LIMIT = 60 * 2**10  # each paper carries it, and may have 120 KB
SIDE = 400  # pixels: 300 to an inch on the 33 mm of a seal
PIXELS = 25_000_000
COLOURS = 128
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
SHAPES = frozenset({
    "svg", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "use", "clipPath", "linearGradient", "radialGradient", "stop", "title",
    "desc",
})  # fmt: skip
SAID = frozenset({"title", "desc"})  # words about the picture, which nobody sees here
ATTRIBUTES = frozenset({
    "id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx",
    "fy", "width", "height", "points", "viewBox", "transform", "preserveAspectRatio",
    "offset", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits",
    "href", "style", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "stroke-opacity", "opacity", "color", "clip-path", "clip-rule",
    "stop-color", "stop-opacity", "version",
})  # fmt: skip
LOCAL = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
UNSAFE = re.compile(r"url\(|@|\\|expression|javascript:|/\*", re.IGNORECASE)


class PictureRefused(ValueError):
    """The picture cannot be used; the message says why and what to do."""


def normalised(upload: bytes) -> tuple[bytes, str]:
    """The picture made anew, and its suffix; raises PictureRefused."""
    if len(upload) > UPLOAD_LIMIT:
        raise PictureRefused(_("Hình lớn quá 1 MB: thu nhỏ rồi tải lên lại."))
    if upload.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(upload), "png"
    if b"<svg" in upload[:4096].lower():
        return _svg(upload), "svg"
    raise PictureRefused(_("Chỉ nhận hình PNG hoặc SVG."))


def _png(upload: bytes) -> bytes:
    try:
        if b"IEND" not in upload[-16:]:
            raise OSError  # cut off, which Pillow may be set to overlook
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(upload), formats=["PNG"])
            if picture.width * picture.height > PIXELS:
                raise PictureRefused(_("Hình có quá nhiều điểm ảnh: thu nhỏ lại."))
            picture = picture.convert("RGBA")
    except PictureRefused:
        raise
    except (
        OSError, SyntaxError, ValueError, UnidentifiedImageError, Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:  # fmt: skip
        raise PictureRefused(_("Không mở được hình: tệp PNG bị hỏng.")) from error
    picture.thumbnail((SIDE, SIDE))
    few = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    output = BytesIO()
    few.convert("RGBA").save(output, "PNG", optimize=True)
    return output.getvalue()


def _svg(upload: bytes) -> bytes:
    try:
        root = fromstring(upload, forbid_dtd=False, forbid_entities=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise PictureRefused(_("Không đọc được hình: tệp SVG bị hỏng.")) from error
    made = _copy(root)
    if made is None or made.tag != f"{SVG}svg":
        raise PictureRefused(_("Không đọc được hình: tệp SVG bị hỏng."))
    if "viewBox" not in made.attrib:
        _give_view_box(made)
    _wrap_opacity(made)
    content = tostring(made, default_namespace=None)
    if len(content) > SVG_LIMIT:
        raise PictureRefused(
            _("Hình SVG quá nhiều nét: đơn giản hóa hoặc dùng hình PNG.")
        )
    return content


def _copy(old: Element) -> Element | None:
    """An element with what may be in it; None for what other programs keep in files."""
    if not isinstance(old.tag, str) or not old.tag.startswith(SVG):
        return None
    name = old.tag.removeprefix(SVG)
    if name == "metadata" or name in SAID:
        return None
    if name not in SHAPES:
        raise PictureRefused(
            _("Hình SVG có thành phần <%(name)s>, không dùng được trên giấy.")
            % {"name": name}
        )
    new = Element(old.tag, _attributes(old))
    new.extend([child for child in map(_copy, old) if child is not None])
    return new


def _attributes(old: Element) -> dict[str, str]:
    kept = {}
    for key, value in old.attrib.items():
        name = "href" if key == XLINK else key
        if name.lower().startswith("on") or not _is_inside(name, value):
            raise PictureRefused(
                _("Hình SVG có lệnh hoặc trỏ ra ngoài (%(name)s): xuất lại hình.")
                % {"name": name}
            )
        if name in ATTRIBUTES:
            kept[XLINK if name == "href" else name] = value
    return kept


def _is_inside(name: str, value: str) -> bool:
    if name == "href":
        return value.startswith("#")
    return name.startswith("{") or not UNSAFE.search(LOCAL.sub("", value))


def _give_view_box(root: Element) -> None:
    """Without one a picture cannot be scaled; its size in pixels stands for it."""
    sides = [
        re.fullmatch(r"([\d.]+)(px)?", root.get(k, "")) for k in ("width", "height")
    ]
    if not all(sides):
        raise PictureRefused(_("Hình SVG không có viewBox: xuất lại hình."))
    root.set("viewBox", f"0 0 {sides[0][1]} {sides[1][1]}")


def _wrap_opacity(root: Element) -> None:
    """WeasyPrint cuts a drawing that is transparent as a whole; a group in it is not."""
    if (opacity := root.attrib.pop("opacity", None)) is not None:
        group = Element(f"{SVG}g", {"opacity": opacity})
        group.extend(list(root))
        root[:] = [group]
