"""Detect a picture's format and size, and reduce its file to the parts needed to draw it.

Nothing is decoded here, and no length is trusted unchecked, so a refusal takes milliseconds. The decoder gets a file
assembled from these parts alone: no text, further pictures of an animation, thumbnail or trailing data. The only
metadata that is read is the orientation and the colour profile.
"""

from struct import error as StructError

from community.composing.pictures import jpeg, png, webp
from community.composing.pictures.limits import BROKEN, BYTES, EMPTY, HEIC, OTHER_KIND, TOO_HEAVY, Pruned, Unfit

FORMATS = (jpeg, png, webp)


def prune(data: bytes) -> Pruned:
    """Reduce a file to its first picture. Raises Unfit for any other file, within milliseconds."""
    if not data:
        raise Unfit(EMPTY)
    if len(data) > BYTES:
        raise Unfit(TOO_HEAVY)
    for file_format in FORMATS:
        if file_format.matches(data):
            try:
                pruned: Pruned = file_format.prune(data)
                return pruned
            except (IndexError, StructError) as broken:  # the file is truncated
                raise Unfit(BROKEN) from broken
    raise Unfit(HEIC if _is_heic(data) else OTHER_KIND)


def _is_heic(data: bytes) -> bool:
    """Return whether this is a photo as iPhones save it (ISO/IEC 23008-12): its brands begin with these letters."""
    return data[4:8] == b"ftyp" and data[8:11] in (b"hei", b"hev", b"mif", b"msf")
