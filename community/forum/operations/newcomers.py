"""Who is new here: their first posts are read by a moderator before they appear."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Q

from community.forum.models import Post, State
from community.members.models import Member


def establish(authors: Iterable[int]) -> None:
    """Store which of these members are new no more, such as the authors of imported posts. Two queries."""
    posts = Count("posts", filter=Q(posts__state=State.PUBLISHED))
    known = Member.objects.filter(pk__in=authors, established=False).annotate(published=posts)
    enough = known.filter(published__gte=max(settings.NEW_MEMBER_POSTS, 1)).values_list("pk", flat=True)
    Member.objects.filter(pk__in=list(enough)).update(established=True)


def is_new_member(author: Member) -> bool:
    """Return whether fewer than NEW_MEMBER_POSTS of a member's posts are published.

    Once they are enough, that is stored with the member, so that no later post asks again: call it only where
    `author.may_be_new`. Removed posts count no more, but do not make a member new again."""
    published = Post.objects.filter(author=author.pk, state=State.PUBLISHED).values_list("pk")
    if len(published[: settings.NEW_MEMBER_POSTS]) < settings.NEW_MEMBER_POSTS:
        return True
    author.established = True
    Member.objects.filter(pk=author.pk).update(established=True)
    return False
