"""Keys come and go while a worker runs; their names stay in their folder."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from certificates import seals
from certificates.models import Issuer
from tests.certificates.test_seals import a_key, a_signed_paper, keys  # noqa: F401

PRIVATE = "TT-2022.key.pem"


def test_a_key_taken_away_signs_nothing_more__until_it_is_back(keys):  # noqa: F811
    assert a_signed_paper()
    (keys / PRIVATE).rename(keys / "away")
    with pytest.raises(seals.KeyUnavailableError):
        a_signed_paper()
    (keys / "away").rename(keys / PRIVATE)
    assert a_signed_paper()


def test_a_key_that_is_replaced_is_read_anew(keys, tmp_path):  # noqa: F811
    before = seals.key_named("TT-2022")
    assert seals.key_named("TT-2022") is before
    a_key(tmp_path / "new", "TT-2022")
    (tmp_path / "new" / PRIVATE).replace(keys / PRIVATE)
    assert seals.key_named("TT-2022") is not before


@pytest.mark.parametrize("name", ["../x y", "a/b", "", ".", "..", "khóa", "a b", "a\n"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, settings, name):
    folder = tmp_path / "keys"
    settings.CERTIFICATE_KEYS = str(folder)
    with pytest.raises(CommandError, match="không dùng được"):
        call_command("create_signing_key", name, organisation="Trung tâm")
    assert written(tmp_path) == []


def written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["../x y", "a/b", "khóa"])
def test_an_issuer_names_a_key_in_the_same_form(name):
    with pytest.raises(ValidationError):
        Issuer._meta.get_field("key_name").clean(name, None)
