"""What a member kept, row by row, and her sheet of questions. A post that she may not read now gives nothing away."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower

from community.forum.models import Bookmark, Post
from community.forum.models.group import Viewer
from community.forum.selectors.cursors import read_cursor, write_cursor
from community.members.models import Member

SHEET = 50
WORD = re.compile("[a-z0-9][a-z0-9_-]*")  # what a name here may look like (members/validators.py)


@dataclass(frozen=True)
class BookmarkRow:
    """One bookmark; `post` is None when she may not read it any more."""

    bookmark: Bookmark
    post: Post | None


@dataclass(frozen=True)
class BookmarkPage:
    """A page of what she kept, and the key after which the next page begins (empty on the last)."""

    rows: list[BookmarkRow]
    next_key: str


@dataclass(frozen=True)
class Question:
    """One question of hers; `about` is the title of the discussion, or nothing."""

    text: str
    about: str


@dataclass(frozen=True)
class Sheet:
    """Her questions, the oldest first; `more` when there are others that do not fit."""

    questions: list[Question]
    more: bool


def bookmark_page(viewer: Viewer, *, after: str) -> BookmarkPage:
    """What she kept, newest first, a page by key: two statements, however much it is."""
    rows = Bookmark.objects.visible_to(viewer).order_by("-created_at", "-pk")
    if place := read_cursor(after):
        moment, pk = place
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))
    size = settings.THREADS_PER_PAGE
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return BookmarkPage(with_posts(found[:size], viewer), write_cursor(last.created_at, last.pk) if last else "")


def with_posts(bookmarks: Collection[Bookmark], viewer: Viewer) -> list[BookmarkRow]:
    """Bookmarks with their posts, as far as the viewer may read them now."""
    pks = [bookmark.post_id for bookmark in bookmarks]
    posts = Post.objects.visible_to(viewer).select_related("thread", "author").defer("html").in_bulk(pks)
    return [BookmarkRow(bookmark, posts.get(bookmark.post_id)) for bookmark in bookmarks]


def sheet(viewer: Viewer) -> Sheet:
    """The questions for her visit. A title in which a member is named is left out: the sheet is for other eyes."""
    found = list(Bookmark.objects.visible_to(viewer).questions()[: SHEET + 1])
    rows = with_posts(found[:SHEET], viewer)
    titles = {row.post.thread.title for row in rows if row.post}
    names = _names_in(titles)
    quiet = {title for title in titles if _words(title).isdisjoint(names)}
    questions = []
    for row in rows:
        title = row.post.thread.title if row.post else ""
        questions.append(Question(row.bookmark.note, title if title in quiet else ""))
    return Sheet(questions, more=len(found) > SHEET)


def _names_in(titles: Iterable[str]) -> set[str]:
    """The members' names among the words of these titles, in small letters."""
    words = set[str]().union(*map(_words, titles))
    names = Member.objects.annotate(small=Lower("username")).filter(small__in=words)
    return set(names.values_list("small", flat=True))


def _words(title: str) -> set[str]:
    """The words of a title, without accents, and their parts: "Sea-Heron's" may name Sea-Heron, Sea or Heron."""
    letters = unicodedata.normalize("NFKD", title.lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    whole = {word.rstrip("-_") for word in WORD.findall(plain)}
    return whole.union(*(re.split("[-_]", word) for word in whole))
