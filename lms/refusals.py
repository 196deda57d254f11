"""What no production may start with, as far as only the database can tell."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError

from lms import demo_accounts

ADVICE = "Their password is public: start from a database without the demo."


def living_demo_accounts() -> list[str]:
    """Codes of the demo's accounts that could log in; none before the first migration."""
    people = get_user_model().objects.filter(
        staff_code__in=demo_accounts.ROLES, is_active=True
    )
    try:
        return sorted(people.values_list("staff_code", flat=True))
    except ProgrammingError:
        return []


def refuse_demo_accounts() -> None:
    """Called by whatever serves people; only the embedded profile allows them."""
    if settings.DEMO_ALLOWED:
        return
    if codes := living_demo_accounts():
        raise ImproperlyConfigured(f"Demo accounts: {', '.join(codes)}. {ADVICE}")


@checks.register(checks.Tags.security, deploy=True)
def check_demo_accounts(**kwargs: object) -> list[checks.CheckMessage]:
    """The same as a line of `manage.py check --deploy`."""
    try:
        refuse_demo_accounts()
    except ImproperlyConfigured as refusal:
        return [checks.Error(str(refusal), id="lms.E001")]
    return []
