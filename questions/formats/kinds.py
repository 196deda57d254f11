"""What a format knows of a kind: the module with the format's name in its package."""

from functools import cache
from importlib import import_module
from types import ModuleType

from questions.kinds import KINDS


@cache
def _module(package: str, name: str) -> ModuleType | None:
    full = f"{package}.{name}"
    try:
        return import_module(full)
    except ModuleNotFoundError as error:
        if error.name == full:
            return None
        raise


def module_of(kind: str, name: str) -> ModuleType | None:
    """How a kind stands in a format, as "gift"; None for a format without it."""
    known = KINDS.get(kind)
    return _module(known.package, name) if known else None


def modules(name: str) -> dict[str, ModuleType]:
    """By kind, in the order to be asked: first those that look like one of the others
    with something more (`RANK` below 0), last those that take what no other takes."""
    found = {kind: module_of(kind, name) for kind in KINDS}
    there = {kind: module for kind, module in found.items() if module}
    return dict(sorted(there.items(), key=lambda pair: getattr(pair[1], "RANK", 0)))
