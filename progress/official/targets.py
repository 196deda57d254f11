"""Kết quả so với chỉ tiêu: the service's own indicators beside training."""

from __future__ import annotations

from agencies.models import AgencyPeriod
from progress.beside import beside
from progress.official.content import Content, Heading
from progress.official.query import Query
from progress.official.wording import of_what, unit_name


def targets(query: Query) -> Content:
    """What was reached, what was wanted and what is missing, as the source states it."""
    unit = AgencyPeriod.objects.on(query.as_at).filter(agency=query.agency).first()
    found = beside([unit] if unit else [], on=query.as_at, group=query.training_class)
    readings = found.readings if found else []
    rows = [
        [at, one.row.indicator.name, one.value, one.target, one.gap, one.row.note]
        for at, one in enumerate(readings, start=1)
    ]
    return Content(
        title=f"Kết quả so với chỉ tiêu của {unit_name(query)}: {of_what(query)}",
        caption="Kết quả so với chỉ tiêu",
        columns=[
            Heading("TT", 5),
            Heading("Chỉ tiêu", 44),
            Heading("Thực hiện", 14),
            Heading("Mục tiêu", 14),
            Heading("Còn thiếu", 14),
            Heading("Ghi chú", 40),
        ],
        rows=rows,
        keys=[f"{one.row.indicator.code} {one.row.ends_on}" for one in readings],
        notes=["Kết quả đạt sau khi tập huấn không chứng minh là do tập huấn."],
    )
