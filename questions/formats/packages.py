"""Zip archives from strangers, opened safely: paths, sizes and numbers are checked
before one byte is unpacked, and nothing is ever written to disk. For QTI and XLSX.
"""

from __future__ import annotations

import stat
import zlib
from io import BytesIO
from posixpath import normpath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from questions.formats.draft import UnusableFile

MEGABYTE = 1024 * 1024
MAX_BYTES = 100 * MEGABYTE
MAX_UNPACKED = 400 * MEGABYTE
MAX_FILES = 25_000
MAX_RATIO = 200  # XML packs about 1:20, a sheet of equal rows 1:100; a bomb 1:1000
FIRST_BYTES = b"PK"
ENCRYPTED = 0x1


class Package:
    """The files of a checked archive by name; directories are left out."""

    def __init__(self, archive: ZipFile, files: dict[str, ZipInfo]) -> None:
        self._archive = archive
        self._files = files

    @property
    def names(self) -> list[str]:
        """In the order of the archive."""
        return list(self._files)

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def read(self, name: str) -> bytes:
        """The bytes of one file; raises KeyError, or UnusableFile if it is damaged."""
        info = self._files[name]
        try:
            return self._archive.read(info)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            message = _("Tệp “%(name)s” trong gói bị hỏng.") % {"name": name}
            raise UnusableFile(message) from error


def is_package(content: bytes) -> bool:
    return content.startswith(FIRST_BYTES)


def weight(content: bytes) -> int:
    """How many octets there are to read: of a package, those inside."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(info.file_size for info in archive.infolist())
    except (BadZipFile, OSError, ValueError, NotImplementedError, IndexError):
        return len(content)


def opened(content: bytes) -> Package:
    """The archive, when it is one that can do no harm; raises UnusableFile."""
    if len(content) > MAX_BYTES:
        raise UnusableFile(_("Tệp lớn hơn 100 MB. Chia tệp rồi nhập từng phần."))
    try:
        archive = ZipFile(BytesIO(content))
        entries = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError, IndexError) as error:
        raise UnusableFile(_("Tệp nén ZIP bị hỏng hoặc bị cắt cụt.")) from error
    _check_sizes(entries)
    files: dict[str, ZipInfo] = {}
    for info in entries:
        _check_entry(info)
        if info.filename in files:
            raise _unsafe(_("hai tệp cùng tên “%(name)s”"), info.filename)
        if not info.is_dir():
            files[info.filename] = info
    return Package(archive, files)


def _unsafe(reason: str, name: str = "") -> UnusableFile:
    said = reason % {"name": name[:200]}
    return UnusableFile(_("Gói nén không an toàn: %(reason)s.") % {"reason": said})


def _check_sizes(entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_FILES:
        raise _unsafe(_("có quá nhiều tệp"))
    if sum(info.file_size for info in entries) > MAX_UNPACKED:
        raise _unsafe(_("giải nén ra hơn 400 MB"))


def _check_entry(info: ZipInfo) -> None:
    """No file outside the package, no link, no secret, no bomb."""
    name = info.filename
    if not _is_inside(name):
        raise _unsafe(_("đường dẫn “%(name)s” ra ngoài gói"), name)
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _unsafe(_("“%(name)s” không phải tệp thường"), name)
    if info.flag_bits & ENCRYPTED:
        raise _unsafe(_("“%(name)s” có mật khẩu"), name)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _unsafe(_("“%(name)s” nén bằng cách không đọc được"), name)
    if info.file_size > MEGABYTE and info.file_size > MAX_RATIO * info.compress_size:
        raise _unsafe(_("“%(name)s” giải nén ra quá lớn"), name)


def _is_inside(name: str) -> bool:
    """A relative path with forward slashes that stays in the package."""
    if not name or "\\" in name or "\0" in name or name.startswith("/"):
        return False
    parts = name.rstrip("/").split("/")
    return ":" not in parts[0] and not {"", ".", ".."} & set(parts)


def joined(folder: str, href: str) -> str:
    """The name in the package that a relative reference means; "" when outside."""
    name = normpath(f"{folder}/{href}" if folder else href)
    return name if _is_inside(name) else ""
