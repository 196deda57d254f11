"""What is measured: pages of a province, a district and a unit, today and in the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from accounts.models import User
from agencies.models import Agency
from benchmarks.agencies.measuring import Asked
from progress.reports import whole_tree
from progress.risks import at_risk

# Milliseconds that the 95th percentile may take: of today's figures, of a past day's.
TODAY, PAST = 300, 2_000


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(past: dt.date) -> Iterator[Asked]:
    """Each thing measured, with what is demanded of it."""
    top = Agency.objects.get(code="B1")
    today = timezone.localdate()
    for name, code in (("province", "tinh"), ("district", "huyen"), ("unit", "don-vi")):
        user = User.objects.get(staff_code=f"bench-{code}")
        own = user.agency_roles.get().agency.code
        pages = {
            "dashboard": reverse("coordinate"),
            "finished very fast": reverse("coordinate_quick", args=[own]),
        }
        for what, url in pages.items():
            get = partial(client_of(user).get, url)
            then = partial(get, {"as_at": vdate(past)})
            yield Asked(f"{what}, {name}, today", TODAY, get)
            yield Asked(f"{what}, {name}, past", PAST, then)
    tree = partial(whole_tree, agency=top)
    yield Asked("tree roll-up (10,000 rows), today", TODAY, partial(tree, on=today))
    yield Asked("tree roll-up, past", PAST, partial(tree, on=past))
    risks = partial(at_risk, agency=top, training_class=None, most=50, on=today)
    yield Asked("at risk, first page, today", TODAY, risks)
