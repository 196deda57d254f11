"""Which desks a person has, for the navigation of every page."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from agencies.models import AgencyRole, Membership
from agencies.querysets import has_a_role

MINUTE = 60  # a role granted or taken shows in the navigation within a minute


def desks(request: HttpRequest) -> dict[str, object]:
    """`desks.coordinates`, `.authors`, `.places`, `.stands_in_for`: asked when shown."""
    return {"desks": SimpleLazyObject(lambda: desks_of(request.user))}


def desks_of(user: User) -> dict[str, bool]:
    """What the navigation offers; what a page allows is decided by the page."""
    if not user.is_authenticated:
        nothing = {"coordinates": False, "authors": False, "places": False}
        return nothing | {"stands_in_for": []}
    return cache.get_or_set(f"desks:{user.pk}", lambda: _ask(user), MINUTE)


def _ask(user: User) -> dict[str, bool]:
    coordinates = user.is_superuser or has_a_role(user)
    return {
        "coordinates": coordinates,
        "places": coordinates and has_people_to_place(user),
        "authors": user.has_perm("wagtailadmin.access_admin"),
        "stands_in_for": stands_in_for(user),
    }


def has_people_to_place(user: User) -> bool:
    """Whether somebody without a unit is this coordinator's to place."""
    today = timezone.localdate()
    lost = Membership.objects.without_unit(today)
    return lost.for_whom_to_place(user, on=today).exists()


def stands_in_for(user: User) -> list[str]:
    """Whose deputy the person is today, by name."""
    roles = AgencyRole.objects.on(timezone.localdate()).filter(user=user)
    names = roles.exclude(delegated_from=None)
    return list(names.values_list("delegated_from__user__full_name", flat=True))
