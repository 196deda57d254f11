"""Work on the bank that is too long for a request, and its nightly tidying."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from questions import services


@shared_task(name="questions.import_kept")
def import_kept(uid: str, owner: int, settings: dict[str, Any]) -> None:
    services.import_kept(uid=uid, owner=owner, settings=settings, at=timezone.now())


@shared_task(name="questions.plan_kept")
def plan_kept(uid: str, owner: int, settings: dict[str, Any]) -> None:
    services.plan_kept(uid=uid, owner=owner, settings=settings, at=timezone.now())


@shared_task(name="questions.sweep")
def sweep() -> None:
    services.sweep_imports(at=timezone.now())
    services.sweep_pictures(at=timezone.now())
