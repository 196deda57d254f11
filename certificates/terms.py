"""Until when a request has to be settled: working days, whoever keeps the days off."""

from __future__ import annotations

from datetime import date

from wagtail import hooks

from accounts.workdays import working_days_later
from certificates.models import Certificate
from certificates.rules import days_allowed


def due_on(certificate: Certificate, received_on: date) -> date:
    """The last day to settle a request about a paper, received on that day.

    The list of days off is kept by an app above, which answers the hook "days_off"
    with a mapping of days from a day on; without it only weekends are off.
    """
    off: dict[date, bool] = {}
    for answer in hooks.get_hooks("days_off"):
        off |= answer(received_on)
    days = days_allowed(certificate.kind, certificate.facts)
    return working_days_later(received_on, days, off)
