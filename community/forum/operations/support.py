"""Reactions to a post, such as a hug or a thank you: one for each member, and it can be removed."""

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from community.forum.models import Post, Support, Thread
from community.forum.operations import counters
from community.forum.operations.changing import LIST, PAGE, changing
from community.forum.policies import check_can_support
from community.notifications import operations as notifications
from community.notifications.models import Kind

if TYPE_CHECKING:
    from community.members.models import Member


def give_support(post: Post, member: "Member", reaction: str) -> Post:
    """React to a post and notify its author; a second reaction replaces the first and notifies nobody.

    It is not a reply: a closed discussion takes it too, and neither order nor last activity moves.
    Raises PermissionDenied for the member's own post, and for one that they may not read any more."""
    with changing(post.thread, shows=PAGE | LIST if post.opens else PAGE) as change:
        post = _locked(post, change.thread)
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


def take_support_back(post: Post, member: "Member") -> Post:
    """Remove a member's reaction; an unread notification goes when no other reaction is left."""
    with changing(post.thread, shows=PAGE | LIST if post.opens else PAGE) as change:
        post = _locked(post, change.thread)
        gone, _rows = Support.objects.filter(post=post, member=member).delete()
        if not gone:
            change.cancel()
        else:
            counters.settle_support(post, change)
            latest = post.support.aggregate(at=Max("given_at"))["at"]
            notifications.withdraw_gathered(post.key, latest=latest)
    return post


def _locked(post: Post, thread: Thread) -> Post:
    """Load the post and lock it after its thread, in the order that every operation uses."""
    post = Post.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=post.pk)
    post.thread = thread
    return post


def _notify_author(post: Post, thread: Thread, support: Support) -> None:
    if post.author and Thread.objects.visible_to(post.author).filter(pk=thread.pk).exists():
        notifications.gather(post.author, Kind.SUPPORTED, context=thread.key, source=post.key, at=support.given_at)
