"""From the parts that draw a picture to two pictures of our own: upright, in plain colours, and nothing else."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from community.composing.pictures.pruning import pruned
from community.composing.pictures.shape import BROKEN, Pruned, Unfit

logger = logging.getLogger(__name__)

LARGE, SMALL = 1600, 640  # pixels, the longer side: a desk's screen and a phone's
QUALITY, EFFORT = 80, 4
DECODING, WAITING = 2, 2  # in one process; more would keep its threads from pages
WHITE = (255, 255, 255)
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
    """As many pictures as can be made at once are being made: to be tried again in a moment."""


@dataclass(frozen=True)
class Built:
    """A picture ready to be kept: WebP files in two sizes, and the large one's width and height in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def build_from(data: bytes) -> Built:
    """Make a picture anew from the file that somebody sent.

    Raises Unfit for what is no picture that we take, and Busy when too many are being made."""
    parts = pruned(data)
    with _turn():
        try:
            return _build(parts)
        except Unfit:
            raise
        except Exception as broken:  # for a file that is not what it says, Pillow raises any kind, AssertionError too
            logger.info("A picture could not be made", exc_info=True)
            raise Unfit(BROKEN) from broken


@contextmanager
def _turn() -> Iterator[None]:
    if not _slots.acquire(blocking=False):
        raise Busy
    try:
        with _decoding:
            yield
    finally:
        _slots.release()


def _build(parts: Pruned) -> Built:
    with Image.open(BytesIO(parts.data), formats=(parts.kind,)) as sent:
        if sent.size != (parts.width, parts.height) or getattr(sent, "n_frames", 1) != 1:
            raise Unfit(BROKEN)
        if sent.mode in ("1", "P", "PA") or "transparency" in sent.info:
            whole = _on_white(sent)
            whole.thumbnail((LARGE, LARGE), reducing_gap=2.0)
        else:
            sent.thumbnail((LARGE, LARGE), reducing_gap=2.0)  # JPEG is decoded near this size in the first place
            whole = _on_white(sent)
    if parts.turn in UPRIGHT:
        whole = whole.transpose(UPRIGHT[parts.turn])
    small = whole.copy()
    small.thumbnail((SMALL, SMALL), reducing_gap=2.0)
    return Built(_written(whole), _written(small), *whole.size)


def _on_white(picture: Image.Image) -> Image.Image:
    """In plain colours; what is clear becomes white, as paper is."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    paper = Image.new("RGB", with_alpha.size, WHITE)
    paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return paper


def _written(picture: Image.Image) -> bytes:
    """The dots as a file. What came along with them (profile, EXIF, XMP) stays behind in the picture's `info`."""
    plain = Image.frombytes("RGB", picture.size, picture.tobytes())
    written = BytesIO()
    plain.save(written, "WEBP", quality=QUALITY, method=EFFORT)
    return written.getvalue()
