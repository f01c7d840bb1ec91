"""What came in a discussion since a member's last visit, put together by why it may matter to her."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.core import refs
from community.forum.models import Post, State, Thread
from community.members.models import Role
from community.notifications.models import Kind, Notification

if TYPE_CHECKING:
    from community.members.models import Member

LOOKED_THROUGH = 2_000  # of more than so many new posts the newest
SHOWN = {"named": 20, "answers": 20, "mentors": 10, "starter": 10, "others": 5}
HEADINGS = {
    "named": _("Your name, and your words"),
    "answers": _("Replies to you"),
    "mentors": _("From mentors"),
    "starter": _("From the person who started this"),
    "others": _("From others"),
}


@dataclass(frozen=True)
class Pile:
    """The posts of one kind: the newest of them to look at, in the order of the discussion, and how many before."""

    kind: str
    posts: list[Post]
    more: int

    @property
    def heading(self) -> str | Promise:
        """What they have in common."""
        return HEADINGS[self.kind]


@dataclass(frozen=True)
class News:
    """All that is new. `looked_from` is the number it begins with, where there was too much to go through."""

    count: int
    piles: list[Pile]
    looked_from: int | None


def news_since(number: int, thread: Thread, member: "Member") -> News:
    """What others published after post `number`, each post in the first pile that it fits: three statements."""
    begun = max(number, thread.last_number - LOOKED_THROUGH)
    kinds: dict[str, list[int]] = {kind: [] for kind in SHOWN}
    for pk, kind in _sorted_out(begun, thread, member):
        kinds[kind].append(pk)
    shown = {kind: pks[-SHOWN[kind] :] for kind, pks in kinds.items()}
    wanted = [pk for pks in shown.values() for pk in pks]
    found = Post.objects.visible_to(member).filter(pk__in=wanted).select_related("author").defer("html").in_bulk()
    piles = [
        Pile(kind, [found[pk] for pk in pks if pk in found], len(kinds[kind]) - len(pks))
        for kind, pks in shown.items()
        if pks
    ]
    count = sum(len(pks) for pks in kinds.values())
    return News(count, piles, begun + 1 if begun > number else None)


def _sorted_out(begun: int, thread: Thread, member: "Member") -> Iterator[tuple[int, str]]:
    """The keys of what is new, with their kinds. Of what she was told herself also posts that she passed over."""
    notified = Notification.objects.filter(
        Q(first_number__gt=begun) | Q(read_at=None),
        recipient=member,
        context=thread.key,
        kind__in=[Kind.MENTIONED, Kind.QUOTED, Kind.ANSWERED],
    ).order_by("-pk")[:LOOKED_THROUGH]
    hers = {refs.split(source)[1]: kind for source, kind in notified.values_list("source", "kind")}
    new = Q(number__gt=begun) | Q(pk__in=hers) if hers else Q(number__gt=begun)
    posts = Post.objects.filter(new, thread=thread, state=State.PUBLISHED).exclude(author=member).order_by("number")
    posts = posts.not_muted_by(member)
    for pk, author, role, answered in posts.values_list("pk", "author", "author__role", "answers__author"):
        if hers.get(pk, Kind.ANSWERED) != Kind.ANSWERED:
            yield pk, "named"
        elif answered == member.pk:
            yield pk, "answers"
        elif role == Role.MENTOR:
            yield pk, "mentors"
        elif author and author == thread.author_id:
            yield pk, "starter"
        else:
            yield pk, "others"
