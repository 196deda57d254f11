"""The work of a kill round: awards, patience, and the proof that nothing is missing."""

from __future__ import annotations

import hashlib
import io
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from celery.exceptions import OperationalError as BrokerError
from django.conf import settings
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from accounts.models import User
from certificates import seals
from certificates.models import Certificate, CertificateTemplate, Issuer
from certificates.paper import sample_paper
from certificates.seals.making import make_key
from certificates.services import issue_certificate
from lms.celery import app
from lms.embedded.database import DatabaseDownError

PATIENCE = 300
SIGNING = "soak"
SAID = {
    "name": "Trung tâm Phục vụ hành chính công",
    "place": "Bà Rịa",
    "signer_title": "Giám đốc",
    "signer_name": "Nguyễn Văn Bình",
    "key_name": SIGNING,
}
Award = tuple[uuid.UUID, User]


def patiently(work: Callable[[], Any]) -> tuple[Any, int]:
    """Do it until the database answers; what came of it and how often it was tried again."""
    deadline, again = time.monotonic() + PATIENCE, 0
    while True:
        try:
            return work(), again
        except (OperationalError, InterfaceError, DatabaseDownError):
            connection.close()
            if time.monotonic() > deadline:
                raise
            again += 1
            time.sleep(0.1)


def prepare(issues: int) -> tuple[Issuer, list[Award]]:
    """An issuer with a key, whose register is empty, and people to be awarded."""
    folder = Path(settings.CERTIFICATE_KEYS)
    if not (folder / f"{SIGNING}.cert.pem").exists():
        make_key(
            name=SIGNING, organisation="Trung tâm", folder=folder, at=timezone.now(),
            years=5, phrase="",
        )  # fmt: skip
    code = uuid.uuid4().hex[:10].upper()
    issuer, _again = patiently(
        lambda: Issuer.objects.get_or_create(code=code, defaults=SAID)[0]
    )  # fmt: skip
    holder, _again = patiently(
        lambda: User.objects.get_or_create(
            staff_code=code, defaults={"full_name": "Lê Thị Hồng Nhung"}
        )[0]
    )
    return issuer, [(uuid.uuid4(), holder) for _ in range(issues)]


def issue_all(issuer: Issuer, awards: list[Award]) -> int:
    """Each in a transaction of its own, tried again as who asked for it would."""
    wording = CertificateTemplate(name="Mẫu chung").wording()
    facts = sample_paper(wording=wording).facts
    retries = 0
    for award, holder in awards:
        _certificate, again = patiently(
            lambda award=award, holder=holder: issue_certificate(
                award=award, kind="attestation", holder=holder, issuer=issuer,
                facts=facts, at=timezone.now(),
            )
        )  # fmt: skip
        retries += again
    return retries


def pending(issuer: Issuer) -> int:
    own = Certificate.objects.pending().filter(register__issuer=issuer)
    return patiently(own.count)[0]


def wait_for_some(issuer: Issuer, few: int) -> None:
    """Until no more than a few are left, or for a while: kills go on."""
    until = time.monotonic() + 20
    while pending(issuer) > few and time.monotonic() < until:
        sweep(issuer)
        time.sleep(0.5)


def wait_for_all(issuer: Issuer) -> None:
    deadline = time.monotonic() + PATIENCE
    while pending(issuer):
        if time.monotonic() > deadline:
            return
        sweep(issuer)
        time.sleep(1)


def sweep(issuer: Issuer) -> None:
    """What beat asks for; the pauses after a failure are over sooner than in life."""
    own = Certificate.objects.pending().filter(register__issuer=issuer)
    patiently(lambda: own.filter(attempts__gt=0).update(retry_at=timezone.now()))
    try:
        app.send_task("certificates.render_pending", kwargs={"grace_seconds": 0})
    except BrokerError:
        app.pool.force_close_all()  # it was just killed


@dataclass
class Findings:
    lines: int = 0
    serials: int = 0
    whole: int = 0
    wrong: list[str] = field(default_factory=list)

    def must(self, fact: bool, what: str) -> None:
        if not fact:
            self.wrong.append(what)


def findings(issuer: Issuer, issues: int) -> Findings:
    """What the register and the folder hold for an issuer; `wrong` says what should not be."""
    found = Findings()
    rows = list(Certificate.objects.filter(register__issuer=issuer).order_by("number"))
    register = rows[0].register
    found.lines = register.entries.count()
    found.serials = len({row.serial for row in rows})
    found.whole = sum(is_whole(row) for row in rows)
    found.must(len({row.award for row in rows}) == issues == len(rows), "awards")
    found.must([r.number for r in rows] == list(range(1, issues + 1)), "gaps")
    found.must(found.lines == issues == found.serials, "lines")
    found.must(found.whole == issues, "files")
    found.must(all(row.is_ready for row in rows), "not ready")
    found.must(register.next_number == issues + 1, "next number")
    try:
        call_command("check_register", "--issuer", issuer.code, stdout=io.StringIO())
    except SystemExit as ended:
        found.must(not ended.code, "check_register")
    return found


def is_whole(row: Certificate) -> bool:
    """The file is there, is what the row says, and is signed by the issuer's key."""
    if not row.is_ready or not row.file.storage.exists(row.file.name):
        return False
    with row.file.open("rb") as file:
        content = file.read()
    seal = seals.seal_of(content)
    same = hashlib.sha256(content).hexdigest() == row.sha256
    return same and seal is not None and seal.holds
