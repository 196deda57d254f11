"""What a certificate says, line by line. No database, no clock.

A paper is written in Vietnamese whatever the language of who asks for it, so nothing
here or in `templates/pdf/certificate.html` goes through gettext.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import segno

from accounts.formats import long_date


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

    @property
    def issued_on(self) -> date:
        return date.fromisoformat(self.facts["issued_on"])

    @property
    def dated(self) -> str:
        """Bà Rịa, ngày 21 tháng 11 năm 2022"""
        return f"{self.facts['place']}, {long_date(self.issued_on)}"

    @property
    def post(self) -> str:
        """Position and agency as named that day, either of which may be missing."""
        parts = (self.facts.get("position"), self.facts.get("agency"))
        return ", ".join(part for part in parts if part)

    @property
    def period(self) -> str:
        """Từ ngày 01/11/2022 đến ngày 18/11/2022, 8 tiết, trực tuyến"""
        parts = [f"Từ ngày {self.facts['from']} đến ngày {self.facts['to']}"]
        if self.facts.get("hours"):
            parts.append(f"{self.facts['hours']} tiết")
        if self.facts.get("mode"):
            parts.append(self.facts["mode"])
        return ", ".join(parts)

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
    def qr(self) -> str:
        """The QR code as a data url; its quiet zone is the paper around it."""
        code = segno.make(self.verify_url, error="m", micro=False)
        return code.svg_data_uri(border=0, dark="#241b15", omitsize=True)


def sample_paper(*, wording: dict[str, str]) -> Paper:
    """An invented award, to look at a template."""
    facts = {
        "name": "Lê Thị Hồng Nhung",
        "born": "14/02/1978",
        "position": "Công chức Văn phòng – Thống kê",
        "agency": "UBND xã Suối Rao, huyện Châu Đức",
        "course": "Số hóa hồ sơ, giấy tờ, kết quả giải quyết TTHC",
        "hours": 8,
        "from": "01/11/2022",
        "to": "18/11/2022",
        "mode": "trực tuyến kết hợp trực tiếp",
        "result": "Đạt",
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
