"""Ready means that the next paper could be written where it would go."""

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from lms import views

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(tmp_path, monkeypatch):
    monkeypatch.setattr(type(storages["private"]), "base_location", tmp_path)
    monkeypatch.setattr(type(storages["private"]), "location", tmp_path)
    monkeypatch.setattr(views, "_broker", lambda: True)
    return tmp_path


def test_the_years_folder_is_what_counts(client, private):
    assert client.get("/readyz").json()["storage"]
    (private / "certificates").mkdir()
    assert client.get("/readyz").json()["storage"]
    assert list(private.rglob("*")) == [private / "certificates"]
    year = private / "certificates" / str(timezone.localdate().year)
    year.write_bytes(b"")  # no paper can be written below it, by whatever user
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["storage"]) == (503, False)
