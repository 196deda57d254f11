"""Emblems and seals: made anew, kept by their hash, never fetched."""

import re
from io import BytesIO

import pytest
from django.core.files.storage import storages
from PIL import Image

from certificates import marks
from certificates.pictures import PictureRefused, normalised
from tests.certificates.pictured import a_png, an_svg


def test_png__is_small_and_has_pixels_only():
    content, suffix = normalised(a_png(side=2000))
    assert suffix == "png"
    assert len(content) < 60_000
    picture = Image.open(BytesIO(content))
    assert max(picture.size) == 400
    assert picture.mode == "RGBA"
    assert not picture.info


def test_svg__loses_what_programs_keep_in_it():
    inside = (
        '<metadata>tên máy</metadata><title>x</title><g xmlns:i="http://ns" i:y="1" '
        'data-z="2"><i:a/><path d="M0 0h9" style="fill:url(#a)"/></g><!-- c -->'
    )
    content, suffix = normalised(an_svg(inside))
    assert suffix == "svg"
    text = content.decode()
    assert "path" in text
    assert "url(#a)" in text
    for gone in ("metadata", "title", "data-z", "http://ns", "<!--"):
        assert gone not in text


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="http://example.com/a.png"/>',
        '<path d="M0 0" onclick="x()"/>',
        '<use href="http://example.com/a.svg#x"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="file:///etc/passwd"/>',
        '<path d="M0 0" style="fill:url(http://example.com)"/>',
        '<path d="M0 0" fill="url(file:///etc/passwd#a)"/>',
        "<style>@import url(http://example.com)</style>",
        "<foreignObject/>",
        "<text>chữ</text>",
    ],
)
def test_svg__that_runs_or_reaches_outside__is_refused(inside):
    with pytest.raises(PictureRefused):
        normalised(an_svg(inside))


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"%PDF-1.7",
        a_png(kind="JPEG"),
        a_png()[:300],
        b"\x89PNG\r\n\x1a\n" + b"x" * 50,
        b"<svg",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + an_svg("&a;"),
        b"x" * (2**20 + 1),
        an_svg('<path d="' + "M0 0 " * 20_000 + '"/>'),
    ],
)
def test_what_is_no_picture__is_refused(upload):
    with pytest.raises(PictureRefused):
        normalised(upload)


def test_kept_once__and_given_as_data():
    name = marks.keep(an_svg())
    assert marks.keep(an_svg()) == name
    assert re.fullmatch(r"[0-9a-f]{64}\.svg", name)
    assert marks.address(name).startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize("name", ["../../x.png", f"{'0' * 64}.png", "x"])
def test_one_that_is_not_there__stops_the_drawing(name):
    with pytest.raises(marks.MarkGone):
        marks.address(name)


def test_one_altered_on_the_disk__stops_the_drawing():
    name = marks.keep(an_svg(colour="#123456"))
    storage = storages["private"]
    with storage.open(f"{marks.FOLDER}/{name}", "wb") as file:
        file.write(an_svg(colour="#654321"))
    marks.address.cache_clear()
    with pytest.raises(marks.MarkGone):
        marks.address(name)
    storage.delete(f"{marks.FOLDER}/{name}")
