"""Find members by their names."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower, Substr

from community.core.caching.compiled_query import CompiledQuery
from community.core.text.folding import fold
from community.members.models import Member

SHORTEST, LONGEST = 2, 30  # letters
SHOWN = 5
COLUMNS = ["id", "username", "role", "hue", "is_active"]
# No name sorts after it in any collation: it ends the range of names with a prefix, for the index on lower names.
LAST = "z" * LONGEST


def find_members(typed: str) -> list[Member]:
    """Find up to SHOWN members whose names begin with what was typed, the same name first.

    Only those who chose to be found, and whose profile everybody may open. One query, and none for several words."""
    typed = fold(typed.strip().removeprefix("@"))
    if not SHORTEST <= len(typed) <= LONGEST or " " in typed:
        return []
    rows = FINDABLE.rows(typed=typed, last=typed + LAST, length=len(typed))
    return [Member.from_db("default", COLUMNS, row) for row in rows]


def _findable(typed: str, last: str, length: int) -> QuerySet[Any, Any]:
    named = Member.objects.annotate(lower=Lower("username")).filter(findable=True, is_active=True)
    begins = named.annotate(beginning=Substr("lower", 1, length)).filter(lower__gte=typed, lower__lte=last)
    return begins.filter(beginning=typed).order_by("lower").values_list(*COLUMNS)[:SHOWN]


FINDABLE = CompiledQuery(_findable)
