"""Issuers, wordings and the register in /cms/."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from certificates.models import Certificate, CertificateTemplate, Issuer
from tests.certificates.factories import a_certificate, an_award, an_issuer
from tests.factories import CourseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(as_user):
    return as_user(UserFactory(is_superuser=True, full_name="Quản Trị Viên"))


def snippet_url(model, view: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_register__is_searched_by_name_without_marks(admin):
    an_award(UserFactory(full_name="Đỗ Ửng Hoè"))
    an_award(UserFactory(full_name="Trần Văn Nam"))
    html = admin.get(
        snippet_url(Certificate, "list"), {"q": "do ung hoe"}
    ).content.decode()
    assert "0001/2022/TTPVHCC" in html
    assert "0002/2022/TTPVHCC" not in html


def test_register__same_queries_for_many(admin, django_assert_max_num_queries):
    for _ in range(12):
        an_award()
    admin.get(snippet_url(Certificate, "list"))
    with django_assert_max_num_queries(20):
        admin.get(snippet_url(Certificate, "list"))


@pytest.mark.parametrize("view", ["edit", "delete"])
def test_register__is_read_only_even_for_administrators(admin, view):
    certificate = a_certificate()
    answer = admin.post(snippet_url(Certificate, view, certificate.pk), {"serial": "1"})
    assert answer.status_code in {302, 403}
    assert Certificate.objects.get().serial == certificate.serial


def test_register__has_no_form_to_add_a_line(admin):
    assert admin.get(snippet_url(Certificate, "add")).status_code in {302, 403}


def test_register__shows_one_line(admin):
    certificate = a_certificate()
    html = admin.get(
        snippet_url(Certificate, "inspect", certificate.pk)
    ).content.decode()
    assert certificate.code in html


@pytest.mark.parametrize("view", ["list", "add"])
@pytest.mark.parametrize("model", [Issuer, CertificateTemplate])
def test_forms__open(admin, model, view):
    assert admin.get(snippet_url(model, view)).status_code == 200


def test_issuer__in_use_is_not_deleted(admin):
    issuer = an_award().register.issuer
    answer = admin.post(snippet_url(Issuer, "delete", issuer.pk))
    assert "1 sổ cấp" in said(answer)
    assert Issuer.objects.filter(pk=issuer.pk).exists()


def test_template__in_use_by_a_course_above_is_not_deleted(admin):
    template = CourseFactory(title="Số hóa").certificate_template
    answer = admin.post(snippet_url(CertificateTemplate, "delete", template.pk))
    assert "1 khóa học" in said(answer)
    assert CertificateTemplate.objects.filter(pk=template.pk).exists()


def test_issuers__in_use_are_not_deleted_in_bulk(admin):
    issuer, idle = an_award().register.issuer, an_issuer("KHAC")
    url = reverse("wagtail_bulk_action", args=["certificates", "issuer", "delete"])
    answer = admin.post(f"{url}?id={issuer.pk}&id={idle.pk}")
    assert "1 sổ cấp" in said(answer)
    assert Issuer.objects.count() == 2


def test_issuer__unused_is_deleted(admin):
    idle = an_issuer("KHAC")
    admin.post(snippet_url(Issuer, "delete", idle.pk))
    assert not Issuer.objects.filter(pk=idle.pk).exists()


def test_template__preview_is_the_real_paper():
    template = CertificateTemplate(
        name="Mẫu", lead="Giám đốc Sở Nội vụ chứng nhận ông/bà"
    )
    page = template.make_preview_request(preview_mode="").content.decode()
    assert "Giám đốc Sở Nội vụ chứng nhận ông/bà" in page
    assert "pdf.css" in page
    paper = template.make_preview_request(preview_mode="pdf")
    assert paper.content.startswith(b"%PDF-")
