"""Limits of uploaded pictures, and the messages for files that exceed them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

BYTES = 10_000_000
MILLION = 1_000_000
PIXELS = 24 * MILLION  # decoded whole, with up to 32 bits a pixel: PNG
WEBP_PIXELS = 25 * MILLION  # decoded whole too; the photo of a phone has 24.5
JPEG_PIXELS = 80 * MILLION  # decoded at an eighth, a quarter or a half of its size, see encoding.py
SIDE = 30_000
RAW = PIXELS * 4  # uncompressed bytes: pictures with more bits per pixel must be smaller
PARTS = 5_000  # segments or chunks of one file

OTHER_KIND = _("This type of file doesn’t work here. Use a JPEG, PNG or WebP picture.")
HEIC = _(
    "This photo is in Apple’s HEIC format, which doesn’t work here. Open it on your phone, "
    "take a screenshot and add the screenshot instead."
)
EMPTY = _("This file is empty. Choose another one.")
TOO_HEAVY = _("This picture is larger than 10 MB. Make it smaller or choose another one.")
TOO_LONG = _("This picture is more than 30,000 pixels long. Crop it or choose another one.")
TOO_THIN = _("This picture is too long and thin to show. Crop it or choose another one.")
TOO_MANY_PIXELS = _("This picture has more than {limit} million pixels. Make it smaller or choose another one.")
BROKEN = _("We couldn’t read this picture. The file may be damaged. Try another one.")


class Unfit(ValueError):
    """A file that is not accepted; `sentence` says why, and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Pruned:
    """A picture's file reduced to what is needed to draw it.

    `orientation` is that of its EXIF, 1 to 8; `profile` its pruned colour profile, if it has one that is used. `probe`
    is there for a damaged file: the same with another end, so that what is missing is drawn differently."""

    kind: str
    data: bytes
    width: int
    height: int
    orientation: int = 1
    profile: bytes = b""
    probe: bytes = b""


def check_size(width: int, height: int, *, limit: int = PIXELS) -> None:
    """Raise Unfit for a picture without pixels, with more than `limit`, or with a side that is too long."""
    if width < 1 or height < 1:
        raise Unfit(BROKEN)
    if width * height > limit:
        raise too_many_pixels(limit)
    if max(width, height) > SIDE:
        raise Unfit(TOO_LONG)


def too_many_pixels(limit: int) -> Unfit:
    """Return the refusal of a picture with more than `limit` pixels; it names the limit in whole millions."""
    return Unfit(format_lazy(TOO_MANY_PIXELS, limit=limit // MILLION))
