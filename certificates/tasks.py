"""What Celery runs; each may run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from certificates import services
from certificates.services.attempting import GRACE


@shared_task(name="certificates.render_certificates")
def render_certificates(keys: list[int]) -> None:
    services.render_many(keys=keys, at=timezone.now())


@shared_task(name="certificates.render_pending")
def render_pending(grace_seconds: float = GRACE.total_seconds()) -> None:
    grace = timedelta(seconds=grace_seconds)
    services.render_pending(at=timezone.now(), grace=grace)
