"""Discussions with a title like the one that somebody types, so that she finds those who talked about it already.

As in home/search.py, words are compared with the titles of the discussions that were active last, never of all."""

import re

from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import Combinable

from community.forum.models import Thread
from community.forum.models.group import Viewer

AMONG = 3000
SHOWN = 5
WORDS = 8
LONGEST_TITLE = 150
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words that stand in titles of all kinds, and so say nothing about what this one is about.
_ORDINARY = """
    about after again also anybody anyone been before breast cancer could does doing ever feel feeling from have having
    help into just know like more need question really should since some somebody someone than that their them then
    there these they thing this those very want what when where which while will with without would your
    algo alguien alguno alguna antes ayuda cáncer como cómo cuando cuándo cuál desde después donde dónde entre esta está
    este esto estoy hacer hasta mama mucho muy para pero porque pregunta puede puedo quien quién saber sobre tengo tiene
    todo todos una unos
"""
_TELLS_NOTHING = frozenset(_ORDINARY.split())


def similar_to(title: str, viewer: Viewer) -> list[Thread]:
    """At most SHOWN discussions that the viewer may see, those first that share the most words with `title`.

    A third of the words that tell something must be shared. One statement; none where no word tells anything."""
    words = _telling_words(title)
    if not words:
        return []
    shared: Combinable = Value(0)
    for word in words:
        shared += Case(When(title__icontains=word, then=1), default=0, output_field=IntegerField())
    lately = Thread.objects.listed_for(viewer).lately(AMONG)
    found = Thread.objects.filter(pk__in=lately).annotate(shared=shared).filter(shared__gte=-(-len(words) // 3))
    found = found.only("title", "slug", "reply_count")
    return list(found.order_by("-shared", "-last_activity_at", "-pk")[:SHOWN])


def _telling_words(title: str) -> list[str]:
    """The longest words that say what a title is about, without the s of the plural."""
    words = set(_WORD.findall(title[:LONGEST_TITLE].casefold())) - _TELLS_NOTHING
    bare = {word.removesuffix("s") if len(word) > 4 else word for word in words}
    return sorted(bare, key=lambda word: (-len(word), word))[:WORDS]
