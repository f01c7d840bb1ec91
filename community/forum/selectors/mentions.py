"""Who may be mentioned in a thread, and which names to suggest while one is typed."""

from django.db.models import Q
from django.db.models.functions import Lower

from community.core.text.folding import fold
from community.forum.models import Audience, Membership, Post, State, Thread
from community.members.models import Block, Member, Role, mutes_now

SUGGESTED = 8
LONGEST = 30
# No name sorts after it in any collation: it ends the range of names with a prefix, for the index on lower names.
LAST = "z" * LONGEST


def readers_of(thread: Thread) -> Q:
    """The condition on members: active, and allowed to read this thread."""
    if thread.audience != Audience.PRIVATE:
        return Q(is_active=True)
    people = Membership.objects.filter(group_id=thread.group_id).values("member_id")
    return Q(is_active=True) & (Q(role__in=[Role.MODERATOR, Role.ADMINISTRATOR]) | Q(pk__in=people))


def not_muting(thread: Thread, labels: int) -> Q:
    """The condition on members: they mute neither the thread, unless they started it, nor a post in it with `labels`.

    Empty when nothing has a label. To notify by it, lock the members first (operations/mute_labels.py)."""
    not_muted = ~mutes_now(labels) if labels else Q()
    return not_muted & (~mutes_now(thread.labels) | Q(pk=thread.author_id)) if thread.labels else not_muted


def suggest(thread: Thread, typed: str, viewer: Member) -> list[Member]:
    """Find up to SUGGESTED names that begin with `typed`, first those who wrote here; without letters only them.

    Nobody whom the viewer has blocked: who means them types the whole name."""
    typed = fold(typed[:LONGEST])[:LONGEST]
    named = Member.objects.annotate(lower=Lower("username")).filter(readers_of(thread))
    named = named.exclude(pk__in=Block.objects.filter(blocker=viewer.pk).values("blocked"))
    if typed:
        named = named.filter(lower__gte=typed, lower__lte=typed + LAST, lower__startswith=typed)
    wrote_here = Post.objects.filter(thread=thread, state=State.PUBLISHED).values("author_id")
    members: list[Member] = list(named.filter(pk__in=wrote_here).order_by("lower")[:SUGGESTED])
    if typed and len(members) < SUGGESTED:
        others = named.exclude(pk__in=[member.pk for member in members]).order_by("lower")
        members += others[: SUGGESTED - len(members)]
    return members
