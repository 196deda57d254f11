"""The holder's pages: one's own certificates, and nobody else's."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from certificates.services import render
from tests.certificates.factories import AT, a_certificate, an_award
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGES = ["certificate", "certificate_pdf", "certificate_status"]


def page(name: str, certificate: Certificate) -> str:
    return reverse(name, args=[certificate.uid])


def test_list__newest_first(as_user, learner):
    an_award(learner, course="Khóa cũ")
    a_certificate(learner, course="Khóa mới")
    an_award(UserFactory(full_name="Trần Văn Khác"), course="Khóa của người khác")
    html = as_user(learner).get(reverse("certificates")).content.decode()
    assert html.index("Khóa mới") < html.index("Khóa cũ")
    assert "Khóa của người khác" not in html
    assert html.count("Tải PDF") == 1


def test_list__empty(as_user, learner):
    html = as_user(learner).get(reverse("certificates")).content.decode()
    assert "Chưa có giấy chứng nhận nào" in html


def test_list__same_queries_for_many(as_user, learner, django_assert_max_num_queries):
    for _ in range(8):
        an_award(learner)
    client = as_user(learner)
    client.get(reverse("certificates"))
    with django_assert_max_num_queries(8):
        client.get(reverse("certificates"))


def test_page__turns_from_pending_into_a_download(as_user, learner):
    certificate = an_award(learner, at=timezone.now())
    client = as_user(learner)
    html = client.get(page("certificate", certificate)).content.decode()
    assert "Đang tạo giấy chứng nhận" in html
    assert f'data-certificate="{page("certificate_status", certificate)}"' in html
    assert '<noscript><meta http-equiv="refresh"' in html
    status = client.get(page("certificate_status", certificate)).json()
    assert (status["status"], status["url"], status["size"]) == ("pending", None, None)
    assert client.get(page("certificate_pdf", certificate)).status_code == 404

    render(certificate=certificate, at=AT)
    status = client.get(page("certificate_status", certificate)).json()
    assert (status["status"], status["url"]) == (
        "ready",
        page("certificate_pdf", certificate),
    )
    html = client.get(page("certificate", certificate)).content.decode()
    assert f"Tải PDF ({status['size']})" in html
    assert "http-equiv" not in html
    assert certificate.verify_url in html


def test_page__of_a_late_paper_says_so_plainly(as_user, learner):
    fresh = an_award(learner, at=timezone.now())
    client = as_user(learner)
    html = client.get(page("certificate", fresh)).content.decode()
    assert "Thường mất dưới 1 phút" in html
    assert not client.get(page("certificate_status", fresh)).json()["late"]
    troubled = an_award(learner, at=timezone.now())
    Certificate.objects.filter(pk=troubled.pk).update(trouble="storage", attempts=1)
    old = an_award(learner, at=timezone.now() - timedelta(minutes=11))
    for paper in (troubled, old):
        html = client.get(page("certificate", paper)).content.decode()
        assert "ra chậm hơn thường lệ" in html
        assert "Anh/chị không cần làm gì" in html
        assert "dưới 1 phút" not in html
        assert "kho lưu" not in html
        assert client.get(page("certificate_status", paper)).json()["late"]


def test_page__few_queries(as_user, learner, django_assert_max_num_queries):
    certificate = a_certificate(learner)
    client = as_user(learner)
    client.get(page("certificate", certificate))
    with django_assert_max_num_queries(10):
        client.get(page("certificate", certificate))


def test_page__escapes_a_name(as_user):
    holder = UserFactory(full_name="Lê <script>alert(1)</script> Nhung")
    certificate = an_award(holder)
    client = as_user(holder)
    Certificate.objects.filter(pk=certificate.pk).update(status="revoked")
    html = client.get(page("certificate", certificate)).content.decode()
    assert "Lê &lt;script&gt;" in html
    assert "<script>alert" not in html


def test_pdf__comes_as_a_download_that_no_shared_computer_keeps(as_user, learner):
    certificate = a_certificate(learner)
    answer = as_user(learner).get(page("certificate_pdf", certificate))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="giay-chung-nhan-0001-2022-TTPVHCC.pdf"'
    )
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_pdf__whose_file_is_gone(as_user, learner, papers, caplog):
    certificate = a_certificate(learner)
    papers.delete(certificate.file.name)
    client = as_user(learner)
    assert client.get(page("certificate_pdf", certificate)).status_code == 404
    assert certificate.serial in caplog.text
    assert client.get(page("certificate", certificate)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_foreign_certificate__is_not_there(as_user, name):
    certificate = a_certificate()
    client = as_user(UserFactory())
    foreign = client.get(page(name, certificate))
    unknown = client.get(reverse(name, args=[uuid.uuid4()]))
    assert foreign.status_code == unknown.status_code == 404
    assert certificate.serial not in foreign.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_certificate__asks_a_stranger_to_log_in(client, name):
    answer = client.get(page(name, a_certificate()))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("login"))


def test_certificate__is_open_to_the_keeper_of_the_register(as_user):
    keeper = UserFactory()
    keeper.user_permissions.add(Permission.objects.get(codename="view_certificate"))
    answer = as_user(keeper).get(page("certificate_pdf", a_certificate()))
    assert answer.status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_pages__only_read(as_user, learner, name):
    assert as_user(learner).post(page(name, a_certificate(learner))).status_code == 405
