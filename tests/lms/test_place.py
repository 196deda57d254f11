import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from lms.embedded import place as places
from lms.embedded.place import CHECKOUT, Place, PlaceError, is_reachable, wanted_port

SOCKET_PATH_LIMIT = 107


def test_sockets_are_short_and_private__whatever_the_folder(place):
    assert len(str(place.data_dir)) > SOCKET_PATH_LIMIT
    for path in (
        place.broker_socket,
        place.cache_socket,
        place.runtime / ".s.PGSQL.5432",
    ):
        assert len(os.fsencode(path)) < SOCKET_PATH_LIMIT
    assert stat.S_IMODE(place.runtime.stat().st_mode) == 0o700


def test_runtime_folder_of_another_is_refused(place, tmp_path):
    place.runtime.rmdir()
    place.runtime.symlink_to(tmp_path)
    try:
        with pytest.raises(PlaceError, match="belongs to somebody else"):
            place.prepare()
    finally:
        place.runtime.unlink()
        place.prepare()


def test_folder_below_a_closed_one_is_out_of_reach(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not is_reachable(closed, pwd.getpwnam("nobody").pw_uid)
    assert is_reachable(closed, os.geteuid())


def test_secret_key_is_made_once_and_closed_to_others(place):
    key = place.secret_key()
    assert len(key) > 50
    assert Place(place.data_dir).secret_key() == key
    assert stat.S_IMODE((place.data_dir / "secret-key").stat().st_mode) == 0o600


def test_one_secret_key_stands__when_many_ask_first(place):
    ask = (
        "import pathlib, sys; from lms.embedded.place import Place;"
        "print(Place(pathlib.Path(sys.argv[1])).secret_key())"
    )
    askers = [
        subprocess.Popen(
            [sys.executable, "-c", ask, str(place.data_dir)],
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
        )
        for _ in range(4)
    ]
    assert len({asker.communicate()[0] for asker in askers}) == 1


def test_data_dir_is_the_variable_then_the_remembered_then_the_default(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(places, "REMEMBERED", tmp_path / "remembered")
    monkeypatch.delenv("DATA_DIR", raising=False)
    assert places.here().data_dir == places.default_data_dir()
    places.remember(Place(Path("/srv/lms")))
    assert places.here().data_dir == Path("/srv/lms")
    monkeypatch.setenv("DATA_DIR", "/srv/other")
    assert places.here().data_dir == Path("/srv/other")


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "８０００x"])
def test_port_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(PlaceError, match="PORT="):
        wanted_port()


def test_port_last_served_is_remembered__but_a_new_run_takes_the_default(
    monkeypatch, place
):
    monkeypatch.delenv("PORT", raising=False)
    place.port_file.write_text("9001")
    assert place.port() == 9001
    assert wanted_port() == 8000
