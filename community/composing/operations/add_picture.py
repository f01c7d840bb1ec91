"""Add a picture to a draft."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from community.composing.models import Image
from community.composing.pictures import encode, files
from community.core.http import limits
from community.members.models import Member

if TYPE_CHECKING:
    from collections.abc import Callable

PICTURES = 6  # in one post


class TooManyPictures(ValueError):
    """The post or the hour has as many pictures as are allowed; the message says which."""


def add_picture(member: "Member", draft_key: str, read: "Callable[[], bytes]", *, beside: int = 0) -> Image:
    """Encode an uploaded picture and store it for the draft with `draft_key`.

    `read` returns the file's bytes and is called only if another picture is allowed; `beside` counts the pictures that
    the post shows already. Raises TooManyPictures, and what encode() raises. The row is created before the files, so
    that there is no file without a row."""
    unsent = Image.objects.visible_to(member).unsent(draft_key)
    if beside + unsent.count() >= PICTURES:
        raise TooManyPictures(_("A post can have up to 6 pictures. Remove one before you add another."))
    if not limits.allow(f"pictures:{member.pk}", settings.PICTURES_PER_HOUR):
        raise TooManyPictures(_("You’ve added a lot of pictures in the last hour. Try again a little later."))
    picture = encode(read())
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)  # concurrent requests count each other's rows
        if beside + unsent.count() >= PICTURES:
            raise TooManyPictures(_("A post can have up to 6 pictures. Remove one before you add another."))
        image = Image.objects.create(member=member, draft_key=draft_key, width=picture.width, height=picture.height)
    try:
        files.store(image.name, picture)
    except BaseException:
        image.delete()
        files.delete([image.name])
        raise
    return image
