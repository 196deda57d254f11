"""Standing in for somebody on leave (ủy quyền): a role for some days, with its reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.formats import vdate
from accounts.models import User
from agencies.days import Days
from agencies.models import AgencyRole
from agencies.services.people import cut_to, lock_people


class DelegationRefusedError(ValueError):
    """The role cannot be delegated so; the message says why."""


@transaction.atomic
def delegate_role(
    *,
    role: AgencyRole,
    to: User,
    since: date,
    until: date,
    reason: str,
    by: User,
) -> AgencyRole:
    """Let a deputy act for the role's holder from a day through another.

    The delegation ends with the role it comes from. Safe twice. Raises
    DelegationRefusedError: to oneself, further on, beyond the role's days, without a
    reason, or to somebody who holds the role already.
    """
    lock_people(sorted([role.user_id, to.pk]))
    role = AgencyRole.objects.select_for_update().get(pk=role.pk)
    days = Days.through(since, until)
    refuse_badly(role, to, since, until, reason)
    same = AgencyRole.objects.filter(user=to, agency=role.agency_id, role=role.role)
    for row in same.filter(period__overlap=days.range()):
        if row.delegated_from_id == role.pk and Days.of(row.period) == days:
            return row
        raise DelegationRefusedError(
            _("%(name)s đã có vai trò này trong những ngày đó.")
            % {"name": to.full_name}
        )
    return AgencyRole.objects.create(
        user=to,
        agency_id=role.agency_id,
        role=role.role,
        period=days.range(),
        granted_by=by,
        delegated_from=role,
        reason=reason.strip(),
    )


def refuse_badly(
    role: AgencyRole, to: User, since: date, until: date, reason: str
) -> None:
    if role.delegated_from_id is not None:
        raise DelegationRefusedError(
            _("Vai trò được ủy quyền thì không ủy quyền tiếp.")
        )
    if to.pk == role.user_id:
        raise DelegationRefusedError(_("Không ủy quyền cho chính mình."))
    if until < since:
        raise DelegationRefusedError(_("Ngày cuối đứng trước ngày đầu."))
    if not reason.strip():
        raise DelegationRefusedError(_("Ghi lý do, để người xem sau hiểu vì sao."))
    days, own = Days.through(since, until), Days.of(role.period)
    if own.common(days) != days:
        last = vdate(own.last) if own.last else "…"
        raise DelegationRefusedError(
            _("Vai trò của anh/chị chỉ đến hết ngày %(day)s.") % {"day": last}
        )


@transaction.atomic
def end_delegation(*, delegation: AgencyRole, on: date) -> None:
    """Take it back from that day on; one that has not begun never was. Safe twice."""
    row = AgencyRole.objects.select_for_update().filter(pk=delegation.pk).first()
    if row is not None and row.delegated_from_id is not None:
        cut_to(row, Days(None, on))
