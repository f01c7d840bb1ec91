"""JPEG files that browsers show although they are damaged: taken when nearly all of the picture is there."""

import random
from io import BytesIO

import pytest
from PIL import Image

from community.composing.pictures import Unfit, encode
from tests.composing.hostile_images import drawn, jpeg_part, saved

BROKEN = "We couldn’t read this picture. The file may be damaged. Try another one."
HOW = {
    "baseline": {"quality": 85},
    "restarts": {"quality": 85, "restart_marker_rows": 1},
    "progressive": {"quality": 85, "progressive": True},
    "whole colours": {"quality": 85, "subsampling": 0},
    "grey": {"quality": 85},
}


ONE_OF_EACH = ("progressive",)  # in the ordinary suite
EACH = [how if how in ONE_OF_EACH else pytest.param(how, marks=pytest.mark.long) for how in HOW]
PARTS = [0.5, 0.95, *(pytest.param(part, marks=pytest.mark.long) for part in (0.1, 0.8, 0.9))]
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 8))]


def photo(how: str, size: tuple[int, int] = (1200, 900)) -> bytes:
    """Draw a picture with something to see everywhere, and encode it."""
    picture = drawn(*size, mode="L" if how == "grey" else "RGB")
    return saved(picture, "JPEG", **HOW[how])


def scan_of(data: bytes) -> int:
    """Return where the pixels of the last scan begin."""
    at = data.rindex(b"\xff\xda")
    return at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def insert(data: bytes, at: int, what: bytes) -> bytes:
    """Insert bytes before the byte with this number."""
    return data[:at] + what + data[at:]


def between(data: bytes, what: bytes) -> bytes:
    """Insert bytes between two segments, before the first table."""
    return insert(data, data.index(b"\xff\xdb"), what)


def answer_to(data: bytes) -> str:
    """Return why a file is refused, or that it is taken."""
    try:
        return "taken" if encode(data).width else ""
    except Unfit as refused:
        return str(refused)


DAMAGED = {
    "without an end mark": lambda data: data[:-2],
    "with half an end mark": lambda data: data[:-1],
    "without the last bytes": lambda data: data[:-12],
    "zeros instead of an end mark": lambda data: data[:-2] + bytes(300),
    "with another file behind it, and no end mark": lambda data: data[:-2] + b"\0\0Samsung\0" * 9,
    "a stray byte between segments": lambda data: between(data, b"\x00"),
    "stray bytes between segments": lambda data: between(data, b"GPS-N40" * 5),
    "a stray zero after a marker's start": lambda data: between(data, b"\xff\x00"),
    "a restart mark between segments": lambda data: between(data, b"\xff\xd0"),
    "a mark without meaning between segments": lambda data: between(data, b"\xff\x01"),
    "a segment that says it is shorter": lambda data: between(data, jpeg_part(0xFE, b"abc") + b"defg"),
    "stray bytes before the end mark": lambda data: data[:-2] + b"\x00\x41\x00" + data[-2:],
    "a reserved mark before the end mark": lambda data: data[:-2] + b"\xff\x41" + data[-2:],
    "a reserved mark in the middle": lambda data: insert(data, len(data) - 900, b"\xff\x33"),
    "two end marks": lambda data: data + b"\xff\xd9",
    "fill bytes before the end mark": lambda data: data[:-2] + b"\xff" * 9 + data[-2:],
}


@pytest.mark.parametrize("how", EACH)
@pytest.mark.parametrize("damage", DAMAGED)
def test_what_is_nearly_whole_is_taken(damage: str, how: str) -> None:
    data = photo(how)

    stored = Image.open(BytesIO(encode(DAMAGED[damage](data)).large)).convert("RGB")

    whole = Image.open(BytesIO(encode(data).large)).convert("RGB")
    assert stored.size == whole.size
    for point in ((100, 100), (1100, 100), (600, 700), (40, 860)):
        pairs = zip(stored.getpixel(point), whole.getpixel(point), strict=True)
        assert all(abs(one - other) < 20 for one, other in pairs), point


@pytest.mark.parametrize("how", EACH)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("end", [b"", b"\xff", b"\xff\xd9", b"\0" * 50, b"\xff\x41\xff\xd9"], ids=range(5))
def test_what_lacks_more_is_refused_with_the_reason(end: bytes, part: float, how: str) -> None:
    data = photo(how, (480, 360))
    begins = scan_of(data)
    cut = data[: begins + int((len(data) - begins) * part)].rstrip(b"\xff") + end
    if end == b"\xff\xd9":
        cut = between(cut, b"\0")  # an end mark alone looks whole: it is damaged elsewhere too

    with pytest.raises(Unfit) as refused:
        encode(cut)

    assert str(refused.value) == BROKEN


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_byte_gives_a_picture_or_the_reason(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
    data = bytearray(photo(dice.choice(list(HOW)), (400, 300)))
    for _time in range(12):
        changed = bytearray(data)
        changed[dice.randrange(2, len(data))] = dice.choice([0xFF, 0, dice.randrange(256)])
        assert answer_to(bytes(changed)).endswith(("taken", "one.", "do."))


def test_a_large_photo_without_an_end_mark_is_taken() -> None:
    data = saved(drawn(600, 450).resize((5712, 4284)), "JPEG", quality=80)

    assert encode(data[:-2]).width == 1600
