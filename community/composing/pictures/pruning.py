"""What a picture is by its content, how large it says it is, and the parts of its file that draw it.

Nothing is decoded here and nothing trusts a length that it has not checked, so that a refusal takes milliseconds. The
decoder gets a file that is put together again from the parts below: it never sees text, profiles, other frames,
thumbnails or what stands behind the end. Of the metadata one number is read: which way is up.
"""

from struct import error as StructError

from community.composing.pictures import jpeg, png, webp
from community.composing.pictures.shape import BROKEN, BYTES, OTHER_KIND, TOO_HEAVY, Pruned, Unfit

KINDS = (jpeg, png, webp)


def pruned(data: bytes) -> Pruned:
    """The parts of a file that draw its first picture. Raises Unfit for any other file, within milliseconds."""
    if len(data) > BYTES:
        raise Unfit(TOO_HEAVY)
    for kind in KINDS:
        if kind.begins(data):
            try:
                found: Pruned = kind.prune(data)
                return found
            except (IndexError, StructError) as broken:  # it ends where more was to come
                raise Unfit(BROKEN) from broken
    raise Unfit(OTHER_KIND)
