"""Log-ins belong to Django and axes: here they are only written to the log."""

import logging

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver

logger = logging.getLogger("accounts.login")


@receiver(user_login_failed)
def log_failed_login(sender, credentials: dict, request=None, **kwargs) -> None:
    address = request.META.get("REMOTE_ADDR") if request else None
    logger.warning("login refused: %s from %s", credentials.get("username"), address)


@receiver(user_locked_out)
def log_lockout(
    sender, request=None, username: str = "", ip_address: str = "", **kwargs
) -> None:
    logger.warning("login locked: %s from %s", username, ip_address)
