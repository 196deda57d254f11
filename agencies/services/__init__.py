"""The verbs of agencies: the one door to write their rows."""

from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.services.people import (
    Post,
    Posting,
    agencies_named_on,
    agency_named_on,
    agency_title,
    change_last_day,
    directory,
    grant_role,
    place_members,
)
from agencies.services.posts import end_posts, posts_since, put_back_posts
from agencies.services.tree import (
    AgencyTreeError,
    check_tree,
    import_agencies,
    lock_tree,
    rebuild_ancestry,
)

__all__ = [
    "AgencyTreeError",
    "Post",
    "Posting",
    "agencies_named_on",
    "agency_named_on",
    "agency_title",
    "change_last_day",
    "check_tree",
    "directory",
    "end_posts",
    "find_agency",
    "grant_role",
    "import_agencies",
    "lock_tree",
    "place_members",
    "posts_since",
    "put_back_posts",
    "rebuild_ancestry",
]


def find_agency(code: str) -> Agency:
    """The agency of a code; raises Agency.DoesNotExist with a sentence."""
    try:
        return Agency.objects.get(code=code)
    except Agency.DoesNotExist as error:
        raise Agency.DoesNotExist(
            _("Không có đơn vị mã %(code)s.") % {"code": code}
        ) from error
