"""What the tests do when Django has emptied the tables."""

from django.apps import apps
from django.db.models.signals import post_migrate  # noqa: TID251 - the flush is Django's event

from tests.factories import restore_roots

# What empties the tables sends this signal, whichever kind of test it was.
post_migrate.connect(restore_roots, sender=apps.get_app_config("wagtailcore"))
