from typing import Any

from celery import shared_task
from django.utils import timezone

from questions.services import import_kept as run_import


@shared_task(name="questions.import_kept")
def import_kept(uid: str, owner: int, settings: dict[str, Any]) -> None:
    run_import(uid=uid, owner=owner, settings=settings, at=timezone.now())
