"""The OpenBadgeCredential of an award, from what was frozen. No database, no clock."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from certificates.credentials import addresses
from certificates.credentials.identity import identities
from certificates.rules import ATTESTATION, CERTIFICATE, COMPLETION

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
# Papers with different rules, in the words of Open Badges.
TYPES = {
    ATTESTATION: "CertificateOfCompletion",
    CERTIFICATE: "Certificate",
    COMPLETION: "CertificateOfCompletion",
}


@dataclass(frozen=True)
class Award:
    """What a credential says, wherever it is signed."""

    facts: dict[str, Any]
    kind: str
    serial: str
    code: str
    email: str
    issued_at: datetime
    issuer_code: str
    year: int
    index: int
    salt: str


def badge(award: Award, form: str) -> dict[str, Any]:
    """The credential, unsigned; its form decides only which status list it names."""
    facts, url = award.facts, addresses.credential_url(award.code)
    said = {
        "@context": CONTEXT,
        "id": url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{facts['heading']} {award.serial}",
        "issuer": issuer(award),
        "validFrom": moment(award.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": identities(
                name=facts["name"], email=award.email, salt=award.salt
            ),
            "achievement": achievement(award),
        },
        "credentialStatus": status_entry(award, form),
    }
    if facts.get("valid_until"):
        said["validUntil"] = moment(end_of(facts["valid_until"]))
    return said


def issuer(award: Award) -> dict[str, Any]:
    names = (award.facts["issuer"], award.facts.get("superior"))
    return {
        "id": addresses.did_of(award.issuer_code),
        "type": ["Profile"],
        "name": ", ".join(name for name in names if name),
        "url": addresses.site(),
    }


def achievement(award: Award) -> dict[str, Any]:
    """What was learned. Its id is made of issuer and course: courses go, badges stay."""
    facts = award.facts
    course = facts.get("course_code") or facts["course"]
    name = f"{addresses.did_of(award.issuer_code)}#{course}"
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
        "type": ["Achievement"],
        "achievementType": TYPES[award.kind],
        "name": facts["course"],
        "description": f"{facts['heading']}: {facts['course']}",
        "criteria": {"narrative": criteria(facts)},
        "inLanguage": "vi",
    }


def criteria(facts: dict[str, Any]) -> str:
    """What had to be done, as the paper has it; Vietnamese like the paper."""
    said = [f"Hoàn thành khóa từ ngày {facts['from']} đến ngày {facts['to']}"]
    if facts.get("hours"):
        said.append(f"{facts['hours']} tiết")
    if facts.get("mode"):
        said.append(facts["mode"])
    text = f"{', '.join(said)}. Kết quả: {facts['result']}."
    number, day = facts.get("decision_number"), facts.get("decision_on")
    if number:
        text += f" Theo quyết định số {number}{f' ngày {day}' if day else ''}."
    return text


def status_entry(award: Award, form: str) -> dict[str, str]:
    """Where to ask whether the award still stands."""
    url = addresses.status_list_url(award.issuer_code, award.year, form)
    return {
        "id": f"{url}#{award.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(award.index),
        "statusListCredential": url,
    }


def moment(at: datetime) -> str:
    """2022-11-21T02:42:00Z"""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def end_of(day: str) -> datetime:
    """The last second of a local day."""
    last = datetime.combine(date.fromisoformat(day), time(23, 59, 59))
    return timezone.make_aware(last)
