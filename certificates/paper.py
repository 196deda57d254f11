"""What a certificate says, line by line. No database, no clock.

A paper is written in Vietnamese whatever the language of who asks for it, so nothing
here or in `templates/pdf/certificate.html` goes through gettext.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from accounts.formats import long_date
from accounts.qr import Rows, rows_of, svg
from certificates.sides import Side, english, vietnamese

LONG_NAME = 40  # letters; a longer name is set smaller
RECORD_NAME = "giay-chung-nhan.json"
# Of the facts: for us, not on the paper as such.
UNSAID = frozenset(
    {"schema", "initials", "key", "rules", "remark", "wording", "marks"}
    | {"issuer_english", "english_heading", "english_remark"}
)
# Facts of one person; what follows from them stands in `Paper.fields`.
PERSONAL = frozenset({"name", "initials", "born", "position", "agency"})


def signing_lines(facts: Mapping[str, str]) -> list[str]:
    """The lines above a signature (Decree 30/2020): KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC.

    Each line of `signed_for` keeps its own: TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH.
    """
    capacity = facts.get("signer_capacity", "")
    behalf = facts.get("signed_for", "").upper().splitlines()
    title = facts["signer_title"].upper()
    if not capacity:
        return [title]
    first, *more = [*behalf, title]
    return [f"{capacity} {first}", *more]


@dataclass(frozen=True)
class Paper:
    """All that is printed on a certificate."""

    facts: dict[str, Any]  # as `progress.facts` froze them
    serial: str
    code: str
    verify_url: str
    token: str = ""  # signed facts behind the address in the QR code
    seal_room: int = 0  # hex digits for a signature in the file; none without one

    def saying(self, facts: Mapping[str, Any]) -> Paper:
        """The same paper with some of its facts otherwise."""
        return replace(self, facts=self.facts | dict(facts))

    @property
    def issued_on(self) -> date:
        return date.fromisoformat(self.facts["issued_on"])

    @property
    def dated(self) -> str:
        """Bà Rịa, ngày 21 tháng 11 năm 2022"""
        return f"{self.facts['place']}, {long_date(self.issued_on)}"

    @property
    def layout(self) -> str:
        return self.facts.get("wording", {}).get("layout", "guilloche")

    @property
    def colour(self) -> str:
        return self.facts.get("wording", {}).get("colour", "lacquer")

    @property
    def marks(self) -> dict[str, str]:
        """The issuer's emblem and seal, by the names of `certificates.marks`."""
        return self.facts.get("marks", {})

    @cached_property
    def sides(self) -> list[Side]:
        """What stands on its pages: Vietnamese, and English where it was chosen."""
        translation = self.facts.get("wording", {}).get("english")
        return [
            vietnamese(self),
            *([english(self, translation)] if translation else []),
        ]

    @property
    def decision(self) -> str:
        """Theo QĐ số 31/QĐ-TTPVHCC ngày 21/11/2022, when there is one"""
        number, day = self.facts.get("decision_number"), self.facts.get("decision_on")
        if not number:
            return ""
        return f"Theo QĐ số {number} ngày {day}" if day else f"Theo QĐ số {number}"

    @property
    def signer(self) -> list[str]:
        return signing_lines(self.facts)

    @property
    def verify_at(self) -> str:
        """The address of the check as one types it: host and path, without the code."""
        address = urlsplit(self.verify_url)
        return address.netloc + address.path.removesuffix(f"{self.code}/")

    @property
    def title(self) -> str:
        """Giấy chứng nhận 0412/2022/TTPVHCC"""
        return f"{self.facts['heading']} {self.serial}"

    @property
    def subject(self) -> str:
        """Whose, and of which course: for those who search among many files."""
        return f"{self.fields['name']}: {self.facts['course']}"

    @property
    def has_long_name(self) -> bool:
        return len(self.fields["name"]) > LONG_NAME

    @cached_property
    def fields(self) -> dict[str, str]:
        """The texts that are one person's; all others a whole class has alike."""
        return {k: v for side in self.sides for k, v in side.fields.items()}

    @cached_property
    def shared(self) -> str:
        """What papers have in common that differ in `fields` and the QR code only."""
        said = {k: v for k, v in self.facts.items() if k not in PERSONAL}
        has = [self.has_long_name, *(bool(text) for text in self.fields.values())]
        size, room = len(self.modules), self.seal_room
        return json.dumps([said, has, self.verify_at, size, room], sort_keys=True)

    @cached_property
    def modules(self) -> Rows:
        """The QR code; its quiet zone is the paper around it."""
        text = f"{self.verify_url}#{self.token}" if self.token else self.verify_url
        return rows_of(text)

    @property
    def qr(self) -> str:
        """The QR code as a data url."""
        picture = svg(self.modules, dark="#241b15")
        return f"data:image/svg+xml;charset=utf-8,{quote(picture)}"

    @property
    def claims(self) -> dict[str, str]:
        """What the QR code says of the paper, short: it must stay readable in print."""
        until = self.facts.get("valid_until")
        return {
            "s": self.serial,
            "n": self.fields["name"],
            "c": self.facts["course"],
            "d": self.facts["issued_on"],
            "i": self.facts.get("issuer_code", ""),
            **({"v": until} if until else {}),
        }

    @property
    def record(self) -> bytes:
        """What the paper says, for programs: the file that goes inside the PDF."""
        said = {k: v for k, v in self.facts.items() if k not in UNSAID}
        said |= {"serial": self.serial, "code": self.code, "verify": self.verify_url}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()

    @property
    def qr_alt(self) -> str:
        """What stands for the QR code where it cannot be seen."""
        return f"Mã QR mở trang tra cứu {self.verify_url}"


# Invented people to look at a template with: an average one, and the two extremes.
SAMPLES = {
    "usual": {
        "name": "Lê Thị Hồng Nhung",
        "born": "14/02/1978",
        "position": "Công chức Văn phòng – Thống kê",
        "agency": "UBND xã Suối Rao, huyện Châu Đức",
    },
    "longest": {
        "name": "Công Tằng Tôn Nữ Nguyễn Phước Thị Ngọc Hoài Thương",
        "born": "14/02/1978",
        "position": "Phó Trưởng Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục",
        "agency": "Trung tâm Công nghệ thông tin và Truyền thông, Sở Thông tin và "
        "Truyền thông tỉnh Bà Rịa – Vũng Tàu",
    },
    "shortest": {"name": "Y Ô", "born": "", "position": "", "agency": ""},
}


def sample_paper(*, wording: dict[str, Any], which: str = "usual") -> Paper:
    """An invented award, to look at a template."""
    facts = SAMPLES[which] | {
        "schema": 2,
        "course": "Số hóa hồ sơ, giấy tờ, kết quả giải quyết TTHC",
        "hours": 8,
        "from": "01/11/2022",
        "to": "18/11/2022",
        "mode": "trực tuyến kết hợp trực tiếp",
        "result": "Đạt",
        "decision_number": "",
        "decision_on": "",
        "issuer": "Trung tâm Phục vụ hành chính công",
        "superior": "UBND tỉnh Bà Rịa – Vũng Tàu",
        "place": "Bà Rịa",
        "issued_on": "2022-11-21",
        "signer_capacity": "",
        "signed_for": "",
        "signer_title": "Giám đốc",
        "signer_name": "Nguyễn Văn Bình",
    }
    return Paper(
        facts=facts | wording,
        serial="0000/2022/MAU",
        code="BRVT-MAUX-MAUX",
        verify_url="https://example.vn/verify/BRVT-MAUX-MAUX/",
    )
