"""What Celery runs; each may run twice."""

from celery import shared_task
from django.utils import timezone

from certificates import services
from certificates.models import Certificate


@shared_task(name="certificates.render_certificate")
def render_certificate(certificate_id: int) -> None:
    certificate = Certificate.objects.get(pk=certificate_id)
    services.try_to_render(certificate=certificate, at=timezone.now())


@shared_task(name="certificates.render_pending")
def render_pending() -> None:
    services.render_pending(at=timezone.now())
