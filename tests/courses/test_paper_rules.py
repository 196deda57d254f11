"""What a course settles of its papers: kind, validity, reissue."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, CertificateTemplate
from certificates.services import reissue_certificate
from courses.models import CoursePage
from enrolments.models import Enrolment
from progress.awards import award
from progress.facts import certificate_facts
from tests.certificates.template_forms import snippet_url, words
from tests.factories import (
    CertificateTemplateFactory,
    CourseFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def headed(heading: str) -> CertificateTemplate:
    return CertificateTemplateFactory(heading=heading)


def awarded(course, learner) -> Enrolment:
    group = TrainingClassFactory(course=course)
    enrolment = EnrolmentFactory(learner=learner, training_class=group, passed=True)
    award(enrolments=[enrolment], at=timezone.now())
    enrolment.refresh_from_db()
    return enrolment


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"certificate_when": "at_once"}, "certificate_when"),
        ({"certificate_when": "on_closing", "minimum_mark": 49}, "minimum_mark"),
    ],
)
def test_chung_chi__has_rules_of_its_own(settings, field):
    course = CourseFactory()
    course.certificate_template = headed("Chứng chỉ bồi dưỡng")
    for name, value in {"certificate_kind": "certificate", **settings}.items():
        setattr(course, name, value)
    with pytest.raises(ValidationError) as refused:
        course.clean()
    assert list(refused.value.message_dict) == [field]


def test_chung_chi__on_closing_from_half_the_marks():
    course = CourseFactory()
    course.certificate_template = headed("CHỨNG CHỈ")
    course.certificate_kind = "certificate"
    course.certificate_when = CoursePage.IssueWhen.ON_CLOSING
    course.clean()


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("certificate", "Giấy chứng nhận"), ("attestation", "Chứng chỉ bồi dưỡng")],
)
def test_the_heading_contradicts_the_kind__refused_in_the_course(kind, heading):
    course = CourseFactory()
    course.certificate_template = headed(heading)
    course.certificate_kind = kind
    course.certificate_when = CoursePage.IssueWhen.ON_CLOSING
    with pytest.raises(ValidationError) as refused:
        course.clean()
    assert heading in refused.value.message_dict["certificate_template"][0]


def test_the_heading_contradicts_a_course__the_template_stays_as_published(as_user):
    template = CourseFactory(title="Số hóa hồ sơ").certificate_template
    url = snippet_url(CertificateTemplate, "edit", template.pk)
    sent = words(template, heading="Chứng chỉ") | {"action-publish": "1"}
    admin = as_user(UserFactory(is_superuser=True))
    page = admin.post(url, sent, follow=True).content.decode()
    assert "Khóa “Số hóa hồ sơ”: Giấy chứng nhận không mang tên “Chứng chỉ”" in page
    template.refresh_from_db()
    assert template.heading == "Giấy chứng nhận"
    assert template.has_unpublished_changes


def test_the_third_paper_is_not_chosen_for_a_course():
    choices = dict(CoursePage._meta.get_field("certificate_kind").choices)
    assert list(choices) == ["attestation", "certificate"]


def test_the_rules_are_frozen_with_the_award():
    course = CourseFactory(certificate_months=12, certificate_reissues=False)
    enrolment = EnrolmentFactory(training_class=TrainingClassFactory(course=course))
    facts = certificate_facts(enrolment=enrolment, at=timezone.now())
    assert facts["rules"] == {"months": 12, "reissues": False, "days": 5}


def test_renewal__is_another_award_by_another_class(learner):
    course = CourseFactory(certificate_months=1)
    first, second = awarded(course, learner), awarded(course, learner)
    assert first.certificate.award != second.certificate.award
    assert Certificate.objects.filter(status="pending").count() == 2


def test_the_pages_of_a_learner_follow_the_paper_that_stands(as_user, learner):
    enrolment = awarded(CourseFactory(), learner)
    old = enrolment.certificate
    Certificate.objects.filter(pk=old.pk).update(status="ready", file="x", sha256="x")
    now = timezone.now() + timedelta(days=1)
    new = reissue_certificate(certificate=old, cause="lost", by=UserFactory(), at=now)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    assert (enrolment.certificate, enrolment.paper) == (old, new)
    html = as_user(learner).get(enrolment.training_class.course.url).content.decode()
    assert reverse("certificate", args=[new.uid]) in html
    assert reverse("certificate", args=[old.uid]) not in html
    assert award(enrolments=[enrolment], at=now) == []
