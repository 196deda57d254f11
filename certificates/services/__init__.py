"""The verbs of certificates: issue, render, replace, withdraw."""

from certificates.services.asking import ask_for_another
from certificates.services.attempting import (
    queue_rendering,
    render_many,
    render_pending,
    try_again,
    try_to_render,
)
from certificates.services.badge_sweep import sign_due
from certificates.services.book import Draft, write_lines
from certificates.services.credentials import (
    keys_of,
    queue_credential,
    queue_status_list,
    sign_credential,
    sign_status_list,
)
from certificates.services.exceptions import (
    RegisterRefusedError,
    ReplacementRefusedError,
    RevocationRefusedError,
)
from certificates.services.expiring import plan_expiry_notices
from certificates.services.issuing import (
    Award,
    frozen,
    issue_certificate,
    issue_many,
    locked_register,
    signature_of,
)
from certificates.services.noticing import plan_notices, send_notice
from certificates.services.rendering import draw, paper_of, render
from certificates.services.replacing import (
    correct_name,
    reissue_certificate,
    replace_by_completion,
)
from certificates.services.requesting import (
    RequestRefusedError,
    record_request,
    withdraw_request,
)
from certificates.services.resending import Resent, send_again
from certificates.services.revoking import revoke_certificate

__all__ = [
    "Award",
    "Draft",
    "RegisterRefusedError",
    "ReplacementRefusedError",
    "RequestRefusedError",
    "Resent",
    "RevocationRefusedError",
    "ask_for_another",
    "correct_name",
    "draw",
    "frozen",
    "issue_certificate",
    "issue_many",
    "keys_of",
    "locked_register",
    "paper_of",
    "plan_expiry_notices",
    "plan_notices",
    "queue_credential",
    "queue_rendering",
    "queue_status_list",
    "record_request",
    "reissue_certificate",
    "render",
    "render_many",
    "render_pending",
    "replace_by_completion",
    "revoke_certificate",
    "send_again",
    "send_notice",
    "sign_credential",
    "sign_due",
    "sign_status_list",
    "signature_of",
    "try_again",
    "try_to_render",
    "withdraw_request",
    "write_lines",
]
