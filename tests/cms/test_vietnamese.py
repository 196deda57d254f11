"""Wagtail's own words in Vietnamese: none is missing, and the admin shows them."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.apps import apps
from django.urls import reverse
from django.utils import translation
from django.utils.timesince import timesince

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "lms" / "locale" / "vi" / "LC_MESSAGES"
NOON = datetime(2022, 11, 21, 12, tzinfo=UTC)
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def texts(path: Path) -> dict[tuple, str]:
    """What a catalogue says, by message and context; nothing where there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        found = [m for m in read_po(file, locale="vi") if m.id and not m.fuzzy]
    return {
        (m.id if isinstance(m.id, str) else m.id[0], m.context): m.string for m in found
    }


def installed() -> list[Path]:
    """The folders of Wagtail's apps that run here, with a catalogue."""
    folders = [Path(app.path) for app in apps.get_app_configs()]
    root = Path(wagtail.__file__).parent
    return [f / "locale" for f in folders if f.is_relative_to(root)]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_word_of_wagtail__has_its_vietnamese(domain):
    ours = texts(OURS / f"{domain}.po")
    for folder in installed():
        theirs = texts(folder / "vi" / "LC_MESSAGES" / f"{domain}.po")
        known = {key for key, said in {**theirs, **ours}.items() if said}
        wanted = texts(folder / "en" / "LC_MESSAGES" / f"{domain}.po")
        assert wanted.keys() <= known, sorted(k[0] for k in wanted.keys() - known)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_placeholders_are_kept_and_letters_composed(domain):
    with (OURS / f"{domain}.po").open("rb") as file:
        for message in read_po(file, locale="vi"):
            if not message.id:
                continue
            english = message.id if isinstance(message.id, str) else message.id[-1]
            said = message.string
            said = said if isinstance(said, str) else said[0]
            assert set(PLACE.findall(said)) == set(PLACE.findall(english)), english
            assert unicodedata.is_normalized("NFC", said), english


def test_the_admin__is_vietnamese_for_vietnamese_readers_only():
    with translation.override("vi"):
        assert translation.gettext("Save draft") == "Lưu bản nháp"
        assert timesince(NOON - timedelta(hours=9), NOON) == "9\xa0giờ"
    with translation.override("en"):
        assert translation.gettext("Save draft") == "Save draft"


@pytest.mark.django_db
def test_the_scripts_of_the_admin__are_vietnamese_too(admin):
    script = admin.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    (line,) = [x for x in script.splitlines() if '"A network error occurred."' in x]
    assert "mạng" in line.encode().decode("unicode_escape")
