"""The verbs of certificates: issue, render, withdraw."""

from certificates.services.attempting import (
    queue_rendering,
    render_many,
    render_pending,
    try_again,
    try_to_render,
)
from certificates.services.book import Draft, write_lines
from certificates.services.issuing import (
    issue_certificate,
    locked_register,
    signature_of,
)
from certificates.services.rendering import draw, paper_of, render
from certificates.services.revoking import RevocationRefusedError, revoke_certificate

__all__ = [
    "Draft",
    "RevocationRefusedError",
    "draw",
    "issue_certificate",
    "locked_register",
    "paper_of",
    "queue_rendering",
    "render",
    "render_many",
    "render_pending",
    "revoke_certificate",
    "signature_of",
    "try_again",
    "try_to_render",
    "write_lines",
]
