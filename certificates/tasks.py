"""What Celery runs; each may run twice."""

from datetime import timedelta

from celery import current_app, shared_task
from django.utils import timezone

from certificates import services
from certificates.binding import bind
from certificates.models import Certificate, Notice, Register
from certificates.services.attempting import GRACE


@shared_task(name="certificates.render_certificates")
def render_certificates(keys: list[int]) -> None:
    services.render_many(keys=keys, at=timezone.now())


@shared_task(name="certificates.render_pending")
def render_pending(grace_seconds: float = GRACE.total_seconds()) -> None:
    grace = timedelta(seconds=grace_seconds)
    services.render_pending(at=timezone.now(), grace=grace)


@shared_task(name="certificates.bind_book")
def bind_book(register_id: int) -> None:
    register = Register.objects.select_related("issuer").get(pk=register_id)
    bind(register, at=timezone.now())


@shared_task(name="certificates.send_notices")
def send_notices() -> None:
    """Write down what holders are to be told, and let the workers send what waits."""
    now = timezone.now()
    services.plan_notices(at=now)
    for pk in Notice.objects.to_try(at=now).values_list("pk", flat=True)[:300]:
        current_app.send_task("certificates.send_notice", args=[pk])


@shared_task(name="certificates.plan_expiry_notices")
def plan_expiry_notices() -> None:
    services.plan_expiry_notices(at=timezone.now())


@shared_task(name="certificates.send_notice")
def send_notice(notice_id: int) -> None:
    services.send_notice(pk=notice_id, at=timezone.now())


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
