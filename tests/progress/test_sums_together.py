"""The sums when two write at once: neither sees the other's facts until both are done."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies.models import Membership
from agencies.reorganising import Step
from agencies.services.reorganise import reorganise
from enrolments.models import Enrolment
from enrolments.services import move_member
from progress.models import Fold, Stint, Visit
from progress.sums.keeping import differences, fold
from tests.certificates.factories import an_award
from tests.factories import (
    AgencyFactory,
    EnrolmentFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
)
from tests.parallel import beside
from tests.progress.province import TODAY, noon, province
from tests.progress.ways import compare_ways

pytestmark = pytest.mark.django_db(transaction=True)


def enrol(person, group):
    return Enrolment.objects.create(
        learner=person, training_class=group, enrolled_at=noon(TODAY - dt.timedelta(9))
    )


def test_enrolled_while_moving__answers_where_the_person_went():
    person, group = MembershipFactory().user, TrainingClassFactory()
    new = AgencyFactory()
    with beside(lambda: enrol(person, group)):
        move_member(user=person, agency=new, position="", on=TODAY)
    assert Stint.objects.get(until=None).agency_id == new.pk
    assert differences() == []


def test_moving_while_enrolled__answers_where_the_person_went():
    person, group = MembershipFactory().user, TrainingClassFactory()
    new = AgencyFactory()
    move = {"user": person, "agency": new, "position": "", "on": TODAY}
    with beside(lambda: move_member(**move)):
        enrol(person, group)
    assert Stint.objects.get(until=None).agency_id == new.pk
    assert differences() == []


def test_leaving_while_enrolled__is_nobodys():
    post, group = MembershipFactory(), TrainingClassFactory()
    with beside(lambda: Membership.objects.filter(pk=post.pk).delete()):
        enrol(post.user, group)
    assert not Stint.objects.exists()
    assert differences() == []


def test_handed_to_somebody_who_is_moving__answers_where_that_one_went():
    row, post, new = EnrolmentFactory(), MembershipFactory(), AgencyFactory()
    Enrolment.objects.update(enrolled_at=noon(TODAY - dt.timedelta(9)))
    mine = Enrolment.objects.filter(pk=row.pk)
    with beside(lambda: mine.update(learner=post.user)):
        move_member(user=post.user, agency=new, position="", on=TODAY)
    assert Stint.objects.get(until=None).agency_id == new.pk
    assert differences() == []


def test_two_visits_at_once__are_both_counted():
    post = MembershipFactory()
    row = EnrolmentFactory(learner=post.user, enrolled_at=noon(TODAY - dt.timedelta(9)))
    module = ModuleFactory(course=row.training_class.course)
    pages = [LessonFactory(module=module), LessonFactory(module=module)]

    def visit(page, days):
        at = noon(TODAY - dt.timedelta(days))
        Visit.objects.create(enrolment=row, activity=page, first_at=at, last_at=at)

    with beside(lambda: visit(pages[1], 5)):
        visit(pages[0], 3)
    assert Stint.objects.get().started_on == TODAY - dt.timedelta(5)
    assert differences() == []


def test_passing_while_moved__waits_for_nobody():
    """The certificate names the holder whom the move is about to hold: no deadlock."""
    post = MembershipFactory()
    row = EnrolmentFactory(learner=post.user, enrolled_at=noon(TODAY - dt.timedelta(9)))
    new = AgencyFactory()
    move = {"user": post.user, "agency": new, "position": "", "on": TODAY}
    with beside(lambda: move_member(**move)):
        Enrolment.objects.filter(pk=row.pk).update(
            completed_at=noon(TODAY), passed_at=noon(TODAY)
        )
        an_award(holder=post.user)
    assert Stint.objects.get(until=None).agency_id == new.pk
    assert Stint.objects.get(until=None).passed_on == TODAY
    assert differences() == []


def absorbed():
    """A reorganisation as another connection enters it; commits when it returns."""
    steps = [Step(2, "absorb", "SR", "XS", "", "", "")]
    reorganise(steps=steps, effective_on=TODAY, at=timezone.now())


def test_folding_while_reorganised__adds_up_along_the_new_tree():
    province()
    fold(today=TODAY)
    with beside(lambda: fold(today=TODAY)):
        absorbed()
    assert Fold.objects.get().tree.lower == TODAY
    assert compare_ways(TODAY)
    assert differences() == []


def test_reorganised_while_folding__is_not_read_through_the_old_tree():
    province()
    with beside(absorbed):
        fold(today=TODAY)
    assert Fold.objects.get().tree is None
    assert not compare_ways(TODAY)
    assert differences() == []
