"""The tests' own cluster, broker and folders; never the data of a run."""

from lms.embedded import place
from lms.settings.base import *  # noqa: F403
from lms.settings.base import STORAGES, TIME_ZONE
from lms.settings.clock import stay_within_the_day
from lms.settings.embedded import database, test_database

stay_within_the_day(TIME_ZONE)

PLACE = place.for_tests()

SECRET_KEY = "only the tests sign with this key, on nobody's data"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASES = {"default": database(PLACE) | test_database()}
# Django empties the tables between tests, which the register refuses to everybody else.
DATABASES["default"]["OPTIONS"]["options"] = "-c certificates.may_be_emptied=on"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = f"redis+socket://{PLACE.broker_socket}?virtual_host=0"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 5,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
}

MEDIA_ROOT = PLACE.data_dir / "media"
STATIC_ROOT = PLACE.data_dir / "static"
STORAGES["private"]["OPTIONS"] = {
    "location": PLACE.data_dir / "private",
    "base_url": None,
}
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

SERVE_MEDIA = True
DEMO_ALLOWED = True
