"""One paper in the place of another: two lines in the book, nothing is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates import log_actions, remarks, rules
from certificates.models import Certificate, Kind, Register, RegisterEntry
from certificates.services.attempting import queue_rendering
from certificates.services.book import Draft, write_lines
from certificates.services.credentials import queue_status_list
from certificates.services.exceptions import ReplacementRefusedError
from certificates.services.issuing import next_certificate, registers_of
from certificates.services.requesting import settle_requests

Cause, Status = RegisterEntry.Cause, Certificate.Status
MISLAID = {Cause.LOST, Cause.DAMAGED}


@dataclass(frozen=True)
class Step:
    """What is asked for, by whom and why."""

    kind: str  # of the new paper
    cause: str
    changes: dict[str, str]  # facts that are others on the new paper
    verb: str
    log: str  # its name in the site history
    by: User
    note: str = ""


@transaction.atomic
def reissue_certificate(
    *, certificate: Certificate, cause: str, note: str = "", by: User, at: datetime
) -> Certificate:
    """Issue a lost or damaged paper again, with a new number that notes the old one.

    Only for what may be issued more than once. Safe twice: the first new paper stands.
    Raises ReplacementRefusedError.
    """
    step = Step(
        certificate.kind, cause, {}, remarks.REISSUED, log_actions.REISSUE, by, note
    )
    old = _locked(certificate)
    if old.status == Status.SUPERSEDED:
        return _successor(old, step)
    if old.kind == Kind.CERTIFICATE:
        raise ReplacementRefusedError(
            _(
                "Chứng chỉ chỉ cấp một lần. Bị mất, hư hỏng thì thay bằng giấy chứng "
                "nhận hoàn thành khóa học."
            )
        )
    if not rules.is_reissued(old.kind, old.facts):
        raise ReplacementRefusedError(
            _("Khóa học này đặt là không cấp lại giấy chứng nhận.")
        )
    _refuse_unless_mislaid(old, cause)
    return _replace(old, step, at)


@transaction.atomic
def replace_by_completion(
    *, certificate: Certificate, cause: str, note: str = "", by: User, at: datetime
) -> Certificate:
    """Put a giấy chứng nhận hoàn thành khóa học in the place of a lost chứng chỉ.

    Of equal use; it may itself be issued again. Safe twice. Raises
    ReplacementRefusedError.
    """
    step = Step(
        Kind.COMPLETION, cause, {}, remarks.REPLACED, log_actions.COMPLETE, by, note
    )
    old = _locked(certificate)
    if old.status == Status.SUPERSEDED:
        return _successor(old, step)
    if old.kind != Kind.CERTIFICATE:
        raise ReplacementRefusedError(
            _("Chỉ chứng chỉ mới thay bằng giấy này; giấy chứng nhận thì cấp lại.")
        )
    _refuse_unless_mislaid(old, cause)
    return _replace(old, step, at)


@transaction.atomic
def correct_name(
    *,
    certificate: Certificate,
    name: str,
    born: str | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> Certificate:
    """Put right what the issuer wrote wrongly of the person, on a new paper.

    `born` as it is printed, or None to leave it. Any kind of paper, also one that is
    still being drawn. Safe twice. Raises ReplacementRefusedError.
    """
    named = " ".join(name.split())
    changes = {"name": named, "initials": User(full_name=named).initials}
    if born is not None:
        changes["born"] = born
    step = Step(
        certificate.kind,
        Cause.ERROR,
        changes,
        remarks.REPLACED,
        log_actions.CORRECT,
        by,
        note,
    )
    old = _locked(certificate)
    if old.status == Status.SUPERSEDED:
        return _successor(old, step)
    if not named:
        raise ReplacementRefusedError(_("Giấy phải có họ và tên."))
    if _says(old, changes):
        raise ReplacementRefusedError(_("Giấy đã ghi đúng như vậy: không có gì sửa."))
    return _replace(old, step, at)


def _locked(certificate: Certificate) -> Certificate:
    """The certificate as it stands, ours until the transaction ends; before any register."""
    old = Certificate.objects.select_for_update(no_key=True, of=("self",))
    found = old.select_related("register__issuer", "holder").get(pk=certificate.pk)
    if found.status == Status.REVOKED:
        raise ReplacementRefusedError(
            _("Giấy này đã bị thu hồi: không cấp giấy nào thay nó.")
        )
    return found


def _successor(old: Certificate, step: Step) -> Certificate:
    """What took its place, if it was this very step; a retry gets the same paper."""
    line = old.entries.get(action=RegisterEntry.Action.SUPERSEDED)
    new = old.replaced_by
    if (new.kind, line.ground) == (step.kind, step.cause) and _says(new, step.changes):
        return new
    sentence = _("Giấy này đã được thay bằng số %(serial)s: làm trên giấy đó.")
    raise ReplacementRefusedError(sentence % {"serial": new.serial})


def _says(certificate: Certificate, changes: dict[str, str]) -> bool:
    return all(certificate.facts.get(key) == said for key, said in changes.items())


def _refuse_unless_mislaid(old: Certificate, cause: str) -> None:
    if cause not in MISLAID:
        raise ReplacementRefusedError(
            _("Chỉ giấy bị mất hoặc hư hỏng mới cấp lại như vậy.")
        )
    if old.status == Status.PENDING:
        raise ReplacementRefusedError(_("Tờ giấy này còn đang được tạo."))


def _replace(old: Certificate, step: Step, at: datetime) -> Certificate:
    """Number the new paper, close the old line. The registers are locked last."""
    issuer = old.register.issuer
    book, new_book = registers_of(old.register, timezone.localdate(at).year)
    old.status = Status.SUPERSEDED  # first: an award has one paper that stands
    old.save(update_fields=["status"])
    new = next_certificate(
        register=new_book,
        issuer=issuer,
        facts=_facts_after(old, step),
        remark=_remark(old, step),
        at=at,
        award=old.award,
        kind=step.kind,
        holder=old.holder,
        replaces=old,
    )
    _write(book, new_book, _lines(old, new, step, at))
    log_actions.log_step(old, step.log, by=step.by, at=at, serial=new.serial)
    queue_rendering(new)
    return new


def _facts_after(old: Certificate, step: Step) -> dict[str, Any]:
    named = remarks.heading_of(step.kind)
    return old.facts | named | step.changes | {"replaces": old.serial}


def _remark(old: Certificate, step: Step) -> remarks.Remark:
    said = {"kind": old.kind, "serial": old.serial, "verb": step.verb}
    return remarks.replacing(old.facts, **said)


def _lines(
    old: Certificate, new: Certificate, step: Step, at: datetime
) -> tuple[Draft, Draft]:
    said = {"by": step.by, "ground": step.cause, "note": step.note.strip()}
    closed = Draft(old, RegisterEntry.Action.SUPERSEDED, at, **said)
    return closed, Draft(new, RegisterEntry.Action.ISSUED, at, **said)


def _write(book: Register, new_book: Register, lines: tuple[Draft, Draft]) -> None:
    if book == new_book:
        closed = write_lines(new_book, lines)[0]
    else:
        closed = write_lines(book, lines[:1])[0]
        write_lines(new_book, lines[1:])
    settle_requests(closed)
    queue_status_list(book)
