"""Texts of Django that our catalogues translate again.

Nothing imports this file: `make messages` collects them from here, and our catalogue takes precedence over Django's."""

from django.utils.translation import gettext_noop

# In the dates of {% when %}. Django's Spanish capitalises them ("Mié"), and Spanish does not.
WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)
# The empty option of a select; Django 6.1 has no Spanish translation.
NOTHING_CHOSEN = gettext_noop("- Select an option -")
# The default of ALONGSIDE_ORGANISATION (core/context.py).
NO_NAME = gettext_noop("our organisation")
