"""XML that means harm, and XML as Windows writes it."""

import time

import pytest

from questions.formats.draft import UnusableFile
from questions.formats.xml import MAX_DEPTH, MAX_ELEMENTS, parse

BOMB = (
    '<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {n} "{f"&{m};" * 10}">'
        for m, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><q>&i;</q>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><q>&x;</q>',
        '<!DOCTYPE q SYSTEM "http://example.org/q.dtd"><q/>',
        '<!DOCTYPE q [<!ENTITY % p SYSTEM "http://example.org/p">%p;]><q/>',
        "<!DOCTYPE q><q/>",
    ],
)
def test_dtd__of_any_sort_is_refused(content):
    with pytest.raises(UnusableFile, match="DTD"):
        parse(content.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1),
        b"<a>" + b"<b/>" * MAX_ELEMENTS + b"</a>",
    ],
    ids=["deep", "many"],
)
def test_limits__stop_what_would_blow_up(content):
    began = time.monotonic()
    with pytest.raises(UnusableFile):
        parse(content)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<a>&khong;</a>",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="khong-co"?><a/>',
        b"<a>\xff</a>",
    ],
)
def test_broken__is_unusable(content):
    with pytest.raises(UnusableFile):
        parse(content)


def test_broken__names_the_line():
    with pytest.raises(UnusableFile, match="dòng 3"):
        parse(b"<a>\n<b>\n</c></a>")


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff<a>Đúng</a>".encode(),
        "<a>Đúng</a>".encode("utf-16"),
        '<?xml version="1.0" encoding="windows-1258"?><a>Đu\u0301ng</a>'.encode(
            "cp1258"
        ),
        "<a>Đú\x0bng</a>".encode(),
    ],
    ids=["bom", "utf-16", "windows-1258", "control"],
)
def test_encodings__are_read(content):
    text = parse(content).text.replace("u\u0301", "ú")
    assert text == "Đúng"
