"""The five accounts that `make run` prints: the only ones with a password."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from agencies.models import Agency, AgencyRole
from lms.demo.province import add_people
from lms.demo.staff import CLERK, MAIL, Person, Unit
from lms.demo_accounts import PASSWORD
from lms.roles import TRAINERS

COORDINATES = {"dieuphoi-huyen": "BRVT-750", "dieuphoi-tinh": "BRVT"}
TRAINEE, TRAINER, ADMINISTRATOR = "hocvien", "giangvien", "quantri"
SINCE = date(2021, 1, 1)


def _someone(code: str, name: str, born: date, position: str, unit: Unit) -> Person:
    return Person(code, name, f"{code}@{MAIL}", born, position, unit, SINCE)


def trainee(units: dict[str, Unit]) -> Person:
    """One of the trainees: the first place at xã Suối Rao is hers."""
    return _someone(
        TRAINEE, "Lê Thị Hồng Nhung", date(1986, 4, 5), CLERK, units["BRVT-26611"]
    )


def others(units: dict[str, Unit]) -> list[Person]:
    """Coordinators, trainer and administrator: not among the trainees."""
    return [
        _someone(
            "dieuphoi-huyen", "Võ Thị Kim Anh", date(1982, 9, 14),
            "Phó Chánh Văn phòng HĐND và UBND", units["BRVT-750"],
        ),
        _someone(
            "dieuphoi-tinh", "Phạm Quốc Tuấn", date(1978, 2, 20),
            "Phó Trưởng phòng Kiểm soát thủ tục hành chính", units["BRVT-VP"],
        ),
        _someone(
            TRAINER, "Trần Thị Bích Ngọc", date(1984, 12, 3), "Giảng viên", units["BRVT-TCT"]
        ),
        _someone(
            ADMINISTRATOR, "Đặng Hoàng Long", date(1990, 6, 27),
            "Viên chức công nghệ thông tin", units["BRVT-TTPVHCC"],
        ),
    ]  # fmt: skip


@transaction.atomic
def load_accounts(units: dict[str, Unit]) -> None:
    """Give the five their password, roles and groups; once, by the first load."""
    if User.objects.filter(staff_code=ADMINISTRATOR).exists():
        return
    add_people(others(units))
    for code in [TRAINEE, *COORDINATES, TRAINER, ADMINISTRATOR]:
        user = User.objects.get(staff_code=code)
        user.set_password(PASSWORD)
        user.is_superuser = code == ADMINISTRATOR
        user.save()
    User.objects.get(staff_code=TRAINER).groups.add(Group.objects.get(name=TRAINERS))
    for code, agency in COORDINATES.items():
        AgencyRole.objects.create(
            user=User.objects.get(staff_code=code),
            agency=Agency.objects.get(code=agency),
            role=AgencyRole.Role.COORDINATOR,
            period=(SINCE, None),
        )
