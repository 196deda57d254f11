"""What a line of the register says, as it is hashed."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from certificates.models import RegisterEntry


def content_of(entry: RegisterEntry) -> dict[str, Any]:
    """What a line says, as it is hashed; identities that never change, no keys of rows."""
    certificate = entry.certificate
    return {
        "position": entry.position,
        "action": entry.action,
        "serial": certificate.serial,
        "code": certificate.code,
        "kind": certificate.kind,
        "award": str(certificate.award),
        "holder": str(certificate.holder.uid),
        "facts": entry.facts_sha256,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": str(entry.by.uid) if entry.by else "",
        "decision": entry.decision_number,
        "decision_on": entry.decision_on.isoformat() if entry.decision_on else "",
        "ground": entry.ground,
        "note": entry.note,
    }
