"""Fixtures every app's tests share."""

import pytest
from django.core.cache import cache
from wagtail.models import Site

from tests.factories import UserFactory, restore_roots


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another one cached."""
    cache.clear()
    Site.clear_site_root_paths_cache()


@pytest.fixture(autouse=True)
def _wagtail_roots(request):
    """A test that empties the tables takes Wagtail's root rows with it: put them back."""
    marker = request.node.get_closest_marker("django_db")
    wants = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not marker and not wants:
        return
    empties = wants - {"db"} or (marker and marker.kwargs.get("transaction"))
    request.getfixturevalue("transactional_db" if empties else "db")
    restore_roots()


@pytest.fixture
def learner(db):
    """A learner with the shortest way in."""
    return UserFactory(staff_code="hv-thu", full_name="Lê Thị Hồng Nhung")


@pytest.fixture
def as_user(client):
    """Log a person in: `as_user(person).get(url)`."""

    def log_in(person):
        client.force_login(person, backend="accounts.backends.StaffCodeOrEmailBackend")
        return client

    return log_in
