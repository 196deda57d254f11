"""The sums beside the facts: equal to them whatever happens, and caught when they are not."""

import contextlib
import datetime as dt
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agencies.models import Agency, AgencyAncestry, Membership
from agencies.reorganising import Step
from agencies.services import AgencyTreeError
from agencies.services.reorganise import reorganise
from enrolments.models import Enrolment
from enrolments.services import move_member
from progress.models import Balance, Change, Completion, Fold, Stint, Tally, Visit
from progress.reports import whole_tree
from progress.risks import at_risk, standings
from progress.rollup import assigned
from progress.standing import Standing, standing_on
from progress.sums.keeping import differences, fold, rebuild
from progress.tasks import fold_sums
from progress.trainees import listed
from tests.factories import (
    AgencyFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
)
from tests.progress.province import TODAY, noon, province
from tests.progress.ways import compare_ways

EXAMPLES = 200 if os.environ.get("SOAK") else 20
DAYS = [TODAY - dt.timedelta(days=n) for n in range(24, -1, -1)]


@pytest.fixture
def place(db):
    return province()


def figures(units, on):
    return {
        r.code: (r.figures, r.figures.stalled)
        for r in whole_tree(agency=units["T"], on=on)
    }


def test_they_are_what_the_facts_say(place):
    assert differences() == []


def test_folding_changes_no_figure__on_any_day(place):
    units, _group = place
    before = [figures(units, day) for day in DAYS]
    for to_day in (DAYS[10], TODAY, DAYS[3], TODAY):
        fold(today=to_day)
        assert [figures(units, day) for day in DAYS] == before
    assert not Change.objects.exists()
    assert Tally.objects.exists()
    assert Balance.objects.exists()
    assert differences() == []


def test_what_comes_after_the_fold_counts_at_once(place):
    units, _group = place
    fold(today=TODAY)
    row = Enrolment.objects.filter(completed_at=None).first()
    before = figures(units, TODAY)["T"][0]
    row.completed_at = row.passed_at = row.ended_at = timezone.now()
    row.ended_reason, row.answering_agency = "completed", units["SR"]
    row.save()
    after = figures(units, TODAY)["T"][0]
    assert (after.completed, after.passed) == (before.completed + 1, before.passed + 1)
    assert differences() == []


def test_a_reorganisation_entered_late__leaves_them_equal(place):
    units, _group = place
    fold(today=TODAY)
    day = DAYS[8]
    before = {on: figures(units, on) for on in DAYS}
    (code, heir) = sorted(set(units) - {"T", "CD"})[:2]
    steps = [Step(2, "absorb", code, heir, "", "", "")]
    done = reorganise(steps=steps, effective_on=day, at=timezone.now())
    assert done.report.extra["moved"] > 0
    call_command("check_tallies")
    for on in DAYS:
        assert (figures(units, on) == before[on]) is (on < day), on
    fold(today=TODAY)
    assert differences() == []


