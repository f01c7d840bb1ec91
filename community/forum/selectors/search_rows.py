"""Load what a page of results shows of the threads that a search found.

The rows themselves are loaded only when one of them is not cached (templates/search/_result.html)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Exists, QuerySet, Value
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext as _

from community.core.caching.compiled_query import PerViewerQuery
from community.core.models import site_version
from community.forum.blocked_quotes import own_texts
from community.forum.models import Post, Thread
from community.forum.models.group import Viewer
from community.forum.selectors.search import FoundThread
from community.forum.selectors.unread import with_new
from community.members.models import Block

MOST = 10  # threads on a page: the compiled queries have a parameter for each


class FoundEntry(NamedTuple):
    """A thread as its cached row is found, and how many of its posts are new to the viewer."""

    pk: int
    version: int
    site: int
    new: int = 0


class FoundPost(NamedTuple):
    """The post that a result shows."""

    pk: int
    number: int
    plain: str
    author: str | None

    @property
    def url(self) -> str:
        """The permalink."""
        return reverse("post", args=[self.pk])

    @property
    def label(self) -> str:
        """The words of the link to a reply."""
        number = intcomma(self.number)
        if self.author:
            return _("Post %(number)s, by %(name)s") % {"number": number, "name": self.author}
        return _("Post %(number)s") % {"number": number}


class FoundRows:
    """The threads of one page of results, at most MOST, and their best posts: two queries.

    For a viewer who has blocked somebody up to two more, since posts may quote them."""

    def __init__(self, found: Sequence[FoundThread], viewer: Viewer) -> None:
        self.viewer = viewer
        self.entries = {row[0]: FoundEntry(*row) for row in _rows(ENTRIES, viewer, [each.pk for each in found])}
        rows = _rows(POSTS, viewer, [each.post for each in found if each.post])
        posts = {pk: FoundPost(pk, *shown) for pk, _blocks, *shown in rows}
        if any(blocks for _pk, blocks, *_shown in rows):
            for pk, plain in own_texts(posts, viewer).items():
                posts[pk] = posts[pk]._replace(plain=plain)
        self.posts = {each.pk: posts[each.post] for each in found if each.post in posts}

    @cached_property
    def threads(self) -> dict[int, Thread]:
        """The threads with everything that their rows show."""
        return Thread.objects.listed_for(self.viewer).for_rows().in_bulk(list(self.entries))


def _rows(query: PerViewerQuery, viewer: Viewer, keys: Sequence[int]) -> list[tuple[Any, ...]]:
    """Run a query for these keys; 0, no row's key, fills the parameters that are left over."""
    if not keys:
        return []
    padded = [*keys, *[0] * (MOST - len(keys))]
    return query.rows(viewer, **{f"key{index}": key for index, key in enumerate(padded)})


def _entries(viewer: Viewer, **keys: int) -> QuerySet[Any, Any]:
    threads = Thread.objects.listed_for(viewer).filter(pk__in=list(keys.values())).annotate(site=site_version())
    new = ("new",) if viewer.is_authenticated else ()
    return with_new(threads, viewer).values_list("pk", "version", "site", *new)


def _posts(viewer: Viewer, **keys: int) -> QuerySet[Any, Any]:
    posts = Post.objects.listed_for(viewer).not_blocked_by(viewer).filter(pk__in=list(keys.values()))
    return posts.values_list("pk", _blocks_somebody(viewer), "number", "plain", "author__username")


def _blocks_somebody(viewer: Viewer) -> Combinable:
    return Exists(Block.objects.filter(blocker=viewer.pk)) if viewer.is_authenticated else Value(False)


ENTRIES, POSTS = PerViewerQuery(_entries), PerViewerQuery(_posts)
