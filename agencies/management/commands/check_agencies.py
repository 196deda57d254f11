"""Prove that the stored tree of agencies is the one its periods describe."""

from __future__ import annotations

from collections import defaultdict

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agencies.ancestry import Link, lineage
from agencies.days import Days
from agencies.models import Agency, AgencyAncestry, AgencyPeriod
from agencies.services.inheriting import expected_heirs, stored_heirs


class Command(BaseCommand):
    """Recomputes who stood under whom without the database and compares; also finds
    circles and parents that do not exist while somebody stands under them, and heirs of
    ended units that are not what the successions say. Exit 1 with a line for each
    finding."""

    help = __doc__

    def handle(self, *_args, **_options) -> None:
        codes = dict(Agency.objects.values_list("pk", "code"))
        links = defaultdict(list)
        for agency, period, parent in AgencyPeriod.objects.values_list(
            "agency", "period", "parent"
        ):
            links[agency].append(Link(Days.of(period), parent))
        expected, circular = lineage(links)
        findings = [
            _("%(code)s: đứng dưới chính nó.") % {"code": codes[pk]} for pk in circular
        ]
        findings += dead_parents(links, expected, codes)
        findings += differences(expected, stored(), codes)
        findings += wrong_heirs(codes)
        for line in sorted(findings):
            self.stdout.write(line)
        if findings:
            raise CommandError(
                _("%(count)s chỗ sai.") % {"count": len(findings)}, returncode=1
            )
        self.stdout.write(_("%(count)s đơn vị, cây đúng.") % {"count": len(codes)})


def stored() -> dict[tuple[int, int], list[Days]]:
    spans = defaultdict(list)
    rows = AgencyAncestry.objects.order_by("period")
    for descendant, ancestor, period in rows.values_list(
        "descendant", "ancestor", "period"
    ):
        spans[descendant, ancestor].append(Days.of(period))
    return spans


def wrong_heirs(codes: dict[int, str]) -> list[str]:
    """A line for each ended unit whose stored heirs are not the computed ones."""
    expected, found = expected_heirs(), stored_heirs()
    return [
        _("%(code)s: đơn vị kế thừa đã lưu khác với tính lại.") % {"code": codes[unit]}
        for unit in expected.keys() | found.keys()
        if expected.get(unit) != found.get(unit)
    ]


def dead_parents(links: dict, spans: dict, codes: dict[int, str]) -> list[str]:
    """A line for each span whose parent does not live through it."""
    return [
        _("%(code)s: cấp trên %(parent)s không tồn tại suốt thời gian đó.")
        % {"code": codes[agency], "parent": codes[link.parent]}
        for agency, own in links.items()
        for link in own
        if link.parent and link.days.without(spans.get((link.parent, link.parent), []))
    ]


def differences(expected: dict, found: dict, codes: dict[int, str]) -> list[str]:
    """A line for each pair whose stored days are not the computed ones."""
    return [
        _("%(code)s dưới %(ancestor)s: quan hệ đã lưu khác với tính lại.")
        % {"code": codes[descendant], "ancestor": codes[ancestor]}
        for descendant, ancestor in expected.keys() | found.keys()
        if expected.get((descendant, ancestor)) != found.get((descendant, ancestor))
    ]
