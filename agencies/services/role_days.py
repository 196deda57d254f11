"""On which days a role may be held: what the rows beside it allow."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agencies.days import Days
from agencies.models import AgencyRole


def refusal_of(role: AgencyRole, days: Days) -> str:
    """Why the role cannot have these days; empty when it can.

    A delegation lies within the role it comes from. It is never joined with a role of
    one's own: who acted in whose place stays on record.
    """
    root = AgencyRole.objects.filter(pk=role.delegated_from_id).first()
    if root is not None and Days.of(root.period).common(days) != days:
        return _("Vai trò được ủy quyền không kéo dài quá vai trò gốc.")
    beside = AgencyRole.objects.filter(
        user=role.user_id, agency=role.agency_id, role=role.role
    )
    beside = beside.exclude(pk=role.pk).filter(period__overlap=days.range())
    if root is None:
        beside = beside.exclude(delegated_from=None)
    if beside.exists():
        return _(
            "Trong những ngày đó người này còn giữ vai trò này theo một lần giao khác. "
            "Chọn ngày cuối sớm hơn, hoặc kết thúc lần giao kia trước."
        )
    return ""
