"""Handing a mail to the server: taken, refused for the moment, or refused for good."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMessage

GOES_FOR_GOOD = 500  # SMTP: from here on the server will never take it


@dataclass(frozen=True)
class Failure:
    """Why a mail was not taken, in the server's words."""

    reason: str
    is_final: bool


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