def test_the_beat_folds__and_again_nothing_happens(place):
    fold_sums()
    assert Fold.objects.get().folded_to == TODAY
    fold_sums()
    assert Fold.objects.count() == 1


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE progress_stint SET since = since + 1 WHERE id = (SELECT min(id) FROM progress_stint)",
        "DELETE FROM progress_stint WHERE id = (SELECT min(id) FROM progress_stint)",
        "INSERT INTO progress_stint (enrolment_id, training_class_id, agency_id, since) VALUES (999999, 1, 1, now())",
        "UPDATE progress_tally SET passed = passed + 1 WHERE id = (SELECT min(id) FROM progress_tally)",
        "DELETE FROM progress_tally WHERE id = (SELECT min(id) FROM progress_tally WHERE assigned > 0)",
        "UPDATE progress_balance SET stalled = stalled - 1 WHERE id = (SELECT min(id) FROM progress_balance)",
        "INSERT INTO progress_change (agency_id, training_class_id, day, assigned, started, completed, passed, stalled) VALUES (1, 1, now(), 0, 0, 1, 0, 0)",
        "UPDATE progress_branchtally SET started = started + 1 WHERE id = (SELECT min(id) FROM progress_branchtally)",
        "DELETE FROM progress_branchtally WHERE id = (SELECT min(id) FROM progress_branchtally WHERE assigned > 0)",
        "UPDATE progress_branchbalance SET passed = passed - 1 WHERE id = (SELECT min(id) FROM progress_branchbalance)",
        "UPDATE progress_branchbalance SET passed = passed - 1 WHERE id = (SELECT max(id) FROM progress_branchbalance)",
        "DELETE FROM progress_branchbalance WHERE training_class_id IS NULL AND assigned > 0",
        "UPDATE progress_fold SET tree = daterange(folded_to + 1, NULL)",
    ],
)
def test_a_broken_sum_is_found__and_made_anew(place, harm, capsys):
    fold(today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute(harm)
    with pytest.raises(CommandError) as refused:
        call_command("check_tallies")
    assert refused.value.returncode == 1
    call_command("check_tallies", "--rebuild")
    assert "Mọi tổng khớp" in capsys.readouterr().out


def test_a_fact_behind_the_triggers_back__is_found(place):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE enrolments_enrolment DISABLE TRIGGER USER")
        cursor.execute("UPDATE enrolments_enrolment SET passed_at = NULL")
        cursor.execute("ALTER TABLE enrolments_enrolment ENABLE TRIGGER USER")
    assert differences()
    rebuild(today=TODAY)
    assert differences() == []


def test_a_visit_on_a_day_that_counts_already__writes_nothing(place):
    _units, group = place
    row = Enrolment.objects.filter(completed_at=None).first()
    lesson = LessonFactory(module=ModuleFactory(course=group.course))
    visit = Visit.objects.create(
        enrolment=row, activity=lesson, first_at=noon(TODAY), last_at=noon(TODAY)
    )
    before = Stint.objects.order_by("-pk").first()
    Visit.objects.filter(pk=visit.pk).update(
        last_at=noon(TODAY) + dt.timedelta(hours=2), seconds=60
    )
    assert Stint.objects.order_by("-pk").first() == before
    Visit.objects.filter(pk=visit.pk).update(last_at=noon(TODAY) + dt.timedelta(days=1))
    assert Stint.objects.order_by("-pk").first() != before


STEPS = [
    "enrol",
    "visit",
    "again",
    "complete",
    "fail",
    "move",
    "withdraw",
    "finish",
    "close",
    "reopen",
    "leave",
    "delete",
    "fold",
    "bulk",
    "absorb",
    "merge",
    "split",
    "dissolve",
]


class AnyHistory(TestCase):
    """Whatever happens in whatever order and on whatever day, nothing is counted wrong."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(STEPS),
                st.integers(0, 3),
                st.integers(0, 24),
                st.integers(0, 2),
            ),
            max_size=14,
        )
    )
    def test_sums_follow_the_facts(self, steps):
        self.units = [AgencyFactory(code="A"), AgencyFactory(code="B")]
        self.units.append(AgencyFactory(code="A1", parent=self.units[0]))
        self.groups = [TrainingClassFactory(), TrainingClassFactory()]
        self.lesson = LessonFactory(module=ModuleFactory(course=self.groups[0].course))
        self.people = [
            MembershipFactory(agency=self.units[n % 3]).user for n in range(4)
        ]
        for what, who, when, which in steps:
            getattr(self, what)(self.people[who], DAYS[when], which)
        assert differences() == []
        for day in (DAYS[5], DAYS[15], TODAY):
            self.compare(day)
            compare_ways(day)
        fold(today=DAYS[20])
        assert differences() == []
        for day in (DAYS[5], DAYS[15], DAYS[20], TODAY, TODAY + dt.timedelta(30)):
            compare_ways(day)

    def compare(self, day):
        """The counts by standing against reading every enrolment."""
        for unit in Agency.objects.existing(day):
            asked = {"agency": unit, "on": day, "training_class": None}
            plain = standing_on(assigned(agency=None, on=day), day)
            below = AgencyAncestry.objects.on(day).filter(ancestor=unit)
            under = set(below.values_list("descendant", flat=True))
            rows = [r.standing for r in plain if r.agency_on in under]
            said = standings(**asked)
            assert {s: said[s] for s in Standing.values} == {
                s: rows.count(s) for s in Standing.values
            }
            assert said["at_risk"] == listed(**asked, state="at_risk").count()
            first = at_risk(**asked, most=99)
            assert len(first) == said["at_risk"]

    def row(self, user):
        return Enrolment.objects.filter(learner=user).order_by("pk").first()

    def enrol(self, user, day, which):
        group = self.groups[which % 2]
        if not Enrolment.objects.filter(learner=user, training_class=group).exists():
            EnrolmentFactory(learner=user, training_class=group, enrolled_at=noon(day))

    def visit(self, user, day, which):
        if row := self.row(user):
            said = {"first_at": noon(day), "last_at": noon(day)}
            Visit.objects.get_or_create(
                enrolment=row, activity=self.lesson, defaults=said
            )

    def again(self, user, day, which):
        Visit.objects.filter(enrolment=self.row(user), first_at__lt=noon(day)).update(
            last_at=noon(day)
        )

    def complete(self, user, day, which):
        if row := self.row(user):
            Completion.objects.create(
                enrolment=row,
                activity=self.lesson,
                occasion=str(Completion.objects.count()),
                completed_at=noon(day),
            )

    def fail(self, user, day, which):
        if row := self.row(user):
            Completion.objects.create(
                enrolment=row,
                activity=self.lesson,
                occasion=str(Completion.objects.count()),
                completed_at=noon(day),
                score=1,
                max_score=9,
                passed=False,
            )

    def move(self, user, day, which):
        unit = self.units[which]
        if Agency.objects.existing(day).filter(pk=unit.pk).exists():
            move_member(user=user, agency=unit, position="", on=day)

    def rearrange(self, day, *rows):
        """Late or early, as it may be recorded; what contradicts is refused whole."""
        steps = [Step(n, *row) for n, row in enumerate(rows, 2)]
        with contextlib.suppress(AgencyTreeError):
            reorganise(steps=steps, effective_on=day, at=timezone.now())

    def absorb(self, user, day, which):
        code, heir = self.units[which].code, self.units[which - 1].code
        self.rearrange(day, ("absorb", code, heir, "", "", ""))

    def merge(self, user, day, which):
        new = f"N{Agency.objects.count()}"
        self.rearrange(day, ("merge", self.units[which].code, new, "Xã mới", "xa", ""))

    def split(self, user, day, which):
        code, new = self.units[which].code, f"S{Agency.objects.count()}"
        self.rearrange(
            day,
            ("split", code, f"{new}a", "Xã một", "xa", ""),
            ("split", code, f"{new}b", "Xã hai", "xa", ""),
        )

    def dissolve(self, user, day, which):
        self.rearrange(day, ("dissolve", self.units[which].code, "", "", "", ""))

    def withdraw(self, user, day, which):
        Enrolment.objects.filter(learner=user, ended_at=None).update(
            ended_at=noon(day), ended_reason="withdrawn"
        )

    def finish(self, user, day, which):
        Enrolment.objects.filter(learner=user, ended_at=None).update(
            ended_at=noon(day), completed_at=noon(day), ended_reason="completed",
            passed_at=noon(day) if which else None,
            answering_agency=self.units[which] if which != 1 else None,
        )  # fmt: skip

    def close(self, user, day, which):
        group = self.groups[which % 2]
        group.closed_at = noon(day)
        group.save()
        group.enrolments.filter(ended_at=None).update(
            ended_at=noon(day), ended_reason="not_finished",
            answering_agency=self.units[which] if which != 1 else None,
        )  # fmt: skip

    def reopen(self, user, day, which):
        Enrolment.objects.filter(learner=user).update(
            ended_at=None,
            ended_reason="",
            completed_at=None,
            passed_at=None,
            answering_agency=None,
        )

    def leave(self, user, day, which):
        Membership.objects.filter(user=user).delete()

    def delete(self, user, day, which):
        row = self.row(user)
        if row and not row.visits.exists() and not row.completions.exists():
            row.delete()

    def fold(self, user, day, which):
        fold(today=day)

    def bulk(self, user, day, which):
        Enrolment.objects.filter(learner__in=self.people).update(enrolled_at=noon(day))
