"""A cache that is gone costs time, never an answer."""

import pytest
from django.core.cache.backends.base import BaseCache
from django.utils.module_loading import import_string

from lms.embedded import database, valkey
from lms.embedded.child import Child
from lms.embedded.place import Place
from lms.settings.embedded import cache as cache_settings
from tests.cluster import wait_until


@pytest.fixture
def cache(place: Place) -> BaseCache:
    config = cache_settings(place)
    backend = import_string(config["BACKEND"])
    return backend(config["LOCATION"], {"OPTIONS": config["OPTIONS"]})


@pytest.fixture
def server(place):
    child = Child(
        "cache",
        valkey.cache_command(place),
        place.log("cache"),
        socket=place.cache_socket,
        user=database.as_owner(place),
    )
    child.start()
    wait_until(lambda: child.is_ready)
    yield child
    child.stop()


def test_nothing_is_found_and_nothing_fails__without_a_server(cache):
    cache.set("a", 1)
    cache.set_many({"a": 1})
    cache.delete_many(["a"])
    cache.clear()
    assert cache.get("a") is None
    assert cache.get("a", "else") == "else"
    assert cache.get_many(["a"]) == {}
    assert cache.get_or_set("a", lambda: 2) == 2
    assert not cache.add("a", 1)
    assert not cache.touch("a")
    assert not cache.delete("a")
    assert "a" not in cache
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_values_are_kept_again__when_the_server_is_back(cache, server):
    cache.set("a", {"số": 1})
    assert cache.get("a") == {"số": 1}
    server.stop()
    assert cache.get("a") is None
    server.socket.unlink(missing_ok=True)
    server.start()
    wait_until(lambda: server.is_ready)
    cache.set("a", 2)
    assert cache.incr("a") == 3
