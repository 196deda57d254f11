"""Meetings and a district's coordinators, for the tests of attendance."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from enrolments.models import Meeting
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)


class MeetingFactory(DjangoModelFactory):
    """A meeting that began a quarter of an hour ago: MeetingFactory(starts_in=hours)."""

    training_class = factory.SubFactory(TrainingClassFactory)
    title = factory.Sequence("Buổi {}".format)
    starts_at = factory.LazyAttribute(
        lambda o: timezone.now() + dt.timedelta(hours=o.starts_in)
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + dt.timedelta(hours=3))
    place = "Hội trường UBND huyện Châu Đức"

    class Meta:
        model = Meeting

    class Params:
        starts_in = -0.25


def learner_in(group, agency, **facts):
    """An enrolment of somebody who works there."""
    learner = UserFactory(**facts)
    MembershipFactory(user=learner, agency=agency)
    return EnrolmentFactory(learner=learner, training_class=group)


def status_of(meeting):
    """What stands for whom, by given name."""
    rows = meeting.attendances.select_related("enrolment__learner")
    return {row.enrolment.learner.get_short_name(): row.status for row in rows}


class District:
    """A class with people of two communes of ours and one of the neighbour's."""

    def __init__(self):
        self.ours = AgencyFactory(name="Huyện Châu Đức", kind="cap_huyen")
        self.theirs = AgencyFactory(name="Huyện Xuyên Mộc", kind="cap_huyen")
        commune = AgencyFactory(name="Xã Suối Rao", parent=self.ours)
        other = AgencyFactory(name="Xã Bình Châu", parent=self.theirs)
        self.group = TrainingClassFactory(
            code="K03", title="Lớp K03 Châu Đức", organiser=self.ours
        )
        self.nhung = learner_in(self.group, commune, full_name="Lê Thị Hồng Nhung")
        self.phuc = learner_in(self.group, commune, full_name="Đặng Văn Phúc")
        self.anh = learner_in(self.group, other, full_name="Hồ Thị Ngọc Ánh")
        self.meeting = MeetingFactory(training_class=self.group, title="Ký số")

    def coordinator(self, agency=None, role="coordinator", **facts):
        user = UserFactory(**facts)
        AgencyRoleFactory(user=user, agency=agency or self.ours, role=role)
        return user
