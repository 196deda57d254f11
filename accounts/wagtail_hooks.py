"""Registration in Wagtail: no person is ever deleted there."""

from wagtail import hooks

from accounts import refusals

# First of all: what any other app would say about a person is said here already.
hooks.register("before_delete_user", refusals.refuse_user, order=-1)
hooks.register("before_bulk_action", refusals.refuse_users_in_bulk, order=-1)
