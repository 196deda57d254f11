"""What stays in /cms/: no tick, no door to delete it, not even for a superuser."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from certificates.models import Certificate, Register, ReplacementRequest
from tests.certificates.factories import a_certificate, a_request
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

KEPT = [Certificate, Register, ReplacementRequest]


@pytest.fixture
def admin(as_user):
    return as_user(UserFactory(is_superuser=True, full_name="Quản Trị Viên"))


@pytest.fixture(autouse=True)
def request_of_a_paper(db):
    return a_request(a_certificate())


@pytest.mark.parametrize("model", KEPT)
def test_list__has_no_ticks(admin, model):
    page = admin.get(reverse(model.snippet_viewset.get_url_name("list")))
    assert page.status_code == 200
    html = page.content.decode()
    assert "data-bulk-action-checkbox" not in html
    assert "/bulk/" not in html


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("model", KEPT)
def test_delete__in_bulk_is_not_there(admin, model, method):
    name = model._meta.model_name
    url = reverse("wagtail_bulk_action", args=["certificates", name, "delete"])
    for which in (model.objects.get().pk, "all"):
        answer = getattr(admin, method)(f"{url}?id={which}")
        assert answer.status_code == 404
    assert model.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("model", KEPT)
def test_delete__of_one_is_not_there(admin, model, method):
    row = model.objects.get()
    url = reverse(model.snippet_viewset.get_url_name("delete"), args=[row.pk])
    assert getattr(admin, method)(url).status_code == 404
    assert model.objects.exists()


def test_request__the_database_refuses_too(request_of_a_paper):
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        request_of_a_paper.delete()
