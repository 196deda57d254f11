"""Files on their way into the bank, kept in private storage between the steps.

Each lies in a folder of its own: the file as it was sent, whose it is, and notes: that
work on it was asked for, what came of it. A note is written once, so no lock is needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from questions.formats import guess
from questions.formats.packages import weight

FOLDER = "question-imports"


@dataclass(frozen=True)
class KeptFile:
    """A file that waits to be imported; `format` is what its content looks like.

    `weight` is how many octets a reader has to go through, those in a zip unpacked.
    """

    uid: str
    name: str
    owner: int
    format: str
    weight: int = 0

    @property
    def content(self) -> bytes:
        with storages["private"].open(_path(self.uid, "source")) as stream:
            return stream.read()

    @property
    def result(self) -> dict[str, Any] | None:
        """What came of it, None as long as it was not imported."""
        return self.noted("result")

    def finish(self, result: dict[str, Any]) -> None:
        self.note("result", result)

    @property
    def is_undone(self) -> bool:
        return storages["private"].exists(_path(self.uid, "undone.json"))

    def undo(self, said: dict[str, int]) -> None:
        self.note("undone", said)

    def noted(self, name: str) -> Any:
        return _read(self.uid, f"{name}.json")

    def note(self, name: str, what: dict[str, Any]) -> None:
        _write(self.uid, f"{name}.json", json.dumps(what).encode())

    def forget(self, name: str) -> None:
        storages["private"].delete(_path(self.uid, f"{name}.json"))


def keep(*, content: bytes, name: str, owner: int) -> KeptFile:
    kept = KeptFile(
        str(uuid4()), name[:200], owner, guess(content) or "", weight(content)
    )
    _write(kept.uid, "source", content)
    _write(kept.uid, "about.json", json.dumps(asdict(kept)).encode())
    return kept


def find(uid: UUID | str, *, owner: int) -> KeptFile | None:
    """The file, when it is there and this person's."""
    about = _read(str(uid), "about.json")
    return KeptFile(**about) if about and about["owner"] == owner else None


def all_kept() -> Iterator[tuple[str, datetime, bool]]:
    """Every folder: its uid, when something last came of it, whether it was imported."""
    storage = storages["private"]
    if not storage.exists(FOLDER):
        return
    for uid in storage.listdir(FOLDER)[0]:
        names = storage.listdir(_path(uid, ""))[1]
        times = [storage.get_modified_time(_path(uid, name)) for name in names]
        if times:
            yield uid, max(times), "result.json" in names


def drop(uid: str) -> None:
    """The file and all notes on it; the owner's pages are then not found."""
    storage = storages["private"]
    for name in storage.listdir(_path(uid, ""))[1]:
        storage.delete(_path(uid, name))
    storage.delete(_path(uid, ""))


def _path(uid: str, name: str) -> str:
    return f"{FOLDER}/{UUID(uid)}/{name}"


def _read(uid: str, name: str) -> Any:
    storage, path = storages["private"], _path(uid, name)
    if not storage.exists(path):
        return None
    with storage.open(path) as stream:
        return json.loads(stream.read())


def _write(uid: str, name: str, content: bytes) -> None:
    """Once: a second writer's copy is dropped."""
    storage, path = storages["private"], _path(uid, name)
    if storage.exists(path):
        return
    storage.save(path, ContentFile(content))
