"""Which desks a person has, for the navigation of every page."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from agencies.models import AgencyRole
from agencies.querysets import has_a_role

MINUTE = 60  # a role granted or taken shows in the navigation within a minute


def desks(request: HttpRequest) -> dict[str, object]:
    """`desks.coordinates`, `.authors`, `.stands_in_for`: asked only when a template shows them."""
    return {"desks": SimpleLazyObject(lambda: desks_of(request.user))}


def desks_of(user: User) -> dict[str, bool]:
    """What the navigation offers; what a page allows is decided by the page."""
    if not user.is_authenticated:
        return {"coordinates": False, "authors": False, "stands_in_for": []}
    return cache.get_or_set(f"desks:{user.pk}", lambda: _ask(user), MINUTE)


def _ask(user: User) -> dict[str, bool]:
    return {
        "coordinates": user.is_superuser or has_a_role(user),
        "authors": user.has_perm("wagtailadmin.access_admin"),
        "stands_in_for": stands_in_for(user),
    }


def stands_in_for(user: User) -> list[str]:
    """Whose deputy the person is today, by name."""
    roles = AgencyRole.objects.on(timezone.localdate()).filter(user=user)
    names = roles.exclude(delegated_from=None)
    return list(names.values_list("delegated_from__user__full_name", flat=True))
