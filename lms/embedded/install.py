"""`make setup`: bring the data folder up to the code. The second time takes seconds."""

import fcntl
import hashlib
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lms.embedded import place as places
from lms.embedded.database import DatabaseDownError
from lms.embedded.messages import compile_messages
from lms.embedded.place import Place, PlaceError


def step(name: str, work: Callable[[], bool]) -> None:
    """Do a step; one line when there was something to do."""
    started = time.monotonic()
    if work():
        print(f"{name}: {time.monotonic() - started:.1f} s", flush=True)


def is_done(mark: Path, state: str) -> bool:
    return mark.exists() and mark.read_text() == state


def migrate() -> bool:
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def set_up_site() -> bool:
    """What Wagtail needs before the first author; seldom anything to do."""
    call_command("set_up_site", stdout=io.StringIO())
    return False


def collect_static(place: Place) -> bool:
    """Copy, name by content and compress: 20 seconds that no start should cost."""
    mark, state = place.data_dir / "state" / "static", static_state()
    if is_done(mark, state):
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(state)
    return True


def static_state() -> str:
    """A hash over every static file's path, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_demo(place: Place) -> bool:
    mark = place.data_dir / "state" / "demo-loaded"
    if os.environ.get("DEMO") == "0" or mark.exists():
        return False
    call_command("load_demo")
    mark.touch()
    return True


def install(place: Place) -> None:
    """Every step may be repeated; a step that was cut short starts again."""
    place.prepare()
    with place.lock("install").open("a") as lock:
        fcntl.flock(
            lock, fcntl.LOCK_EX
        )  # `make setup` twice at once: one after the other
        step("Biên dịch bản dịch", lambda: compile_messages() > 0)
        django.setup()
        step("Cập nhật cơ sở dữ liệu", migrate)
        step("Trang và nhóm quyền", set_up_site)
        step("Nạp dữ liệu dùng thử", lambda: load_demo(place))
        step("Chuẩn bị tệp tĩnh", lambda: collect_static(place))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.dev"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    try:
        install(places.here())
        places.remember(places.here())
    except (PlaceError, PermissionError, DatabaseDownError) as error:
        sys.exit(str(error))
