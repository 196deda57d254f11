"""Files on their way into the bank, kept in private storage between the steps.

Each lies in a folder of its own: the file as it was sent, whose it is, and once it was
imported what came of it. Written once, never changed, so that no lock is needed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from questions.formats import guess

FOLDER = "question-imports"


@dataclass(frozen=True)
class KeptFile:
    """A file that waits to be imported; `format` is what its content looks like."""

    uid: str
    name: str
    owner: int
    format: str

    @property
    def content(self) -> bytes:
        with storages["private"].open(_path(self.uid, "source")) as stream:
            return stream.read()

    @property
    def result(self) -> dict[str, Any] | None:
        """What came of it, None as long as it was not imported."""
        return _read(self.uid, "result.json")

    def finish(self, result: dict[str, Any]) -> None:
        _write(self.uid, "result.json", json.dumps(result).encode())

    @property
    def is_undone(self) -> bool:
        return storages["private"].exists(_path(self.uid, "undone.json"))

    def undo(self, said: dict[str, int]) -> None:
        _write(self.uid, "undone.json", json.dumps(said).encode())


def keep(*, content: bytes, name: str, owner: int) -> KeptFile:
    kept = KeptFile(str(uuid4()), name[:200], owner, guess(content) or "")
    _write(kept.uid, "source", content)
    _write(kept.uid, "about.json", json.dumps(asdict(kept)).encode())
    return kept


def find(uid: UUID | str, *, owner: int) -> KeptFile | None:
    """The file, when it is there and this person's."""
    about = _read(str(uid), "about.json")
    return KeptFile(**about) if about and about["owner"] == owner else None


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
