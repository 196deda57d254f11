"""What Celery runs; each may run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from certificates import services
from certificates.models import Certificate, Register
from certificates.services.rendering import GRACE


@shared_task(name="certificates.render_certificate")
def render_certificate(certificate_id: int) -> None:
    certificate = Certificate.objects.get(pk=certificate_id)
    services.try_to_render(certificate=certificate, at=timezone.now())


@shared_task(name="certificates.render_pending")
def render_pending(grace_seconds: float = GRACE.total_seconds()) -> None:
    grace = timedelta(seconds=grace_seconds)
    services.render_pending(at=timezone.now(), grace=grace)


@shared_task(name="certificates.sign_credential")
def sign_credential(certificate_id: int) -> None:
    certificate = Certificate.objects.get(pk=certificate_id)
    services.sign_credential(certificate=certificate, at=timezone.now())


@shared_task(name="certificates.sign_status_list")
def sign_status_list(register_id: int) -> None:
    register = Register.objects.get(pk=register_id)
    services.sign_status_list(register=register, at=timezone.now())


@shared_task(name="certificates.sign_due")
def sign_due() -> None:
    services.sign_due(at=timezone.now())
