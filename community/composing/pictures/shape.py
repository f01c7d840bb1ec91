"""What a picture's file may be, and the words for one that is something else."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BYTES = 10_000_000
MEGAPIXELS = 24
PIXELS = MEGAPIXELS * 1_000_000
SIDE = 30_000
RAW = PIXELS * 4  # bytes of dots before they are packed: deeper colours only for smaller pictures
PARTS = 5_000  # of one file

OTHER_KIND = _("This kind of file does not work here. JPEG, PNG and WebP pictures do.")
TOO_HEAVY = _("This picture is larger than 10 MB. Please make it smaller, or choose another one.")
TOO_MANY_DOTS = _("This picture has more than 24 million dots. Please make it smaller, or choose another one.")
BROKEN = _("This picture could not be read. Its file may be damaged or cut off. Please try another one.")


class Unfit(ValueError):
    """This is no picture that we take; `sentence` says why, and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Pruned:
    """A picture's file with nothing but what draws it. `turn` is its EXIF orientation, 1 to 8."""

    kind: str
    data: bytes
    width: int
    height: int
    turn: int = 1


def check_size(width: int, height: int) -> None:
    """Raise Unfit for a picture of no size, or of more dots than anybody can look at."""
    if width < 1 or height < 1:
        raise Unfit(BROKEN)
    if width * height > PIXELS or max(width, height) > SIDE:
        raise Unfit(TOO_MANY_DOTS)
