"""A small province whose people learn, move and are merged, for tests of reports."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from agencies.models import Agency
from enrolments.models import Enrolment
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

TODAY = timezone.localdate()
DAY = TODAY - dt.timedelta(days=5)


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def learner(group, unit, name, *, passed=None, completed=None) -> Enrolment:
    """Somebody at work in the unit, enrolled long ago, perhaps through by a day."""
    user = UserFactory(full_name=name)
    MembershipFactory(user=user, agency=unit)
    completed = completed or passed
    return Enrolment.objects.create(
        learner=user,
        training_class=group,
        enrolled_at=noon(DAY - dt.timedelta(days=20)),
        completed_at=completed and noon(completed),
        passed_at=passed and noon(passed),
        ended_at=completed and noon(completed),
        ended_reason="completed" if completed else "",
        answering_agency=unit if completed else None,
    )


def province() -> tuple[dict[str, Agency], object]:
    """Sở Nội vụ's province: one district with two communes, and a class of six."""
    top = AgencyFactory(code="T", name="Tỉnh Bà Rịa – Vũng Tàu", kind="tinh")
    huyen = AgencyFactory(
        code="CD", name="Huyện Châu Đức", kind="cap_huyen", parent=top
    )
    units = {
        "T": top,
        "CD": huyen,
        "SR": AgencyFactory(code="SR", name="Xã Suối Rao", parent=huyen),
        "XS": AgencyFactory(code="XS", name="Xã Xuân Sơn", parent=huyen),
        "SNV": AgencyFactory(code="SNV", name="Sở Nội vụ", kind="so_nganh", parent=top),
    }
    group = TrainingClassFactory(
        code="SHHS", opens_on=DAY - dt.timedelta(days=30), due_on=TODAY
    )
    before = DAY - dt.timedelta(days=2)
    learner(group, units["SR"], "Lê Thị Hồng Nhung", passed=before)
    learner(group, units["SR"], "Đặng Văn Phúc")
    learner(group, units["XS"], "Bùi Minh Khoa", completed=before)
    learner(group, units["CD"], "Võ Thị Kim Anh", passed=before)
    learner(group, units["SNV"], "Trần Quang Vinh")
    learner(group, units["SNV"], "=HYPERLINK(1)", passed=TODAY)
    return units, group
