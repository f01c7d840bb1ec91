"""Load the word list, and try it or one entry of it on texts and on the latest posts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from community.forum.models import Post, State
from community.safety.matching import Piece, excerpt, pieces_of, spans_in
from community.safety.models import Viewer, WatchedPhrase
from community.safety.operations.screening import WatchList, build, find_watched, watch_list

LATEST, SHOWN = 500, 5  # posts that an entry is tried on, and those of them that are shown


@dataclass(frozen=True)
class TriedText:
    """A text with its matches, and the names of the entries that match."""

    pieces: Sequence[Piece]
    names: Sequence[str]

    @property
    def text(self) -> SafeString:
        """The text, with its matches in <mark>."""
        return _marked(self.pieces)


@dataclass(frozen=True)
class MatchingPost:
    """A post that an entry matches, and the part of it that does."""

    post: Post
    pieces: Sequence[Piece]

    @property
    def text(self) -> SafeString:
        """The part of its text, with the matches in <mark>."""
        return _marked(self.pieces)


@dataclass(frozen=True)
class TriedPosts:
    """How many of the latest posts an entry matches, and the first few."""

    read: int
    count: int
    first: Sequence[MatchingPost]


def entries(viewer: Viewer) -> list[WatchedPhrase]:
    """Load the list in alphabetical order."""
    return list(WatchedPhrase.objects.visible_to(viewer))


def try_list(text: str) -> TriedText:
    """Compare a text with the list, as a new post would be."""
    return _try(watch_list(), text)


def try_entry(entry: WatchedPhrase, text: str) -> TriedText:
    """Compare a text with one entry, stored or not."""
    return _try(build([entry]), text)


def try_on_posts(viewer: Viewer, entry: WatchedPhrase) -> TriedPosts:
    """Compare one entry with the latest published posts, as far as their text goes. Two queries."""
    watched = build([entry])
    latest = Post.objects.visible_to(viewer).filter(state=State.PUBLISHED).order_by("-published_at")
    plain = dict(latest.values_list("pk", "plain")[:LATEST])
    matching = [pk for pk, text in plain.items() if find_watched(watched, text)]
    shown = Post.objects.visible_to(viewer).select_related("thread", "author").filter(pk__in=matching[:SHOWN])
    first = [MatchingPost(post, excerpt(post.plain, spans_in(watched, post.plain))) for post in shown]
    return TriedPosts(len(plain), len(matching), sorted(first, key=lambda found: matching.index(found.post.pk)))


def _try(watched: WatchList, text: str) -> TriedText:
    spans = spans_in(watched, text)
    return TriedText(pieces_of(text, spans), sorted({span.finding.phrase for span in spans}))


def _marked(pieces: Sequence[Piece]) -> SafeString:
    marked = [(format_html("<mark>{}</mark>", text) if is_match else text,) for text, is_match in pieces]
    return format_html_join("", "{}", marked)
