"""How the two Valkey processes are started: the broker, which loses nothing, and the cache."""

from lms.embedded.binaries import valkey_server
from lms.embedded.place import Place

COMMON = ("--port", "0", "--unixsocketperm", "700", "--save", "", "--daemonize", "no")


def broker_command(place: Place) -> list[str]:
    """Every message is on the disk before the sender hears of it; none is evicted."""
    folder = place.servers / f"broker{place.suffix}"
    place.own(folder)
    return [
        *(str(valkey_server()), *COMMON),
        *("--unixsocket", str(place.broker_socket), "--dir", str(folder)),
        *("--appendonly", "yes", "--appendfsync", "always" if place.durable else "no"),
        *("--maxmemory-policy", "noeviction"),
    ]


def cache_command(place: Place) -> list[str]:
    """Nothing is kept over a restart; the least used goes first."""
    return [
        *(str(valkey_server()), *COMMON),
        *("--unixsocket", str(place.cache_socket), "--dir", str(place.runtime)),
        *("--appendonly", "no", "--maxmemory", "64mb"),
        *("--maxmemory-policy", "allkeys-lru"),
    ]
