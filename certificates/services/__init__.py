"""The verbs of certificates: issue, render, withdraw."""

from certificates.services.book import Draft, write_lines
from certificates.services.credentials import (
    keys_of,
    queue_credential,
    queue_status_list,
    sign_credential,
    sign_due,
    sign_status_list,
)
from certificates.services.issuing import (
    issue_certificate,
    locked_register,
    signature_of,
)
from certificates.services.rendering import (
    draw,
    paper_of,
    queue_rendering,
    render,
    render_pending,
    try_to_render,
)
from certificates.services.revoking import RevocationRefusedError, revoke_certificate

__all__ = [
    "Draft",
    "RevocationRefusedError",
    "draw",
    "issue_certificate",
    "keys_of",
    "locked_register",
    "paper_of",
    "queue_credential",
    "queue_rendering",
    "queue_status_list",
    "render",
    "render_pending",
    "revoke_certificate",
    "sign_credential",
    "sign_due",
    "sign_status_list",
    "signature_of",
    "try_to_render",
    "write_lines",
]
