"""Papers signed with a key, without register or database."""

from dataclasses import replace

from certificates import pdf, press, seals
from certificates.paper import Paper


def to_sign(paper: Paper, key: seals.Key) -> Paper:
    """The same with a place for a signature."""
    return replace(paper, seal_room=seals.room(key))


def sealed(paper: Paper, key: seals.Key) -> bytes:
    return seals.signed(press.draw(to_sign(paper, key)), key)


def sealed_alone(paper: Paper, key: seals.Key) -> bytes:
    """Drawn without the press."""
    return seals.signed(pdf.draw(to_sign(paper, key)), key)
