"""Certificates and people as they are named on the command line."""

from __future__ import annotations

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.codes import tidy
from certificates.models import Certificate


def named(text: str) -> Certificate:
    """By its serial or the code on it; ends with exit code 2 when it is not there."""
    found = Certificate.objects.filter(Q(serial=text.strip()) | Q(code=tidy(text)))
    if (certificate := found.first()) is None:
        raise CommandError(_("Không có trong sổ cấp."), returncode=2)
    return certificate


def person(staff_code: str) -> User:
    """Who does it; ends with exit code 2 when nobody has that staff code."""
    try:
        return User.objects.get(staff_code=staff_code, is_active=True)
    except User.DoesNotExist as error:
        sentence = _("Không có người dùng mang mã %(code)s.") % {"code": staff_code}
        raise CommandError(sentence, returncode=2) from error
