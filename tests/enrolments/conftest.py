import pytest

from tests.enrolments.factories import District


@pytest.fixture
def district(db):
    return District()
