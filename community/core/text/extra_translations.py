"""Words of Django's own that our pages show, and that our catalogues may put in another way.

Nothing imports this file: `make messages` reads it, and what our catalogue says goes before what Django's says."""

from django.utils.translation import gettext_noop

# {% when %} writes them before a day's number; Django's Spanish has "Mié" for "Wed", where Spanish has small letters.
WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)
# The first line of a list to choose from; Django 6.1 has no Spanish for it yet.
NOTHING_CHOSEN = gettext_noop("- Select an option -")
# Who runs the community, where ALONGSIDE_ORGANISATION does not say it (core/context.py).
NO_NAME = gettext_noop("our organisation")
