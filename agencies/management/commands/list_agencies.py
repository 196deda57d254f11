"""Print the tree of agencies as it stood on a day."""

from __future__ import annotations

import json
from collections import defaultdict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.days import Days
from agencies.management.import_command import day
from agencies.models import Agency, AgencyPeriod
from agencies.services import find_agency


class Command(BaseCommand):
    """Names, kinds and parents are those of the day asked for; `valid_from` and
    `valid_to` (the last day) are those of the agency's whole life, null where open."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as-at", type=day, metavar="DATE", help="today unless given"
        )
        parser.add_argument(
            "--under", metavar="CODE", help="only that agency's subtree"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON list")

    def handle(self, *_args, **options) -> None:
        on = options["as_at"] or timezone.localdate()
        periods = (
            AgencyPeriod.objects.on(on).listed().select_related("agency", "parent")
        )
        if options["under"]:
            try:
                top = find_agency(options["under"])
            except Agency.DoesNotExist as error:
                raise CommandError(str(error), returncode=2) from error
            periods = periods.filter(agency__in=Agency.objects.within(top, on=on))
        if options["json"]:
            rows = [as_json(p) for p in periods.with_life()]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
        else:
            self.show(list(periods))

    def show(self, periods: list[AgencyPeriod]) -> None:
        listed = {p.agency_id for p in periods}
        children = defaultdict(list)
        for p in periods:
            children[p.parent_id if p.parent_id in listed else None].append(p)
        self.show_below(children, None, "")
        self.stdout.write(_("%(count)s đơn vị.") % {"count": len(periods)})

    def show_below(self, children: dict, parent: int | None, indent: str) -> None:
        for p in children[parent]:
            self.stdout.write(f"{indent}{p.name} ({p.agency.code})")
            self.show_below(children, p.agency_id, indent + "  ")


def as_json(p: AgencyPeriod) -> dict:
    life = Days(p.lives_from, p.lives_after)
    return {
        "code": p.agency.code,
        "name": p.name,
        "kind": p.kind,
        "parent": p.parent.code if p.parent else None,
        "valid_from": life.first.isoformat() if life.first else None,
        "valid_to": life.last.isoformat() if life.last else None,
    }
