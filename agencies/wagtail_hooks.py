"""Registration of agencies and roles in Wagtail's admin."""

from wagtail import hooks

from agencies.viewsets import AgencyGroup


@hooks.register("register_admin_viewset")
def register_agencies() -> AgencyGroup:
    return AgencyGroup()
