"""A template is tried as a draft; papers say what was published."""

import html

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from certificates.models import CertificateTemplate
from lms.roles import CONTENT_MANAGERS
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
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def manager(as_user):
    call_command("set_up_site")
    user = UserFactory()
    user.groups.add(Group.objects.get(name=CONTENT_MANAGERS))
    return as_user(user)


def save(client, template, *, by_itself=False, publish=False, **changed):
    """What the editor sends: by itself every few seconds, or when a button is pressed."""
    url = snippet_url(CertificateTemplate, "edit", template.pk)
    sent = words(template, **changed) | (PUBLISH if publish else {})
    headers = {"accept": "application/json"} if by_itself else {}
    answer = client.post(url, sent, headers=headers)
    template.refresh_from_db()
    return answer


def printed_lead(course) -> str:
    """What a paper of the course would say now."""
    group = TrainingClassFactory(course=type(course).objects.get(pk=course.pk))
    enrolment = EnrolmentFactory(training_class=group)
    return certificate_facts(enrolment=enrolment, at=timezone.now())["wording"]["lead"]


@pytest.mark.parametrize("by_itself", [True, False])
def test_what_is_tried__changes_no_paper_until_it_is_published(manager, by_itself):
    course = CourseFactory()
    template = course.certificate_template
    before = template.lead
    save(manager, template, by_itself=by_itself, lead="Đang thử {họ tên}")
    assert template.has_unpublished_changes
    assert printed_lead(course) == before
    save(manager, template, publish=True, lead="Sở Nội vụ chứng nhận {họ tên}")
    assert printed_lead(course) == "Sở Nội vụ chứng nhận {họ tên}"


def test_what_the_editor_adds_by_itself__is_a_draft(manager):
    url = snippet_url(CertificateTemplate, "add")
    manager.post(url, words(), headers={"accept": "application/json"})
    assert not CertificateTemplate.objects.get().live


def test_a_draft__keeps_its_name_and_is_not_chosen_for_a_course(manager):
    draft = CertificateTemplateFactory(live=False, name="Mẫu đang soạn")
    CertificateTemplateFactory(name="Mẫu đã xong")
    url = CertificateTemplate.snippet_viewset.chooser_viewset.get_url_name("choose")
    offered = manager.get(reverse(url)).json()["html"]
    assert "Mẫu đã xong" in offered
    assert "Mẫu đang soạn" not in offered
    course = CourseFactory()
    course.certificate_template = draft
    with pytest.raises(ValidationError) as refused:
        course.clean()
    assert "bản nháp" in refused.value.message_dict["certificate_template"][0]
    save(manager, draft, name="")
    assert draft.name == "Mẫu đang soạn"


def test_a_template_that_courses_print_on__stays_published(manager):
    template = CourseFactory(title="Số hóa").certificate_template
    url = snippet_url(CertificateTemplate, "unpublish", template.pk)
    answer = manager.post(url, follow=True)
    assert "1 khóa học" in html.unescape(answer.content.decode())
    template.refresh_from_db()
    assert template.live
    idle = CertificateTemplateFactory()
    manager.post(snippet_url(CertificateTemplate, "unpublish", idle.pk))
    idle.refresh_from_db()
    assert not idle.live


def test_the_list__says_what_is_published_and_shows_that(manager):
    course = CourseFactory()
    ReferenceIndex.create_or_update_for_object(course)
    template = course.certificate_template
    save(manager, template, publish=True)
    save(manager, template, lead="Đang thử {họ tên}")
    CertificateTemplateFactory(name="Mới", live=False)
    page = manager.get(snippet_url(CertificateTemplate, "list")).content.decode()
    assert "Đã xuất bản, có sửa chưa xuất bản" in page
    assert "Bản nháp" in page
    shown = template.live_revision_id
    assert shown != template.latest_revision_id
    look = snippet_url(CertificateTemplate, "revisions_view", template.pk, shown)
    assert look in page
