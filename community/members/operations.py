"""Operations that change what pages show of a member."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from community.members.models import Member

__all__ = ["save_about"]


def save_about(member: Member) -> None:
    """Store the description and the avatar's colour, which is beside each of the member's posts.

    No cached page has the description. A new colour bumps only the pages with the member's posts: one member must not
    have every page of the site rendered again."""
    with transaction.atomic():
        old_hue = Member.objects.filter(pk=member.pk).values_list("hue", flat=True).first()
        member.save(update_fields=["about", "hue"])
        if member.hue != old_hue:
            bump_pages: Callable[[int], None] = import_string(settings.PAGES_OF_MEMBER)
            bump_pages(member.pk)
