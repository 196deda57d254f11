"""Entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from lms.refusals import refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")

application = get_wsgi_application()
refuse_demo_accounts()

# What the start built lives as long as the process: looking through it again and again
# for rubbish costs a page up to a tenth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
