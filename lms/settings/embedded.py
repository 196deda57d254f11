"""Settings that point Django at the servers of a place."""

import hashlib
import os

from redis.backoff import NoBackoff
from redis.retry import Retry

from lms.embedded.database import NAME, USER
from lms.embedded.place import CHECKOUT, Place, test_suffix
from lms.settings.base import DATABASE_OPTIONS


def database(place: Place) -> dict:
    return {
        "ENGINE": "lms.embedded.backend",
        "NAME": NAME,
        "USER": USER,
        "HOST": str(place.runtime),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(DATABASE_OPTIONS),
    }


def test_database() -> dict:
    """A test database per tester and state of the migrations.

    `--reuse-db` may then keep it: edited migrations get a new one. A process that
    serves a running test (a Celery worker) gets its database by TEST_DATABASE.
    """
    migrations = hashlib.sha256()
    for path in sorted(CHECKOUT.glob("*/migrations/*.py")):
        migrations.update(path.read_bytes())
    prefix = "_".join(part for part in ("test", NAME, test_suffix()) if part)
    return {
        "NAME": os.environ.get("TEST_DATABASE", NAME),
        "CONN_MAX_AGE": 0,
        "TEST": {"NAME": f"{prefix}_{migrations.hexdigest()[:8]}"},
    }


def cache(place: Place) -> dict:
    return redis_cache(f"unix://{place.cache_socket}")


def redis_cache(url: str) -> dict:
    """A cache that is asked twice and then done without."""
    return {
        "BACKEND": "lms.cache.LenientRedisCache",
        "LOCATION": url,
        "OPTIONS": {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "retry": Retry(NoBackoff(), 1),
        },
    }
