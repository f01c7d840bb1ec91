"""Block a member. This is an operation of the forum, since notifications follow."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from community.core import refs
from community.forum.models import Post, Thread
from community.members.models import Block, Member
from community.members.policies import check_can_block
from community.notifications import operations as notifications
from community.notifications.models import Kind


def block_member(blocked: Member, blocker: Member) -> None:
    """Notify the blocker of nothing that the other member does; what is unread by them is withdrawn for good.

    The blocked member is not notified. Raises PermissionDenied for a moderator, and for oneself."""
    check_can_block(blocker, blocked)
    with transaction.atomic():
        Block.objects.get_or_create(blocker=blocker, blocked=blocked)
        _withdraw(blocker, blocked)


def unblock_member(blocked: Member, blocker: Member) -> None:
    """End a block. Nothing is sent of what the other member did until now."""
    Block.objects.filter(blocker=blocker, blocked=blocked).delete()


def _withdraw(blocker: Member, blocked: Member) -> None:
    """Withdraw what the blocker has unread by the other member; rows about several members continue without them."""
    threads = _keys(notifications.unread_contexts(blocker), "thread")
    unread, own = blocker.notifications.unread(), Q(recipient=blocker.pk)
    posts = Post.objects.filter(author=blocked)
    sources = posts.filter(pk__in=_keys(unread.values_list("source", flat=True), "post"))
    of_one_post = Q(open_key=None) | Q(kind__in=[Kind.FOUND, Kind.STARTED])
    notifications.withdraw_from(own, of_one_post & Q(source__in=[post.key for post in sources]))
    for thread in Thread.objects.filter(pk__in=posts.filter(thread__in=threads).values("thread")):
        notifications.withdraw_from(own, Q(pk__in=[]), context=thread.key)
    rows = unread.filter(kind=Kind.SUPPORTED).values_list("pk", "source", "created_at")
    spans = {pk: (refs.split(source)[1], since, None) for pk, source, since in rows}
    left = refs.resolver_for("post").support(spans, blocker)
    if spans.keys() > left.keys():
        notifications.withdraw_unread(blocker, Q(pk__in=spans.keys() - left.keys()))


def _keys(keys: Iterable[str], prefix: str) -> list[int]:
    return [pk for kind, pk in map(refs.split, keys) if kind == prefix]
