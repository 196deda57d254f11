"""Issuers, wordings and the register in /cms/."""

import html
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import model_to_dict
from django.urls import reverse
from pypdf import PdfReader
from wagtail.models import ReferenceIndex

from certificates.models import Certificate, CertificateTemplate, Issuer
from tests.certificates.factories import a_certificate, an_award, an_issuer
from tests.certificates.pictured import an_svg
from tests.certificates.template_forms import snippet_url, words
from tests.factories import CourseFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(as_user):
    return as_user(UserFactory(is_superuser=True, full_name="Quản Trị Viên"))


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_register__is_searched_by_name_without_marks(admin):
    an_award(UserFactory(full_name="Đỗ Ửng Hoè"))
    an_award(UserFactory(full_name="Trần Văn Nam"))
    page = admin.get(
        snippet_url(Certificate, "list"), {"q": "do ung hoe"}
    ).content.decode()
    assert "0001/2022/TTPVHCC" in page
    assert "0002/2022/TTPVHCC" not in page


def test_register__lists_and_finds_the_name_on_the_paper(admin):
    holder = UserFactory(full_name="Đỗ Ửng Hoè")
    an_award(holder)
    UserFactory._meta.model.objects.filter(pk=holder.pk).update(
        full_name="Trần Mới", search_text="tran moi"
    )
    for wanted in ("ứng hòe", "tran moi"):
        page = admin.get(snippet_url(Certificate, "list"), {"q": wanted})
        assert "0001/2022/TTPVHCC" in page.content.decode()
        assert "Đỗ Ửng Hoè" in page.content.decode()
    elsewhere = admin.get(snippet_url(Certificate, "list"), {"q": "Lê Văn"})
    assert "0001/2022/TTPVHCC" not in elsewhere.content.decode()


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
    assert answer.status_code in {302, 403, 404}
    assert Certificate.objects.get().serial == certificate.serial


def test_register__has_no_form_to_add_a_line(admin):
    assert admin.get(snippet_url(Certificate, "add")).status_code in {302, 403}


def test_register__shows_one_line(admin):
    certificate = a_certificate()
    page = admin.get(
        snippet_url(Certificate, "inspect", certificate.pk)
    ).content.decode()
    assert certificate.code in page
    assert "Từ ngày 01/11/2022 đến ngày 18/11/2022, 8 tiết, trực tuyến" in page
    assert "UBND xã Suối Rao, huyện Châu Đức</dd>" in page


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


@pytest.mark.parametrize(
    ("mode", "name"),
    [("pdf", "Lê Thị Hồng Nhung"), ("longest", "Hoài Thương"), ("shortest", "Y Ô")],
)
def test_template__preview_is_the_real_paper_of_an_issuer(mode, name):
    issuer = an_issuer(
        signer_capacity="KT.", signed_for="Giám đốc", signer_title="Phó Giám đốc"
    )
    template = CertificateTemplate(name="x", lead="Sở Nội vụ chứng nhận {họ tên}")
    template.preview_issuer = issuer
    content = template.make_preview_request(preview_mode=mode).content
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    for said_there in ("Sở Nội vụ chứng nhận", name, "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"):
        assert said_there in text


@pytest.mark.parametrize(
    ("body", "says"),
    [("Theo Quyết định số {số quyết định}", True), ("Kết quả: {kết quả}", False)],
)
def test_template__preview_has_a_decision_where_the_wording_names_one(body, says):
    template = CertificateTemplate(name="x", body=body)
    page = template.make_preview_request(preview_mode="").content.decode()
    assert ("Theo Quyết định số 00/QĐ-MAU" in page) == says
    assert ("00/QĐ-MAU" in page) == says


def test_template__preview_on_screen():
    page = CertificateTemplate(name="x").make_preview_request(preview_mode="")
    assert "pdf.css" in page.content.decode()


def test_template__unknown_field_is_refused_with_the_nearest(admin):
    url = snippet_url(CertificateTemplate, "add")
    answer = admin.post(url, words(lead="Chứng nhận {ho ten}"))
    assert "Có phải anh/chị muốn {họ tên}?" in html.unescape(answer.content.decode())
    assert not CertificateTemplate.objects.exists()
    admin.post(url, words(lead="Chứng nhận {họ tên}"))
    assert CertificateTemplate.objects.get().latest_revision


def test_template__is_copied(admin):
    template = CertificateTemplate.objects.create(name="Mẫu gốc", note="Một lần")
    page = admin.get(snippet_url(CertificateTemplate, "copy", template.pk))
    assert "Một lần" in page.content.decode()


def test_templates__list_who_uses_them_and_show_the_paper(admin):
    course = CourseFactory(title="Số hóa hồ sơ")
    ReferenceIndex.create_or_update_for_object(course)  # Wagtail does it on commit
    template = course.certificate_template
    template.save_revision()
    page = admin.get(snippet_url(CertificateTemplate, "list")).content.decode()
    assert "1 khóa" in page
    look = snippet_url(
        CertificateTemplate, "revisions_view", template.pk, template.latest_revision_id
    )
    assert look in page
    assert admin.get(look).content.startswith(b"%PDF-")
    usage = snippet_url(CertificateTemplate, "usage", template.pk)
    assert usage in page
    assert "Số hóa hồ sơ" in admin.get(usage).content.decode()


def test_issuer__bad_picture_is_refused_in_words(admin):
    issuer = an_issuer()
    values = model_to_dict(issuer, exclude=["id", "emblem"])
    values["seal"] = SimpleUploadedFile("a.svg", an_svg("<script>x()</script>"))
    answer = admin.post(snippet_url(Issuer, "edit", issuer.pk), values)
    assert "script" in answer.context["form"].errors["seal"][0]
