"""The file of a void paper: for who keeps the register, marked, and for nobody else."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from certificates.models import Certificate
from tests.certificates.factories import a_certificate
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    user = UserFactory()
    for name in ("view_certificate", "access_admin"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    return user


def void(status: str, holder=None) -> Certificate:
    paper = a_certificate(holder)
    Certificate.objects.filter(pk=paper.pk).update(status=status)
    return paper


def inspected(paper: Certificate) -> str:
    name = Certificate.snippet_viewset.get_url_name("inspect")
    return reverse(name, args=[paper.pk])


@pytest.mark.parametrize("status", ["superseded", "revoked"])
def test_the_keeper_opens_what_was_issued(as_user, keeper, status):
    paper = void(status)
    client = as_user(keeper)
    html = client.get(inspected(paper)).content.decode()
    assert "Giấy này không còn giá trị" in html
    address = reverse("kept_file", args=[paper.uid])
    assert address in html
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == paper.file.read()
    assert 'filename="khong-con-gia-tri-giay-' in answer["Content-Disposition"]


def test_neither_the_holder_nor_another_of_the_staff_does(as_user, learner):
    paper = void("revoked", learner)
    client = as_user(learner)
    holders_own = reverse("certificate_pdf", args=[paper.uid])
    assert client.get(holders_own).status_code == 404
    assert client.get(reverse("kept_file", args=[paper.uid])).status_code in {302, 403}
    staff = UserFactory()
    staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    answer = as_user(staff).get(reverse("kept_file", args=[paper.uid]))
    assert answer.status_code in {302, 403}
