"""Reactions to a post, such as a hug or a thank you: one for each member, and it can be removed."""

from django.db.models import Max, OuterRef
from django.utils import timezone

from community.forum.models import Post, Support, Thread
from community.forum.operations import counters
from community.forum.operations.changing import LIST, PAGE, changing, lock_post
from community.forum.policies import check_can_support
from community.forum.selectors.mentions import readers_of
from community.forum.selectors.who_hears import hears
from community.members.models import Block, Member
from community.notifications import operations as notifications
from community.notifications.models import Kind


def give_support(post: Post, member: Member, reaction: str) -> Post:
    """React to a post and notify its author; a second reaction replaces the first and notifies nobody.

    It is not a reply: a closed discussion takes it too, and neither order nor last activity moves.
    Raises PermissionDenied for the member's own post, and for one that they may not read any more."""
    with changing(post.thread, shows=PAGE | LIST if post.opens else PAGE) as change:
        post = lock_post(post, change.thread, "author")
        check_can_support(member, post)
        support = Support.objects.filter(post=post, member=member).first()
        if support and support.reaction == reaction:
            change.cancel()  # the same form, sent twice
            return post
        if support:
            support.reaction = reaction
            support.save(update_fields=["reaction"])
        else:
            support = Support.objects.create(post=post, member=member, reaction=reaction, given_at=timezone.now())
            _notify_author(post, change.thread, support)
        counters.settle_support(post, change)
    return post


def take_support_back(post: Post, member: Member) -> Post:
    """Remove a member's reaction; an unread notification goes when no other reaction is left."""
    with changing(post.thread, shows=PAGE | LIST if post.opens else PAGE) as change:
        post = lock_post(post, change.thread, "author")
        gone, _rows = Support.objects.filter(post=post, member=member).delete()
        if not gone:
            change.cancel()
        else:
            counters.settle_support(post, change)
            blocked = Block.objects.filter(blocker=post.author_id or 0).values("blocked")
            latest = post.support.exclude(member__in=blocked).aggregate(at=Max("given_at"))["at"]
            notifications.withdraw_gathered(post.key, latest=latest)
    return post


def _notify_author(post: Post, thread: Thread, support: Support) -> None:
    """Notify the author, if they may read the thread and hear of it (selectors/who_hears.py)."""
    rules = hears(OuterRef("pk"), thread=thread.pk, group=thread.group_id, by=support.member_id)
    if post.author and Member.objects.filter(rules, readers_of(thread), pk=post.author.pk).exists():
        notifications.gather(post.author, Kind.SUPPORTED, context=thread.key, source=post.key, at=support.given_at)
