"""Ask the index for the newest posts and titles that have words, a bounded number of them.

SQLite reads its index from the newest entry on, and stops. PostgreSQL's index has no order. It would either collect all
entries of a common word, or look at each post from the newest on, and it estimates badly which is less: for a rare word
with twenty synonyms it read a million posts. So the newest RECENT rows are looked at one by one; only for words of
which they have too few, and which are therefore rare, the index is asked, and nothing else."""

import time
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Max, Q, QuerySet

from community.core.caching.compiled_query import PerViewerQuery
from community.core.caching.held import Held
from community.forum.models import Post, Thread
from community.forum.models.group import Viewer
from community.forum.models.post import PostQuerySet
from community.search.matching import WordSets, full_text

RECENT = 5_000
FEW = 20_000  # rows: up to here the index alone is asked
HELD_FOR = 60  # seconds; meanwhile RECENT grows by what is written

EVERYWHERE = Q()


class NewestMatches:
    """The newest posts, or threads by their titles, that a viewer may list: at most `most` of them.

    No posts by members whom they have blocked; such titles stay, as in every list."""

    def __init__(self, model: type[Post] | type[Thread], columns: Sequence[Any], most: int) -> None:
        self.model, self.columns, self.most = model, columns, most
        self.newest: Held[int] = Held()
        # Nearly all searches are not narrowed.
        self.compiled = PerViewerQuery(lambda viewer, *, words: self._matches(viewer, words))
        self.compiled_recent = PerViewerQuery(lambda viewer, *, words, after: self._matches(viewer, words, after))

    def find(self, viewer: Viewer, sets: WordSets, narrowed: Q = EVERYWHERE) -> list[tuple[Any, ...]]:
        """The columns of the rows that have all words of one of the sets. One query; on PostgreSQL up to three."""
        words = full_text(sets, connection.vendor)
        if connection.vendor == "postgresql" and (newest := self._newest_key()) > FEW:
            recent = self._rows(viewer, words, narrowed, after=newest - RECENT)
            if len(recent) == self.most:
                return recent
        return self._rows(viewer, words, narrowed)

    def _rows(self, viewer: Viewer, words: str, narrowed: Q, **after: int) -> list[tuple[Any, ...]]:
        if narrowed:
            return list(self._matches(viewer, words, narrowed=narrowed, **after))
        return (self.compiled_recent if after else self.compiled).rows(viewer, words=words, **after)

    def _matches(
        self, viewer: Viewer, words: str, after: int | None = None, narrowed: Q = EVERYWHERE
    ) -> QuerySet[Any, Any]:
        listed = self.model.objects.listed_for(viewer)
        listed = listed.not_blocked_by(viewer) if isinstance(listed, PostQuerySet) else listed
        found = listed.filter(narrowed, index__terms__has_words=words)
        if after is not None:
            newest_first = F("index__pk").desc()
            found = found.filter(index__pk__gt=after)
        elif connection.vendor == "postgresql":
            newest_first = (F("index__pk") + 0).desc()  # an order that no index has: the words are looked up
        else:
            newest_first = F("index__pk").desc()
        return found.order_by(newest_first).values_list(*self.columns)[: self.most]

    def _newest_key(self) -> int:
        everything = self.model._base_manager
        return self.newest.get(time.monotonic() // HELD_FOR, lambda: everything.aggregate(key=Max("pk"))["key"] or 0)
