#!/usr/bin/env python3
"""Django's command line. The embedded database starts when a command needs it."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    execute_from_command_line(sys.argv)
