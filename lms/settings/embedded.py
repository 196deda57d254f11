"""Settings that point Django at the servers of a place."""

from redis.backoff import NoBackoff
from redis.retry import Retry

from lms.embedded.database import NAME, USER
from lms.embedded.place import Place


def database(place: Place) -> dict:
    return {
        "ENGINE": "lms.embedded.backend",
        "NAME": NAME,
        "USER": USER,
        "HOST": str(place.runtime),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def cache(place: Place) -> dict:
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"unix://{place.cache_socket}",
        "OPTIONS": {"socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
    }
