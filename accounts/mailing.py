"""Handing a mail to the server: taken, refused for the moment, or refused for good."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage

GOES_FOR_GOOD = 500  # SMTP: from here on the server will never take it
FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
MOST_TRIES = 30  # over a day: a server that is away for a night loses nobody's mail


@dataclass(frozen=True)
class Failure:
    """Why a mail was not taken, in the server's words."""

    reason: str
    is_final: bool


def next_try(failure: Failure, *, tries: int, at: datetime) -> datetime | None:
    """When to hand a mail over again after so many tries; None to give it up.

    After 1, 2, 4 … minutes and at last every hour: a server that is down is not asked
    for every mail every minute, and one that puts off strangers finds us patient.
    """
    if failure.is_final or tries >= MOST_TRIES:
        return None
    return at + min(LONGEST, FIRST * 2 ** min(tries - 1, 10))


def hand_over(message: EmailMessage) -> Failure | None:
    """Send one mail; None when the server took it."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        said = f"{code} {words.decode(errors='replace')}"
        return Failure(said, code >= GOES_FOR_GOOD)
    except smtplib.SMTPResponseException as error:
        return Failure(str(error), error.smtp_code >= GOES_FOR_GOOD)
    except OSError as error:
        return Failure(str(error), is_final=False)
    return None
