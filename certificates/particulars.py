"""What a paper's facts say of post and time, for who keeps the register.

The paper itself says it in its template's words; these are the same on every one.
"""

from __future__ import annotations

from certificates.paper import Paper
from certificates.wording import filled, values_of

POST = "{chức vụ}, {đơn vị}"
PERIOD = "Từ ngày {từ ngày} đến ngày {đến ngày}, {số tiết} tiết, {hình thức}"


def post_of(paper: Paper) -> str:
    """Chuyên viên, UBND xã Suối Rao; empty where neither is known."""
    return filled(POST, values_of(paper.facts, paper.serial))


def period_of(paper: Paper) -> str:
    """Từ ngày 01/11/2022 đến ngày 18/11/2022, 8 tiết, trực tuyến"""
    return filled(PERIOD, values_of(paper.facts, paper.serial))
