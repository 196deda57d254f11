"""Who is missing from a list that is said to be complete."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.collation import spelling_key
from enrolments.rosters.decisions import Decision
from enrolments.rosters.matching import Person
from enrolments.services.roster_import.meeting_people import before
from enrolments.services.roster_import.planner import Planner
from enrolments.services.roster_import.verdicts import Planned, Verdict


def leavers(planner: Planner) -> list[Planned]:
    """People of the units the file names who are in no row of it.

    A row that was refused or is in doubt may mean one of them, so that nobody of that
    name is taken for gone.
    """
    unsure = {spelling_key(draft.entry.full_name) for draft in planner.drafts}
    return [
        leaver(planner, person)
        for person in planner.people
        if person.agency_id in planner.places.named
        and person.pk not in planner.taken
        and spelling_key(person.full_name) not in unsure
    ]


def leaver(planner: Planner, person: Person) -> Planned:
    skipped = Decision.kept(planner.roster.decisions, person.uid).skip
    names = planner.places.names
    return Planned(
        row=0,
        verdict=Verdict.SKIPPED if skipped else Verdict.LEFT,
        full_name=person.full_name,
        unit=names.get(person.agency_id, ""),
        staff_code=person.staff_code,
        user=person.pk,
        agency=person.agency_id,
        before=before(person, names),
        reasons=[_("Có trong hệ thống, không có trong danh sách đầy đủ này.")],
        key=person.uid,
    )
