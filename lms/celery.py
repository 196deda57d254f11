"""Work that leaves the request: certificates, mail and the sweeps that back them up."""

import importlib
import os
from contextlib import suppress

import django
from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
@worker_init.connect
def refuse_demo_accounts(**kwargs: object) -> None:
    """Celery only logs what a receiver raises; SystemExit ends it."""
    django.setup()
    from lms import refusals

    try:
        refusals.refuse_demo_accounts()
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from refusal


@worker_init.connect
def load_the_press(**kwargs: object) -> None:
    """Once, before the pool forks: each process would need a second for it."""
    django.setup()
    with suppress(OSError):  # without Pango the worker still sends mails
        importlib.import_module("certificates.press")
        importlib.import_module("certificates.seals")
