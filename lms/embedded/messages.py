"""Compile translations in Python: gettext's msgfmt may not be installed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from lms.embedded.place import CHECKOUT

FOLDERS = (CHECKOUT / "locale", CHECKOUT / "lms" / "locale")


def compile_messages(*folders: Path) -> int:
    """Bring every .mo up to its .po; say how many were written."""
    found = (f.glob("*/LC_MESSAGES/*.po") for f in folders or FOLDERS)
    stale = [po for catalogues in found for po in catalogues if is_stale(po)]
    for po in stale:
        compile_file(po)
    return len(stale)


def is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def compile_file(po: Path) -> None:
    """Write beside and rename: a server may be reading, another process writing it."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parent.parent.name)
    draft = po.with_suffix(f".mo.{os.getpid()}")
    with draft.open("wb") as target:
        write_mo(target, catalog)
    draft.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    compile_messages()
