"""Fixtures every app's tests share."""

import pytest
from django.core.cache import cache
from wagtail.models import Site

from tests import signal_handlers  # noqa: F401 - they listen once imported
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another one cached."""
    cache.clear()
    Site.clear_site_root_paths_cache()


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
