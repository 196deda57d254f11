"""A province's production: everything from the environment, and no unsafe start.

docs/operations.md has the table of the variables. What the database must not hold is
refused in lms/refusals.py.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from lms.settings.base import *  # noqa: F403
from lms.settings.base import (
    ALLOWED_HOSTS,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    DATABASE_OPTIONS,
    SECRET_KEY,
    STORAGES,
)
from lms.settings.embedded import redis_cache

SECRET_LENGTH = 50


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set; docs/operations.md says what it is."
        )
    return value


def database(url: str) -> dict:
    """postgresql://user:password@host:port/name?sslmode=…, read as libpq reads it."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": DATABASE_OPTIONS | parts,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


if os.environ.get("DEBUG", "0").lower() not in {"", "0", "false", "no"}:
    raise ImproperlyConfigured("DEBUG shows our insides to strangers: unset it.")
if (
    len(SECRET_KEY) < SECRET_LENGTH
    or len(set(SECRET_KEY)) < 10
    or "insecure" in SECRET_KEY
):
    raise ImproperlyConfigured(
        f"SECRET_KEY must be {SECRET_LENGTH} random characters or more."
    )
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the hosts, separated by commas."
    )

SITE_URL = WAGTAILADMIN_BASE_URL = required("SITE_URL")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must begin with https://")

DATABASES = {"default": database(required("DATABASE_URL"))}
CACHES = {"default": redis_cache(required("CACHE_URL"))}
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1"))  # it speaks TLS for us
CELERY_BROKER_URL = required("BROKER_URL")
if not CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {}  # those of base.py are for Valkey and Redis

DATA_DIR = Path(required("DATA_DIR"))
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STORAGES["private"]["OPTIONS"] = {"location": DATA_DIR / "private", "base_url": None}

EMAIL_HOST = required("EMAIL_HOST")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")
