"""What evidence rests on is neither deleted nor moved away: refused in words."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.dependants import dependants, in_words, protecting
from accounts.models import User
from courses.models import CoursePage, LessonPage
from enrolments.models import TrainingClass
from legal.models import LegalBasis
from progress.models import Completion
from progress.services import record_completion, record_visit
from tests.factories import (
    AgencyRoleFactory,
    CourseFactory,
    EnrolmentFactory,
    LegalBasisFactory,
    LessonFactory,
    MembershipFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(course):
    return LessonFactory(module=ModuleFactory(course=course), title="Sao chụp giấy tờ")


@pytest.fixture
def learned(lesson, course):
    """One person of one class has finished the lesson."""
    enrolment = EnrolmentFactory(training_class=TrainingClassFactory(course=course))
    record_visit(enrolment=enrolment, activity=lesson, at=timezone.now())
    return record_completion(
        enrolment=enrolment,
        activity=lesson,
        occasion="1",
        result=None,
        at=timezone.now(),
    )


def bulk(action: str, *things: Model) -> str:
    opts = type(things[0])._meta
    if isinstance(things[0], Page):
        opts = Page._meta
    address = reverse(
        "wagtail_bulk_action", args=[opts.app_label, opts.model_name, action]
    )
    return f"{address}?{'&'.join(f'id={thing.pk}' for thing in things)}"


def delete_page(client, page, method="post"):
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    return getattr(client, method)(address)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("level", [0, 1, 2])
def test_page__stays_when_evidence_is_below(admin, learned, said, level, method):
    lesson = learned.activity
    page = [lesson, lesson.get_parent(), lesson.get_parent().get_parent()][level]
    response = delete_page(admin, page, method)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    words = said(response)
    assert "1 lượt hoàn thành" in words
    assert "1 lượt mở mục học" in words
    assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) in words
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_course__stays_when_it_has_a_class(admin, course, said):
    TrainingClassFactory(course=course)
    response = delete_page(admin, course)
    assert "1 lớp" in said(response)
    assert CoursePage.objects.filter(pk=course.pk).exists()


def test_page__goes_when_nothing_rests_on_it(admin, lesson):
    assert delete_page(admin, lesson).status_code == 302
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_pages__stay_in_bulk_when_one_holds_evidence(admin, learned, said):
    module = learned.activity.get_parent()
    free = LessonFactory(module=module.specific)
    response = admin.post(bulk("delete", free, learned.activity))
    assert response.url == reverse("wagtailadmin_explore", args=[module.pk])
    assert "Sao chụp giấy tờ" in said(response)
    assert LessonPage.objects.filter(pk__in=[free.pk, learned.activity_id]).count() == 2


def test_pages__go_in_bulk_when_nothing_rests_on_them(admin, lesson):
    admin.post(bulk("delete", lesson))
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_unpublished_page__is_told_what_stays(admin, learned, said):
    lesson = learned.activity
    response = admin.post(reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]))
    assert "1 lượt hoàn thành" in said(response)
    assert not LessonPage.objects.get(pk=lesson.pk).live
    assert Completion.objects.standing().filter(pk=learned.pk).exists()
    again = delete_page(admin, lesson)
    assert "đã hủy xuất bản" in said(again)


def test_unpublished_in_bulk__is_told_what_stays(admin, learned, said):
    response = admin.post(bulk("unpublish", learned.activity))
    assert "1 lượt hoàn thành" in said(response)


@pytest.mark.parametrize("in_bulk", [False, True])
def test_page__with_evidence_does_not_leave_its_course(admin, learned, said, in_bulk):
    lesson = learned.activity
    elsewhere = ModuleFactory(course=CourseFactory(code="KHAC"))
    response = move(admin, lesson, elsewhere, in_bulk)
    assert "1 lượt hoàn thành" in said(response)
    assert LessonPage.objects.get(pk=lesson.pk).path == lesson.path


@pytest.mark.parametrize("in_bulk", [False, True])
def test_page__moves_within_its_course(admin, learned, course, in_bulk):
    lesson = learned.activity
    beside = ModuleFactory(course=CoursePage.objects.get(pk=course.pk))
    move(admin, lesson, beside, in_bulk)
    assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == beside.pk


def move(client, page, destination, in_bulk):
    if in_bulk:
        return client.post(bulk("move", page), {"chooser": destination.pk})
    names = [page.pk, destination.pk]
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=names))


@pytest.mark.parametrize("method", ["get", "post"])
def test_user__is_never_deleted(admin, said, method):
    user = UserFactory(full_name="Lê Thị Nhung")
    address = reverse("wagtailusers_users:delete", args=[user.pk])
    response = getattr(admin, method)(address)
    assert response.url == reverse("wagtailusers_users:edit", args=[user.pk])
    assert "Không xóa Lê Thị Nhung" in said(response)
    assert User.objects.filter(pk=user.pk).exists()


def test_user__refusal_counts_what_depends(admin, learned, said):
    person = learned.enrolment.learner
    MembershipFactory(user=person)
    AgencyRoleFactory(user=person)
    address = reverse("wagtailusers_users:delete", args=[person.pk])
    words = said(admin.post(address))
    assert "1 ghi danh" in words
    assert "khóa tài khoản" in words


def test_users__in_bulk_are_offered_the_lock(admin, learned, said):
    people = [learned.enrolment.learner, UserFactory()]
    response = admin.post(bulk("delete", *people))
    assert response.url == reverse("wagtailusers_users:index")
    assert "set_active_state" in said(response)
    assert User.objects.filter(pk__in=[p.pk for p in people]).count() == 2


def test_users__are_locked_in_bulk(admin):
    person = UserFactory()
    admin.post(bulk("set_active_state", person), {"mark_as_active": "False"})
    assert not User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("method", ["get", "post"])
def test_class__stays_when_it_has_learners(admin, learned, said, method):
    group = learned.enrolment.training_class
    response = getattr(admin, method)(reverse("classes:delete", args=[group.pk]))
    assert response.url == reverse("classes:index")
    assert "1 ghi danh" in said(response)
    assert TrainingClass.objects.filter(pk=group.pk).exists()


def test_class__goes_when_nobody_is_in_it(admin, course):
    group = TrainingClassFactory(course=course)
    admin.post(reverse("classes:delete", args=[group.pk]))
    assert not TrainingClass.objects.filter(pk=group.pk).exists()


@pytest.mark.parametrize("in_bulk", [False, True])
def test_cited_text__stays(admin, course, said, in_bulk):
    basis = LegalBasisFactory()
    course.legal_bases.add(basis)
    course.save_revision().publish()
    one = reverse(LegalBasis.snippet_viewset.get_url_name("delete"), args=[basis.pk])
    response = admin.post(bulk("delete", basis) if in_bulk else one)
    assert "Không xóa" in said(response)
    assert LegalBasis.objects.filter(pk=basis.pk).exists()


@pytest.mark.parametrize("name", ["issuer", "certificate_template"])
@pytest.mark.parametrize("in_bulk", [False, True])
def test_what_certificates_need__stays(admin, course, said, name, in_bulk):
    thing = getattr(course, name)
    one = reverse(type(thing).snippet_viewset.get_url_name("delete"), args=[thing.pk])
    response = admin.post(bulk("delete", thing) if in_bulk else one)
    assert response.status_code == 302
    assert "Không xóa" in said(response)
    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_dependants__count_what_any_app_protects(learned):
    found = dependants(Page, path__startswith=learned.activity.path)
    assert found == {"lượt hoàn thành": 1, "lượt mở mục học": 1}
    assert in_words(found) == "1 lượt hoàn thành và 1 lượt mở mục học"


def test_protecting__finds_keys_to_a_model_and_its_children():
    keys = {field.model.__name__ for field in protecting(Page)}
    assert {"Completion", "Visit", "TrainingClass", "Attempt"} <= keys
    assert "Completion" not in {field.model.__name__ for field in protecting(User)}


def test_refusal__asks_the_database_a_fixed_number_of_times(
    admin, learned, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        delete_page(admin, CoursePage.objects.get(code="SHHS"))
