"""Zip archives from strangers: what could do harm is refused before it is unpacked."""

import random
import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from questions.formats import packages
from questions.formats.draft import UnusableFile


def archive(*entries, method=ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as target:
        for entry, content in entries:
            target.writestr(entry, content, compress_type=method)
    return buffer.getvalue()


def test_opened__gives_names_and_bytes():
    package = packages.opened(archive(("a/", b""), ("a/b.xml", b"<x/>")))
    assert package.names == ["a/b.xml"]
    assert package.read("a/b.xml") == b"<x/>"
    assert "a/b.xml" in package
    with pytest.raises(KeyError):
        package.read("c.xml")


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/etc/passwd", "C:/a", "a\\b", "./a", "a//b", "..", "a/.."],
)
def test_opened__refuses_a_path_that_leaves_the_package(name):
    info = ZipInfo("x")
    info.filename = name
    with pytest.raises(UnusableFile, match="ra ngoài gói"):
        packages.opened(archive((info, b"1")))


def test_opened__refuses_a_link():
    info = ZipInfo("link")
    info.external_attr = 0o120777 << 16
    with pytest.raises(UnusableFile, match="không phải tệp thường"):
        packages.opened(archive((info, b"/etc/passwd")))


def test_opened__refuses_a_bomb():
    with pytest.raises(UnusableFile, match="quá lớn"):
        packages.opened(archive(("bomb.xml", bytes(20 * packages.MEGABYTE))))


def test_opened__refuses_what_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr(packages, "MAX_UNPACKED", 1000)
    with pytest.raises(UnusableFile, match="400 MB"):
        packages.opened(archive(*((f"{n}", bytes(300)) for n in range(4))))


def test_opened__refuses_too_many_files(monkeypatch):
    monkeypatch.setattr(packages, "MAX_FILES", 3)
    with pytest.raises(UnusableFile, match="quá nhiều tệp"):
        packages.opened(archive(*((f"{n}", b"") for n in range(4))))


def test_opened__refuses_a_large_file_before_reading_it(monkeypatch):
    monkeypatch.setattr(packages, "MAX_BYTES", 10)
    with pytest.raises(UnusableFile, match="100 MB"):
        packages.opened(archive(("a", b"1")))


def test_opened__refuses_two_files_of_one_name():
    with pytest.warns(UserWarning, match="Duplicate"):
        content = archive(("a", b"1"), ("a", b"2"))
    with pytest.raises(UnusableFile, match="cùng tên"):
        packages.opened(content)


def test_opened__refuses_another_compression():
    with pytest.raises(UnusableFile, match="không đọc được"):
        packages.opened(archive(("a", b"1" * 100), method=ZIP_BZIP2))


def test_opened__refuses_a_password():
    content = bytearray(archive(("a", b"1")))
    entry = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, entry + 8, 1)
    with pytest.raises(UnusableFile, match="mật khẩu"):
        packages.opened(bytes(content))


def test_read__says_which_file_is_damaged():
    content = bytearray(archive(("a.xml", random.Random(1).randbytes(200))))
    content[60] ^= 0xFF
    with pytest.raises(UnusableFile, match=r"a\.xml"):
        packages.opened(bytes(content)).read("a.xml")


def test_opened__never_crashes_on_a_cut_or_changed_archive():
    content = archive(("a.xml", b"<x/>" * 50), ("b/c.png", bytes(range(256))))
    rng = random.Random(20221121)
    for _round in range(400):
        broken = bytearray(content[: rng.randrange(1, len(content) + 1)])
        for _change in range(rng.randrange(4)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            package = packages.opened(bytes(broken))
            for name in package.names:
                package.read(name)
        except UnusableFile:
            continue


@pytest.mark.parametrize(
    ("folder", "href", "name"),
    [
        ("items", "../images/a.png", "images/a.png"),
        ("", "a.png", "a.png"),
        ("items", "../../a.png", ""),
        ("items", "/a.png", "items/a.png"),
        ("a", "./b/../c", "a/c"),
    ],
)
def test_joined__stays_in_the_package(folder, href, name):
    assert packages.joined(folder, href) == name
