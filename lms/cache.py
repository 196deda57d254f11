"""A cache that may be gone: a page is then slower, never broken."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
QUIET = 60  # seconds between two words about the same outage


class Outage:
    """Says that the cache is gone once a minute, not at every miss."""

    told_at = -QUIET

    @classmethod
    def tell(cls, error: RedisError) -> None:
        if time.monotonic() - cls.told_at >= QUIET:
            cls.told_at = time.monotonic()
            logger.warning("cache: %s", error)


def or_else(answer: Any) -> Callable[[Callable], Callable]:
    """Give this answer when the server does not give its own."""

    def decorate(method: Callable) -> Callable:
        @wraps(method)
        def lenient(*args: Any, **kwargs: Any) -> Any:
            try:
                return method(*args, **kwargs)
            except RedisError as error:
                Outage.tell(error)
                return answer() if callable(answer) else answer

        return lenient

    return decorate


class LenientRedisCacheClient(RedisCacheClient):
    """Without its server nothing is found and nothing is kept."""

    add = or_else(False)(RedisCacheClient.add)
    set = or_else(None)(RedisCacheClient.set)
    touch = or_else(False)(RedisCacheClient.touch)
    delete = or_else(False)(RedisCacheClient.delete)
    get_many = or_else(dict)(RedisCacheClient.get_many)
    has_key = or_else(False)(RedisCacheClient.has_key)
    set_many = or_else(None)(RedisCacheClient.set_many)
    delete_many = or_else(None)(RedisCacheClient.delete_many)
    clear = or_else(False)(RedisCacheClient.clear)

    def get(self, key: str, default: Any) -> Any:
        return or_else(default)(super().get)(key, default)

    def incr(self, key: str, delta: int) -> int:
        """A number that is not there, as Django says it: ValueError."""
        try:
            return super().incr(key, delta)
        except RedisError as error:
            raise ValueError(f"Key '{key}' not found.") from error


class LenientRedisCache(RedisCache):
    """Django's Redis cache; counting on it for correctness is a mistake anyway."""

    def __init__(self, server: str, params: dict) -> None:
        super().__init__(server, params)
        self._class = LenientRedisCacheClient
