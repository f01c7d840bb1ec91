"""Decode a pruned picture, and encode it in two sizes: upright, in sRGB, without metadata."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from community.composing.pictures import damage
from community.composing.pictures.limits import BROKEN, PIXELS, TOO_THIN, Pruned, Unfit
from community.composing.pictures.profiles import to_srgb
from community.composing.pictures.pruning import prune

logger = logging.getLogger(__name__)

LARGE, SMALL = 1600, 640  # pixels on the longer side: for desktops and for phones
NARROWEST = 8  # pixels on the shorter side of a picture that is made smaller: of less nothing is left to see
QUALITY, EFFORT = 80, 4
DECODING, WAITING = 2, 2  # pictures per process; more would block the threads that serve pages
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_decoding = threading.BoundedSemaphore(DECODING)
_slots = threading.BoundedSemaphore(DECODING + WAITING)


class Busy(Exception):
    """The maximum number of pictures is being encoded; try again in a moment."""


@dataclass(frozen=True)
class EncodedPicture:
    """WebP files in two sizes, and the large one's width and height in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def encode(data: bytes) -> EncodedPicture:
    """Encode an uploaded file.

    Raises Unfit for a file that is not accepted, and Busy when too many pictures are being encoded."""
    parts = prune(data)
    if _becomes_a_line(parts):
        raise Unfit(TOO_THIN)
    with _slot():
        try:
            return _encode(parts)
        except Unfit:
            raise
        except Exception as broken:  # Pillow raises any exception for invalid data, even AssertionError
            logger.info("A picture could not be decoded", exc_info=True)
            raise Unfit(BROKEN) from broken


def _becomes_a_line(parts: Pruned) -> bool:
    longer, shorter = max(parts.width, parts.height), min(parts.width, parts.height)
    return longer > LARGE and shorter * LARGE < NARROWEST * longer


@contextmanager
def _slot() -> Iterator[None]:
    """Wait to be one of DECODING; raise Busy when WAITING others wait already."""
    if not _slots.acquire(blocking=False):
        raise Busy
    try:
        with _decoding:
            yield
    finally:
        _slots.release()


def _encode(parts: Pruned) -> EncodedPicture:
    with Image.open(BytesIO(parts.data), formats=(parts.kind,)) as picture:
        if picture.size != (parts.width, parts.height) or getattr(picture, "n_frames", 1) != 1:
            raise Unfit(BROKEN)
        if picture.mode in ("1", "P", "PA") or "transparency" in picture.info:
            flat = _on_white(picture)
            flat.thumbnail((LARGE, LARGE), reducing_gap=2.0)
        else:
            _decode_near_size(picture)
            picture.thumbnail((LARGE, LARGE), reducing_gap=2.0)
            flat = _on_white(picture)
    if parts.probe:
        damage.check_is_nearly_whole(flat, _decode_probe(parts.probe))
    large = to_srgb(flat, parts.profile)
    if parts.orientation in UPRIGHT:
        large = large.transpose(UPRIGHT[parts.orientation])
    small = large.copy()
    small.thumbnail((SMALL, SMALL), reducing_gap=2.0)
    return EncodedPicture(_webp(large), _webp(small), *large.size)


def _decode_probe(probe: bytes) -> Image.Image:
    """Decode a damaged JPEG's probe as far as it goes; rows that it has no pixels for stay black."""
    with Image.open(BytesIO(probe), formats=("JPEG",)) as picture:
        _decode_near_size(picture)
        with suppress(OSError):  # the file is truncated
            picture.load()
        picture.tile = []
        picture.thumbnail((LARGE, LARGE), reducing_gap=2.0)
        return picture.copy()


def _decode_near_size(picture: Image.Image) -> None:
    """Let the JPEG decoder give a half, a quarter or an eighth of the size: that of a screen, and never above PIXELS.

    This is what keeps a picture of JPEG_PIXELS within the memory of one of PIXELS. Other formats are decoded whole."""
    width, height = picture.size
    scale = 1
    while scale < 8 and (max(picture.size) >= LARGE * 4 * scale or width * height > PIXELS * scale * scale):
        scale *= 2
    picture.draft(None, (max(1, width // scale), max(1, height // scale)))


def _on_white(picture: Image.Image) -> Image.Image:
    """Remove transparency, on a white background: grey and CMYK stay so, everything else becomes RGB."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    mode = {"L": "L", "LA": "L", "CMYK": "CMYK"}.get(picture.mode, "RGB")
    if not picture.has_transparency_data:
        return picture.convert(mode)
    with_alpha = picture.convert(f"{mode}A")
    background = Image.new(mode, with_alpha.size, "white")
    background.paste(with_alpha.convert(mode), mask=with_alpha.getchannel("A"))
    return background


def _webp(picture: Image.Image) -> bytes:
    """Encode the pixels as WebP, without the metadata in the picture's `info` (profile, EXIF, XMP)."""
    pixels = Image.frombytes("RGB", picture.size, picture.tobytes())
    file = BytesIO()
    pixels.save(file, "WEBP", quality=QUALITY, method=EFFORT)
    return file.getvalue()
