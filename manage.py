#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    except ImproperlyConfigured as wrong:
        sys.exit(f"{wrong}")
    except OperationalError as failure:
        sys.exit(
            f"The database could not be used: {str(failure).strip()}\nCheck that it runs, that ALONGSIDE_DATABASE_URL"
            " names it, and that ALONGSIDE_VAR is a folder of yours on a disk with room (docs/settings.md)."
        )
