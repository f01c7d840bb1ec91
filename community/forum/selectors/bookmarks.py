"""Load a member's bookmarks and questions. Of a post that the member may no longer read nothing is shown."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower

from community.core.text.folding import fold
from community.forum.models import Bookmark, Post
from community.forum.models.group import Viewer
from community.forum.selectors.cursors import read_cursor, write_cursor
from community.members.models import Member

QUESTIONS = 50  # on one sheet
USERNAME = re.compile("[a-z0-9][a-z0-9_-]*")  # as members/validators.py allows them, in lower case


@dataclass(frozen=True)
class BookmarkRow:
    """One bookmark; `post` is None when the member may no longer read it."""

    bookmark: Bookmark
    post: Post | None


@dataclass(frozen=True)
class BookmarkPage:
    """A page of bookmarks; `next_key` is the cursor of the next page, empty on the last one."""

    rows: list[BookmarkRow]
    next_key: str


@dataclass(frozen=True)
class Question:
    """One question; `about` is the title of the thread, or empty."""

    text: str
    about: str


@dataclass(frozen=True)
class Sheet:
    """The member's questions, oldest first; `more` when not all fit."""

    questions: list[Question]
    more: bool


def bookmark_page(viewer: Viewer, *, after: str) -> BookmarkPage:
    """Load a page of bookmarks, newest first: two queries for any number of them."""
    rows = Bookmark.objects.visible_to(viewer).order_by("-created_at", "-pk")
    if cursor := read_cursor(after):
        moment, pk = cursor
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))
    size = settings.THREADS_PER_PAGE
    bookmarks = list(rows[: size + 1])
    last = bookmarks[size - 1] if len(bookmarks) > size else None
    return BookmarkPage(with_posts(bookmarks[:size], viewer), write_cursor(last.created_at, last.pk) if last else "")


def with_posts(bookmarks: Collection[Bookmark], viewer: Viewer) -> list[BookmarkRow]:
    """Load the posts of bookmarks, as far as the viewer may read them now."""
    pks = [bookmark.post_id for bookmark in bookmarks]
    posts = Post.objects.visible_to(viewer).select_related("thread", "author").defer("html").in_bulk(pks)
    return [BookmarkRow(bookmark, posts.get(bookmark.post_id)) for bookmark in bookmarks]


def sheet(viewer: Viewer) -> Sheet:
    """Load the questions to print.

    A title that contains a member's name is left out, since the sheet is shown to people outside the community."""
    bookmarks = list(Bookmark.objects.visible_to(viewer).questions()[: QUESTIONS + 1])
    rows = with_posts(bookmarks[:QUESTIONS], viewer)
    titles = {row.post.thread.title for row in rows if row.post}
    names = _names_in(titles)
    without_names = {title for title in titles if _words(title).isdisjoint(names)}
    questions = []
    for row in rows:
        title = row.post.thread.title if row.post else ""
        questions.append(Question(row.bookmark.note, title if title in without_names else ""))
    return Sheet(questions, more=len(bookmarks) > QUESTIONS)


def _names_in(titles: Iterable[str]) -> set[str]:
    """The members' names among the words of these titles, in lower case."""
    words = set[str]().union(*map(_words, titles))
    names = Member.objects.annotate(lower=Lower("username")).filter(lower__in=words)
    return set(names.values_list("lower", flat=True))


def _words(title: str) -> set[str]:
    """The words of a title without accents, and their parts: "Sea-Heron's" may name Sea-Heron, Sea or Heron."""
    words = {word.rstrip("-_") for word in USERNAME.findall(fold(title))}
    return words.union(*(re.split("[-_]", word) for word in words))
