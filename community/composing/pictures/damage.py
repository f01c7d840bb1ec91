"""Find out how much of a damaged JPEG file is missing.

libjpeg draws what a file has and fills the rest with the last colour, without saying how much that was. So the file is
decoded a second time with another end, its probe: where both are alike, the pixels come from the file.
"""

import random
import re

from PIL import Image, ImageChops

from community.composing.pictures.limits import BROKEN, Unfit

MISSING = 0.02  # of the pixels: a strip at the end that nobody misses
RESTARTS = re.compile(rb"\xff[\xd0-\xd7]")
_RESERVED = re.compile(rb"\xff+([\x01-\xbf])", re.DOTALL)
_RESERVED_OR_RESTART = re.compile(rb"\xff+([\x01-\xbf\xd0-\xd7])", re.DOTALL)
_NOISE = random.Random(11).randbytes(4096).replace(b"\xff", b"\x7f")  # noqa: S311 (nothing is secret)


def mend(pixels: bytes, *, has_restarts: bool) -> bytes:
    """Take markers that mean nothing as pixels, and leave out half a marker at the end.

    Restart markers mean nothing where the file defines no interval for them."""
    stray = _RESERVED if has_restarts else _RESERVED_OR_RESTART
    return stray.sub(lambda found: b"\xff\x00" + found[1], pixels).rstrip(b"\xff")


def probe(parts: list[bytes], scans: list[int], *, whole_first: bool) -> bytes:
    """Build a file that decodes to something else where these parts of a file lack pixels. Raises Unfit.

    `scans` are the places of the pixels in `parts`. A decoder that gives rows as they come stops where the end is
    missing, which leaves them black. One that reads the file whole first gets noise behind the last scan."""
    last = scans[-1]
    if not whole_first:
        return b"".join([*parts[: last + 1], bytes(16)])  # some bytes more, since the decoder looks ahead
    if RESTARTS.search(parts[last]):
        raise Unfit(BROKEN)  # noise would be taken up to the next restart only, and prove nothing
    noise = _NOISE * (len(parts[last]) // len(_NOISE) + 1)
    return b"".join([*parts[: last + 1], noise, *parts[last + 1 :], b"\xff\xd9"])


def check_is_nearly_whole(picture: Image.Image, probed: Image.Image) -> None:
    """Raise Unfit when more than MISSING of the pixels differ."""
    differs = ImageChops.difference(picture.convert("RGB"), probed.convert("RGB")).point(
        lambda value: bool(value) * 255
    )
    red, green, blue = differs.split()
    any_colour = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    if any_colour.histogram()[255] > MISSING * picture.width * picture.height:
        raise Unfit(BROKEN)
