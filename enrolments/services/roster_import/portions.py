"""A few hundred rows of a plan, carried out together with a constant number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import save_people
from agencies.services import Post, end_posts, place_members, posts_since
from enrolments.models import Enrolment, RosterImport
from enrolments.services.roster_import.codes import issue_codes
from enrolments.services.roster_import.people import described
from enrolments.services.roster_import.rows import PERSONAL, as_seen, filled, says_more
from enrolments.services.roster_import.verdicts import ACTING, Planned, Verdict


class Portion:
    """Rows of one roster; `undo` keeps, row by row, what was there before."""

    def __init__(self, roster: RosterImport, rows: list[Planned], at: datetime) -> None:
        self.roster, self.at, self.on = roster, at, roster.effective_on
        self.rows = [row for row in rows if row.verdict in ACTING]
        self.undo: list[dict[str, Any]] = []

    def apply(self) -> None:
        pks = [row.user for row in self.rows if row.user]
        locked = User.objects.filter(pk__in=pks).order_by("pk")
        self.users = {u.pk: u for u in locked.select_for_update(no_key=True)}
        self.refuse_stale()
        self.refuse_taken()
        issue_codes([row for row in self.rows if row.verdict == Verdict.NEW])
        self.write_people()
        self.move_people()
        self.close_leavers()
        self.enrol_people()

    def drop(self, row: Planned, reason: str) -> None:
        row.verdict = Verdict.REFUSED
        row.reasons.insert(0, reason)
        self.rows.remove(row)

    def refuse_stale(self) -> None:
        """What changed since the coordinator looked is not overwritten."""
        now = {p.pk: p for p in described(self.users.values(), on=self.on)}
        for row in list(self.rows):
            if row.user is None:
                continue
            person = now.get(row.user)
            if person is None or not person.is_active or not as_seen(row, person):
                self.drop(row, _("Dữ liệu của người này đã đổi sau khi xem trước."))

    def refuse_taken(self) -> None:
        """A code or an address that somebody got since the preview."""
        keys = ("staff_code", "email", "phone")
        said = [row.after | {"staff_code": row.staff_code} for row in self.rows]
        wanted = {key: [s[key] for s in said if s.get(key)] for key in keys}
        query = Q()
        for key, values in wanted.items():
            query |= Q(**{f"{key}__in": values})
        holders = User.objects.filter(query).values("pk", *keys)
        owners = {(k, h[k]): h["pk"] for h in holders for k in keys if h[k]}
        for row in list(self.rows):
            values = row.after | {"staff_code": row.staff_code}
            if any(owners.get((k, values.get(k)), row.user) != row.user for k in keys):
                self.drop(
                    row, _("Mã, thư điện tử hoặc điện thoại vừa được người khác dùng.")
                )

    def write_people(self) -> None:
        """Create who is new; set what the rows say of the others."""
        self.created = {}
        changed = []
        for row in self.rows:
            if row.verdict == Verdict.NEW:
                self.created[row.row] = filled(User(staff_code=row.staff_code), row)
            elif row.verdict != Verdict.LEFT and says_more(row):
                changed.append(filled(self.users[row.user], row))
        save_people(new=list(self.created.values()), changed=changed)
        for row in self.rows:
            if row.row in self.created and row.verdict == Verdict.NEW:
                row.user = self.created[row.row].pk

    def move_people(self) -> None:
        people = [row.user for row in self.rows]
        before = posts_since(people, on=self.on)
        staying = [row for row in self.rows if row.verdict != Verdict.LEFT]
        posts = [Post(r.user, r.agency, r.after.get("position", "")) for r in staying]
        place_members(posts=posts, on=self.on)
        end_posts(
            users=[r.user for r in self.rows if r.verdict == Verdict.LEFT], on=self.on
        )
        after = posts_since(people, on=self.on)
        self.undo = [
            {
                "row": row.row,
                "user": row.user,
                "created": row.verdict == Verdict.NEW,
                "before": {key: row.before.get(key, "") for key in PERSONAL},
                "after": {
                    key: row.after.get(key) or row.before.get(key, "")
                    for key in PERSONAL
                },
                "posts_before": before.get(row.user, []),
                "posts_after": after.get(row.user, []),
                "closed": [],
                "enrolled": None,
            }
            for row in self.rows
        ]

    def close_leavers(self) -> None:
        """Whoever left learns no more for that unit, which answers for what was done."""
        unit = {r.user: r.agency for r in self.rows if r.verdict == Verdict.LEFT}
        found = list(Enrolment.objects.current().filter(learner__in=unit))
        for enrolment in found:
            enrolment.ended_at = self.at
            enrolment.ended_reason = Enrolment.EndedReason.LEFT
            enrolment.ended_by = self.roster.owner
            enrolment.ended_note = _("Không còn trong danh sách của đơn vị.")
            enrolment.answering_agency_id = unit[enrolment.learner_id]
        fields = [
            "ended_at",
            "ended_reason",
            "ended_by",
            "ended_note",
            "answering_agency",
        ]
        Enrolment.objects.bulk_update(found, fields)
        by_user = {entry["user"]: entry for entry in self.undo}
        for enrolment in found:
            by_user[enrolment.learner_id]["closed"].append(enrolment.pk)

    def enrol_people(self) -> None:
        group = self.roster.training_class
        if group is None or group.closed_at is not None:
            return
        staying = [row.user for row in self.rows if row.verdict != Verdict.LEFT]
        held = Enrolment.objects.filter(training_class=group, learner__in=staying)
        missing = set(staying) - set(held.values_list("learner", flat=True))
        made = Enrolment.objects.bulk_create(
            Enrolment(
                learner_id=user,
                training_class=group,
                enrolled_at=self.at,
                source=Enrolment.Source.ROSTER,
            )
            for user in sorted(missing)
        )
        by_user = {entry["user"]: entry for entry in self.undo}
        for enrolment in made:
            by_user[enrolment.learner_id]["enrolled"] = enrolment.pk
