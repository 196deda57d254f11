"""Where an embedded installation keeps its data, and how its parts find each other."""

import fcntl
import hashlib
import os
import pwd
import secrets
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
REMEMBERED = CHECKOUT / ".data-dir"
SYSTEM_DIR = Path("/var/lib/tap-huan-mot-cua")
FOLDERS = ("locks", "logs", "mail", "media", "private", "state", "static")


class PlaceError(RuntimeError):
    """The place cannot be used; the message says what to do."""


@dataclass(frozen=True)
class Place:
    """A data folder and what lies in it. Nothing is created before `prepare()`."""

    data_dir: Path
    durable: bool = True
    suffix: str = ""  # of the sockets of brokers that share a place

    @cached_property
    def owner(self) -> pwd.struct_passwd:
        """The user the database and the broker run as: PostgreSQL refuses root."""
        uid = os.geteuid()
        if uid == 0 and self.data_dir.exists():
            uid = self.data_dir.stat().st_uid
        return pwd.getpwuid(uid) if uid else pwd.getpwnam("nobody")

    @property
    def runtime(self) -> Path:
        """A short folder for sockets: a unix socket's path has 107 bytes at most."""
        return Path("/tmp") / f"thmc-{short_hash(self.data_dir)}"  # noqa: S108 - mode 700, owner checked

    @property
    def servers(self) -> Path:
        """The files of PostgreSQL and the broker, wherever their user can reach them."""
        return (self.data_dir / "servers").resolve()

    @property
    def postgres(self) -> Path:
        return self.servers / "postgres"

    @property
    def broker_socket(self) -> Path:
        return self.runtime / f"broker{self.suffix}.sock"

    @property
    def cache_socket(self) -> Path:
        return self.runtime / f"cache{self.suffix}.sock"

    def lock(self, name: str) -> Path:
        return self.data_dir / "locks" / name

    def log(self, name: str) -> Path:
        return self.data_dir / "logs" / f"{name}.log"

    def prepare(self) -> None:
        """Create the folders that are missing, with the right owner. Safe to repeat."""
        created = not self.data_dir.exists()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        for name in FOLDERS:
            (self.data_dir / name).mkdir(exist_ok=True)
        (self.data_dir / "private").chmod(0o700)
        if os.geteuid() == 0:
            self.data_dir.chmod(self.data_dir.stat().st_mode | stat.S_IXOTH)
        elif created:
            self.data_dir.chmod(0o700)
        with self.lock("prepare").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._prepare_servers()
            self.own(self.runtime)

    def _prepare_servers(self) -> None:
        """Keep the servers' files in the data folder, or beside it when out of reach.

        As root, the user who runs them may not enter a folder such as /root; then
        `servers` is a link to a folder of its own under /var/lib.
        """
        servers = self.data_dir / "servers"
        if not servers.exists() and not is_reachable(self.data_dir, self.owner.pw_uid):
            SYSTEM_DIR.mkdir(mode=0o755, parents=True, exist_ok=True)
            servers.unlink(missing_ok=True)
            servers.symlink_to(tempfile.mkdtemp(prefix="servers-", dir=SYSTEM_DIR))
        self.own(self.servers)

    def own(self, folder: Path) -> None:
        """Create a folder that only the servers' user may enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        state, me = folder.lstat(), os.geteuid()
        is_ours = state.st_uid in {me, self.owner.pw_uid}
        if not is_ours or not stat.S_ISDIR(state.st_mode):
            raise PlaceError(f"{folder} belongs to somebody else: remove it.")
        folder.chmod(0o700)
        if me == 0:
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)

    def secret_key(self) -> str:
        """The key that signs sessions, made once for this place."""
        path = self.data_dir / "secret-key"
        if not path.exists():
            self.prepare()
            draft = path.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(50))
            with suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_text()

    @property
    def port_file(self) -> Path:
        return self.data_dir / "state" / "port"

    def port(self) -> int:
        """The port asked for, else the one this place was last served at."""
        if os.environ.get("PORT"):
            return wanted_port()
        return int(self.port_file.read_text()) if self.port_file.exists() else 8000


def wanted_port() -> int:
    """The port for `make run`: PORT, else 8000 whatever was chosen last time."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise PlaceError(f"PORT={text} không phải là số cổng (1–65535).")
    return int(text)


def short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def is_reachable(folder: Path, uid: int) -> bool:
    """Whether a user other than root may enter the folder and all above it."""
    if uid == os.geteuid():
        return True
    return all(
        state.st_mode & (stat.S_IXUSR if state.st_uid == uid else stat.S_IXOTH)
        for state in (path.stat() for path in (folder, *folder.parents))
    )


def default_data_dir() -> Path:
    """`var` in the checkout; as root a folder that PostgreSQL's user can reach."""
    if os.geteuid() == 0:
        return SYSTEM_DIR / short_hash(CHECKOUT)
    return CHECKOUT / "var"


def here() -> Place:
    """The place of this checkout: DATA_DIR, else the one set up last, else the default."""
    chosen = os.environ.get("DATA_DIR")
    if not chosen and REMEMBERED.exists():
        chosen = REMEMBERED.read_text().strip()
    return Place(Path(chosen).absolute() if chosen else default_data_dir())


def remember(place: Place) -> None:
    """Let later commands find this place without a variable."""
    REMEMBERED.write_text(f"{place.data_dir}\n")


def for_tests() -> Place:
    """A place of its own for the tests, one for each set of binaries."""
    name = "test"
    if "PG_BIN" in os.environ:
        name += "-" + short_hash(Path(os.environ["PG_BIN"]))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    suffix = "".join(f"-{part}" for part in (test_suffix(), worker) if part)
    return Place(CHECKOUT / ".cache" / name, durable=False, suffix=suffix)


def test_suffix() -> str:
    """What keeps two people apart who test in one checkout at the same time."""
    return os.environ.get("TEST_DB_SUFFIX", "")
