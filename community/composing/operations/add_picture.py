"""Store a picture that a member adds to a draft."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from community.composing.models import Image
from community.composing.pictures import build_from, files
from community.core.http import limits
from community.members.models import Member

if TYPE_CHECKING:
    from collections.abc import Callable

PICTURES = 6  # in one post


class TooManyPictures(ValueError):
    """There is no room for another one now; says so in a sentence."""


def add_picture(member: "Member", draft_key: str, read: "Callable[[], bytes]", *, beside: int = 0) -> Image:
    """Encode a picture again from a file's bytes and store it for the draft with `draft_key`.

    `read` gives the bytes, and is asked only if there is room; `beside` is how many the post shows already. Raises
    TooManyPictures, and what build_from() raises. The row comes first, so that no file is ever without one."""
    unsent = Image.objects.visible_to(member).unsent(draft_key)
    if beside + unsent.count() >= PICTURES:
        raise TooManyPictures(_("A post can have six pictures, and there are six already."))
    if not limits.allow(f"pictures:{member.pk}", settings.PICTURES_PER_HOUR):
        raise TooManyPictures(_("You added many pictures within an hour. Please add the others a little later."))
    built = build_from(read())
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # of several at once, each counts the others
        if beside + unsent.count() >= PICTURES:
            raise TooManyPictures(_("A post can have six pictures, and there are six already."))
        image = Image.objects.create(member=member, draft_key=draft_key, width=built.width, height=built.height)
    try:
        files.store(image.name, built)
    except BaseException:
        image.delete()
        files.forget([image.name])
        raise
    return image
