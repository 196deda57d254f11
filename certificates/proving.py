"""Proving a register: numbers, chain, facts, and one standing certificate an award."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _

from certificates.chain import digest, link
from certificates.entry_content import content_of
from certificates.models import Certificate, Register, RegisterEntry

STATUS_AFTER = {
    "issued": {"pending", "ready"},
    "superseded": {"superseded"},
    "revoked": {"revoked"},
}


def faults(register: Register) -> Iterator[str]:
    """What is wrong with a register, in sentences that name the line; nothing when sound."""
    yield from broken_lines(register)
    yield from broken_numbers(register)
    yield from doubled_awards(register)
    yield from broken_successions(register)


def broken_lines(register: Register) -> Iterator[str]:
    """Walk the chain from its first line; after a broken link go on from what is there."""
    head, position, last = "", 0, {}
    lines = register.entries.select_related("certificate__holder", "by")
    for entry in lines.order_by("position").iterator(chunk_size=1000):
        position += 1
        if entry.position != position:
            yield _("Dòng %(n)d bị thiếu.") % {"n": position}
            position = entry.position
        if reason := why_broken(entry, head):
            yield _("Dòng %(n)d (%(serial)s): %(why)s") % {
                "n": entry.position,
                "serial": entry.certificate.serial,
                "why": reason,
            }
        head, last[entry.certificate_id] = entry.hash, entry
    if (register.lines, register.head) != (position, head):
        yield _("Cuối sổ không khớp: sổ ghi %(said)d dòng, có %(found)d dòng.") % {
            "said": register.lines,
            "found": position,
        }
    yield from wrong_states(last)


def why_broken(entry: RegisterEntry, head: str) -> str:
    if entry.facts_sha256 != digest(entry.certificate.facts):
        return _("nội dung trên giấy đã bị sửa sau khi cấp.")
    if entry.hash != link(entry.previous, content_of(entry)):
        return _("nội dung dòng này đã bị sửa.")
    if entry.previous != head:
        return _("không nối tiếp dòng trước.")
    return ""


def wrong_states(last: dict[int, RegisterEntry]) -> Iterator[str]:
    """Certificates whose state is not the one their last line left them in."""
    for entry in last.values():
        if entry.certificate.status not in STATUS_AFTER[entry.action]:
            yield _("%(serial)s: tình trạng “%(now)s” không theo dòng nào của sổ.") % {
                "serial": entry.certificate.serial,
                "now": entry.certificate.get_status_display(),
            }


def broken_numbers(register: Register) -> Iterator[str]:
    """Numbers run from 1 without gaps, and each has its line."""
    found = list(
        register.certificates.order_by("number").values_list("number", flat=True)
    )
    wanted = range(1, register.next_number)
    for number in sorted(set(wanted) ^ set(found)):
        yield _("Số %(number)04d không liền mạch trong sổ.") % {"number": number}
    issued = RegisterEntry.Action.ISSUED
    entered = register.entries.filter(action=issued).values("certificate")
    for lost in register.certificates.exclude(pk__in=entered):
        yield _("%(serial)s không có dòng cấp trong sổ.") % {"serial": lost.serial}


def doubled_awards(register: Register) -> Iterator[str]:
    awards = register.certificates.values("award")
    doubled = (
        Certificate.objects.filter(award__in=awards, status__in=["pending", "ready"])
        .order_by()
        .values("award")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    for row in doubled:
        yield _("Lượt công nhận %(award)s có %(n)d giấy cùng có giá trị.") % row


def broken_successions(register: Register) -> Iterator[str]:
    """A replaced paper has its successor, and the successor says so in its facts."""
    replaced = register.certificates.filter(status=Certificate.Status.SUPERSEDED)
    for old in replaced.filter(replaced_by=None):
        yield _("%(serial)s đã được thay thế mà không có giấy nào thay.") % {
            "serial": old.serial
        }
    for new in register.certificates.select_related("replaces").iterator(2000):
        said = new.replaces.serial if new.replaces else None
        if new.facts.get("replaces") != said:
            yield _("%(serial)s: giấy bị thay không đúng như trên giấy.") % {
                "serial": new.serial
            }
