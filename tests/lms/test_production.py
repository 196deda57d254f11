"""Production refuses an unsafe start, and says why in one line."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from lms import demo_accounts
from lms.embedded.place import CHECKOUT
from lms.refusals import refuse_demo_accounts
from tests.factories import UserFactory

SAFE = {
    "DJANGO_SETTINGS_MODULE": "lms.settings.production",
    "SECRET_KEY": "k9$" + "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": "taphuan.example.vn",
    "SITE_URL": "https://taphuan.example.vn",
    "DATABASE_URL": "postgresql://lms:pw@db.example.vn:5433/lms?sslmode=require",
    "CACHE_URL": "redis://cache.example.vn/0",
    "BROKER_URL": "amqp://broker.example.vn",
    "DATA_DIR": "/srv/lms",
    "EMAIL_HOST": "mail.example.vn",
    "DEFAULT_FROM_EMAIL": "taphuan@example.vn",
}
SHOW = "from django.conf import settings; print(settings.DATABASES, settings.DEBUG)"


def load(changes: dict[str, str]) -> subprocess.CompletedProcess:
    inherited = {
        name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env=inherited | SAFE | changes,
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_come_from_the_environment__when_it_is_complete():
    loaded = load({})
    assert loaded.returncode == 0, loaded.stderr
    assert "'HOST': 'db.example.vn', 'PORT': '5433'" in loaded.stdout
    assert "'sslmode': 'require'" in loaded.stdout
    assert loaded.stdout.endswith("False\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "x" * 80),
        ("SECRET_KEY", "django-insecure-" + "0123456789abcdef" * 4),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "taphuan.example.vn,*"),
        ("DEBUG", "1"),
        ("SITE_URL", "http://taphuan.example.vn"),
        ("DATABASE_URL", ""),
        ("BROKER_URL", ""),
    ],
)
def test_unsafe_environment_is_refused(name, value):
    loaded = load({name: value})
    assert loaded.returncode == 1
    assert "ImproperlyConfigured" in loaded.stderr
    assert name in loaded.stderr.splitlines()[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("code", demo_accounts.ROLES)
def test_demo_account_is_refused__while_it_can_log_in(settings, code):
    settings.DEMO_ALLOWED = False
    person = UserFactory(staff_code=code)
    with pytest.raises(ImproperlyConfigured, match=code):
        refuse_demo_accounts()
    with pytest.raises(SystemCheckError, match=r"lms\.E001"):
        call_command("check", deploy=True)
    person.is_active = False
    person.save()
    refuse_demo_accounts()


@pytest.mark.django_db
def test_demo_accounts_are_welcome__in_the_embedded_profile(settings):
    UserFactory(staff_code="quantri")
    assert settings.DEMO_ALLOWED
    refuse_demo_accounts()
