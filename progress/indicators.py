"""Indicators of the service, kept as their source states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.tables import ImportReport, RowError
from progress.indicator_files import IndicatorRow
from progress.models import Indicator, IndicatorValue

PERIOD = ("starts_on", "ends_on")


@transaction.atomic
def import_indicators(
    *, rows: Sequence[IndicatorRow], partial: bool = False
) -> ImportReport:
    """Store values by indicator, unit and span of days; a second time nothing changes.

    A row whose unit is unknown is refused, and so is a second one for the same
    indicator, unit and days; nothing is written then, unless `partial`.
    """
    agencies = Agency.objects.in_bulk({row.agency for row in rows}, field_name="code")
    good, report = [], ImportReport()
    seen: dict[tuple, int] = {}
    for row in rows:
        key = (row.code, row.agency, *(row.facts[name] for name in PERIOD))
        if refusal := refused(row, key, agencies, seen):
            report.errors.append(refusal)
        else:
            seen[key] = row.row
            good.append(row)
    if partial or not report.errors:
        named = name_indicators(good)
        outcomes = Counter(
            store(row, named[row.code], agencies[row.agency]) for row in good
        )
        report = replace(report, **outcomes)
    return report


def refused(
    row: IndicatorRow, key: tuple, agencies: dict, seen: dict
) -> RowError | None:
    if row.agency not in agencies:
        message = _("Không có đơn vị mã %(code)s.") % {"code": row.agency}
        return RowError(row.row, "unit_code", message)
    if key in seen:
        message = _("Chỉ tiêu này của đơn vị này trong kỳ này đã có ở dòng %(row)s.")
        return RowError(row.row, "indicator_code", message % {"row": seen[key]})
    return None


def name_indicators(rows: Sequence[IndicatorRow]) -> dict[str, Indicator]:
    """Each indicator under the name its first row gives it."""
    first = {row.code: row for row in reversed(rows)}
    return {
        code: Indicator.objects.update_or_create(
            code=code,
            defaults={"name": row.name, "unit_of_measure": row.unit_of_measure},
        )[0]
        for code, row in first.items()
    }


def store(row: IndicatorRow, indicator: Indicator, agency: Agency) -> str:
    """Write one value; "created", "updated" or "unchanged".

    A source's own wording of the indicator goes into the note of its value.
    """
    said = {name: row.facts[name] for name in row.facts.keys() - {*PERIOD}}
    if row.name != indicator.name:
        said["note"] = f"{row.name}. {row.facts['note']}".strip()[:500]
    key = {"indicator": indicator, "agency": agency} | {n: row.facts[n] for n in PERIOD}
    value, is_new = IndicatorValue.objects.get_or_create(**key, defaults=said)
    if is_new:
        return "created"
    if all(getattr(value, name) == fact for name, fact in said.items()):
        return "unchanged"
    for name, fact in said.items():
        setattr(value, name, fact)
    value.save()
    return "updated"
