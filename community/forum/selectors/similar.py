"""Find threads with a title like the one that a member is typing.

As in home/search.py, words are compared with the titles of the last active threads only."""

import re

from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Contains

from community.core.text.folding import Fold, fold
from community.forum.models import Thread
from community.forum.models.group import Viewer

AMONG = 3000
SHOWN = 5
WORDS = 8
LONGEST_TITLE = 150
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words that are common in titles on any subject.
_COMMON = """
    about after again also anybody anyone been before breast cancer could does doing ever feel feeling from have having
    help into just know like more need question really should since some somebody someone than that their them then
    there these they thing this those very want what when where which while will with without would your
    algo alguien alguno alguna antes ayuda cáncer como cómo cuando cuándo cuál desde después donde dónde entre esta está
    este esto estoy hacer hasta mama mucho muy para pero porque pregunta puede puedo quien quién saber sobre tengo tiene
    todo todos una unos
"""
_STOP_WORDS = frozenset(fold(_COMMON).split())


def similar_to(title: str, viewer: Viewer) -> list[Thread]:
    """Find at most SHOWN threads that the viewer may see, those first that share most words with `title`.

    They share at least a third of its words, stop words aside. One query; none when there are only stop words."""
    words = _key_words(title)
    if not words:
        return []
    shared: Combinable = Value(0)
    for word in words:
        shared += Case(When(Contains(Fold("title"), word), then=1), default=0, output_field=IntegerField())
    lately = Thread.objects.listed_for(viewer).lately(AMONG)
    threads = Thread.objects.filter(pk__in=lately).annotate(shared=shared).filter(shared__gte=-(-len(words) // 3))
    threads = threads.only("title", "slug", "reply_count")
    return list(threads.order_by("-shared", "-last_activity_at", "-pk")[:SHOWN])


def _key_words(title: str) -> list[str]:
    """The longest words of a title that are no stop words, without a plural s."""
    words = set(_WORD.findall(fold(title[:LONGEST_TITLE]))) - _STOP_WORDS
    stems = {word.removesuffix("s") if len(word) > 4 else word for word in words}
    return sorted(stems, key=lambda word: (-len(word), word))[:WORDS]
