"""The embedded profile: one machine, plain http on the loopback address."""

import os

from lms.embedded import place
from lms.settings.base import *  # noqa: F403
from lms.settings.base import LOGGING, STORAGES
from lms.settings.embedded import cache, database

PLACE = place.here()

DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = PLACE.secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_URL = WAGTAILADMIN_BASE_URL = os.environ.get(
    "SITE_URL", f"http://127.0.0.1:{PLACE.port()}"
)
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

DATABASES = {"default": database(PLACE)}
CACHES = {"default": cache(PLACE)}
LOGGING["loggers"]["lms.cache"] = {"level": "ERROR"}  # no server runs, no cache
CELERY_BROKER_URL = f"redis+socket://{PLACE.broker_socket}?virtual_host=0"

MEDIA_ROOT = PLACE.data_dir / "media"
STATIC_ROOT = PLACE.data_dir / "static"
STORAGES["private"]["OPTIONS"] = {
    "location": PLACE.data_dir / "private",
    "base_url": None,
}
CERTIFICATE_KEYS = os.environ.get("CERTIFICATE_KEYS", str(PLACE.data_dir / "keys"))
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = PLACE.data_dir / "mail"

SERVE_MEDIA = True
DEMO_ALLOWED = True
