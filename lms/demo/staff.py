"""Who works where: headcounts of the units and one invented person per place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.collation import fold
from agencies.models import Kind
from lms.demo.names import invent_name

MAIL = "demo.baria-vungtau.example"

SIZES: Mapping[str, list[int]] = {
    Kind.WARD: [5, 6, 6, 7],
    Kind.COMMUNE: [5, 6, 6, 7],
    Kind.TOWNSHIP: [5, 6, 6, 7],
    Kind.DISTRICT: [14, 15, 16],
    Kind.DEPARTMENT: [7, 8, 9, 10],
    Kind.VERTICAL: [7, 8, 9, 10],
    Kind.PROVINCE_OFFICE: [5],
    Kind.PUBLIC_SERVICE_UNIT: [3],
}
OWN_SIZES = {
    "BRVT-TTPVHCC": 34, "BRVT-STNMT": 16, "BRVT-CA": 14, "BRVT-BDT": 3,
    "BRVT-SNgV": 4, "BRVT-755": 9,
}  # fmt: skip

COMMON = [
    "Công chức Tư pháp – Hộ tịch",
    "Công chức Văn hóa – Xã hội",
    "Công chức Tài chính – Kế toán",
    "Phó Chủ tịch Ủy ban nhân dân",
]
CLERK = "Công chức Văn phòng – Thống kê"
URBAN = [CLERK, "Công chức Địa chính – Xây dựng – Đô thị và Môi trường", *COMMON]
RURAL = [CLERK, "Công chức Địa chính – Nông nghiệp – Xây dựng và Môi trường", *COMMON]
POSITIONS: Mapping[str, list[str]] = {
    Kind.WARD: URBAN,
    Kind.TOWNSHIP: URBAN,
    Kind.COMMUNE: RURAL,
    Kind.DISTRICT: [
        "Phó Chánh Văn phòng HĐND và UBND",
        "Chuyên viên Văn phòng HĐND và UBND",
        "Công chức bộ phận một cửa",
        "Chuyên viên Phòng Tư pháp",
        "Chuyên viên Phòng Tài nguyên và Môi trường",
        "Chuyên viên Phòng Tài chính – Kế hoạch",
        "Chuyên viên Phòng Lao động – Thương binh và Xã hội",
        "Chuyên viên Phòng Nội vụ",
        "Chuyên viên Phòng Văn hóa và Thông tin",
        "Chuyên viên Phòng Kinh tế và Hạ tầng",
    ],
    Kind.DEPARTMENT: [
        "Chuyên viên bộ phận một cửa",
        "Chuyên viên",
        "Phó Trưởng phòng",
        "Chuyên viên",
        "Chuyên viên chính",
        "Chuyên viên",
        "Văn thư",
    ],
    Kind.VERTICAL: ["Cán bộ tiếp nhận hồ sơ", "Chuyên viên", "Đội phó", "Chuyên viên"],
    Kind.SERVICE_CENTRE: [
        "Viên chức tiếp nhận hồ sơ",
        "Viên chức tiếp nhận hồ sơ",
        "Viên chức hướng dẫn",
        "Chuyên viên",
        "Viên chức trả kết quả",
        "Trưởng quầy",
    ],
}
SINGLE = {"Phó Chủ tịch Ủy ban nhân dân", "Phó Chánh Văn phòng HĐND và UBND"}


@dataclass(frozen=True)
class Unit:
    """A unit as it stood on the demo's day; `parent` is a code."""

    pk: int
    code: str
    kind: str
    parent: str


@dataclass(frozen=True)
class Person:
    """An invented civil servant, before any row exists."""

    staff_code: str
    full_name: str
    email: str
    birth_on: date
    position: str
    unit: Unit
    since: date


def headcounts(units: Iterable[Unit], total: int) -> dict[str, int]:
    """How many trainees each unit sends; they sum to exactly `total`.

    The usual sizes, scaled by largest remainder; Suối Rao, where the demo's trainee
    works, sends at least one.
    """
    sizes = {
        unit.code: _usual_size(unit)
        for unit in units
        if unit.kind in SIZES or unit.code in OWN_SIZES
    }
    whole = sum(sizes.values())
    exact = {code: size * total / whole for code, size in sizes.items()}
    counts = {code: int(share) for code, share in exact.items()}
    by_remainder = sorted(sizes, key=lambda code: (counts[code] - exact[code], code))
    for code in by_remainder[: total - sum(counts.values())]:
        counts[code] += 1
    if total and not counts.get("BRVT-26611", 1):
        largest = max(counts, key=lambda code: counts[code])
        counts[largest] -= 1
        counts["BRVT-26611"] = 1
    return counts


def _usual_size(unit: Unit) -> int:
    rng = Random(unit.code)  # noqa: S311 - invented data, not secrets
    return OWN_SIZES.get(unit.code) or rng.choice(SIZES[unit.kind])


def staff_of(unit: Unit, count: int) -> list[Person]:
    """The invented people of a unit; the same ones whenever the demo is loaded."""
    return [_person(unit, number) for number in range(1, count + 1)]


def _person(unit: Unit, number: int) -> Person:
    code = f"{unit.code}-{number:02d}"
    rng = Random(code)  # noqa: S311 - invented data, not secrets
    born = date(1965, 1, 1) + timedelta(days=round(rng.triangular(0, 12780, 8000)))
    name = invent_name(rng, birth_year=born.year, is_woman=rng.random() < 0.58)
    working_age = max(date(2015, 1, 1), born.replace(year=born.year + 22, day=1))
    since = working_age + (date(2021, 12, 1) - working_age) * rng.random()
    return Person(
        staff_code=code,
        full_name=name,
        email=_address(name, code),
        birth_on=born,
        position=_position(unit.kind, number),
        unit=unit,
        since=since.replace(day=1),
    )


def _position(kind: str, number: int) -> str:
    """The places of a unit in turn; of some posts there is only one."""
    places = POSITIONS.get(kind, ["Chuyên viên"])
    position = places[(number - 1) % len(places)]
    return (
        CLERK_OR_OFFICER[kind in COMMUNES]
        if number > len(places) and position in SINGLE
        else position
    )


COMMUNES = {Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP}
CLERK_OR_OFFICER = {True: CLERK, False: "Chuyên viên"}


def _address(name: str, code: str) -> str:
    *before, given = fold(name).split()
    initials = "".join(word[0] for word in before)
    return f"{given}{initials}.{code.removeprefix('BRVT-').lower()}@{MAIL}"
