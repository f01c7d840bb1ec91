"""Find members by their names."""

from django.db.models.functions import Lower

from community.core.text.folding import fold
from community.members.models import Member

SHORTEST, LONGEST = 2, 30  # letters
SHOWN = 5
# No name sorts after it in any collation: it ends the range of names with a prefix, for the index on lower names.
LAST = "z" * LONGEST


def find_members(typed: str) -> list[Member]:
    """Find up to SHOWN members whose names begin with what was typed, the same name first.

    Only those who chose to be found, and whose profile everybody may open. One query, and none for several words."""
    typed = fold(typed.strip().removeprefix("@"))
    if not SHORTEST <= len(typed) <= LONGEST or " " in typed:
        return []
    named = Member.objects.annotate(lower=Lower("username")).filter(findable=True, is_active=True)
    begins = named.filter(lower__gte=typed, lower__lte=typed + LAST, lower__startswith=typed)
    return list(begins.only("username", "role", "hue", "is_active").order_by("lower")[:SHOWN])
