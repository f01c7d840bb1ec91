"""Who may be named in a discussion, and whom to suggest while a name is typed."""

from django.db.models import Q
from django.db.models.functions import Lower

from community.forum.models import Audience, Membership, Post, State, Thread
from community.members.models import Member, Role, mutes_now

SUGGESTED = 8
LONGEST = 30
# Nothing in a name sorts behind it, in any collation: a prefix is a range with it, for the index on lower names.
LAST = "z" * LONGEST


def readers_of(thread: Thread) -> Q:
    """The condition on members that says: she is here, and may read this thread."""
    if thread.audience != Audience.PRIVATE:
        return Q(is_active=True)
    people = Membership.objects.filter(group_id=thread.group_id).values("member_id")
    return Q(is_active=True) & (Q(role__in=[Role.MODERATOR, Role.ADMINISTRATOR]) | Q(pk__in=people))


def who_meets(thread: Thread, labels: int) -> Q:
    """The condition on members that says: she hides neither the thread, unless she started it, nor a post in it with
    these labels. Empty where there is nothing to hide. Whoever tells by it locks the members (operations/muted_labels.py).
    """
    meets = ~mutes_now(labels) if labels else Q()
    return meets & (~mutes_now(thread.labels) | Q(pk=thread.author_id)) if thread.labels else meets


def suggest(thread: Thread, typed: str) -> list[Member]:
    """Up to SUGGESTED readers whose names begin with `typed`: first those who wrote here. Nothing typed: only they."""
    typed = typed.lower()[:LONGEST]
    named = Member.objects.annotate(lower=Lower("username")).filter(readers_of(thread))
    if typed:
        named = named.filter(lower__gte=typed, lower__lte=typed + LAST, lower__startswith=typed)
    wrote_here = Post.objects.filter(thread=thread, state=State.PUBLISHED).values("author_id")
    found: list[Member] = list(named.filter(pk__in=wrote_here).order_by("lower")[:SUGGESTED])
    if typed and len(found) < SUGGESTED:
        others = named.exclude(pk__in=[member.pk for member in found]).order_by("lower")
        found += others[: SUGGESTED - len(found)]
    return found
