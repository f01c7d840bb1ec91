"""How large a picture may be: what phones make is taken, in bounded memory; others are refused with the reason."""

import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from struct import pack

import pytest
from PIL import Image

from community.composing.pictures import Unfit, encode
from community.composing.pictures.pruning import prune
from tests.composing.hostile_images import (
    drawn,
    jpeg_part,
    png_chunk,
    png_header,
    png_of,
    saved,
    webp_of,
    webp_part,
)

MANY = "This picture has more than {} million pixels. Make it smaller or choose another one."
LONG = "This picture is more than 30,000 pixels long. Crop it or choose another one."
THIN = "This picture is too long and thin to show. Crop it or choose another one."
BROKEN = "We couldn’t read this picture. The file may be damaged. Try another one."
EMPTY = "This file is empty. Choose another one."
HEIC = (
    "This photo is in Apple’s HEIC format, which doesn’t work here. Open it on your phone, "
    "take a screenshot and add the screenshot instead."
)
REFUSED_WITHIN = 1.0  # seconds of processor time
MEGABYTES = 400  # of a process that encodes the costliest picture, Python and Django among them


def jpeg_head(width: int, height: int, marker: int = 0xC0, factors: bytes = b"\x22\x11\x11") -> bytes:
    """Build a JPEG file whose pixels are missing: what is said of its size is all that there is to it."""
    colours = b"".join(bytes([number + 1, factor, 0]) for number, factor in enumerate(factors))
    sof = jpeg_part(marker, pack(">BHHB", 8, height, width, len(factors)) + colours)
    ids = b"".join(bytes([number + 1, 0]) for number in range(len(factors)))
    sos = jpeg_part(0xDA, bytes([len(factors)]) + ids + b"\0\x3f\0")
    return b"\xff\xd8" + sof + sos + b"\0\xff\xd9"


def jpeg_of_scans(width: int, height: int, scans: int) -> bytes:
    """Build a progressive JPEG file of many scans without pixels."""
    head = jpeg_head(width, height, 0xC2)
    return head[:-3] + head[head.index(b"\xff\xda") : -2] * (scans - 1) + head[-3:]


def png_head(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """Build a PNG file with too few pixels."""
    return png_of(png_header(width, height, depth, colour), png_chunk(b"IDAT", b"x"))


def webp_head(width: int, height: int) -> bytes:
    """Build a WebP file with too few pixels."""
    return webp_of(webp_part(b"VP8 ", b"\x30\x01\x00\x9d\x01\x2a" + pack("<HH", width, height) + bytes(40)))


PHONES = [(5712, 4284), (4284, 5712), (6048, 8064), (8160, 6144), (8192, 6144), (9280, 6928), (7680, 5760)]
REFUSED = [
    ("a long jpeg", jpeg_head(1, 60_000), LONG),
    ("a wide jpeg", jpeg_head(60_000, 1), LONG),
    ("a long grey jpeg", jpeg_head(3, 30_001, factors=b"\x11"), LONG),
    ("a long progressive jpeg", jpeg_head(1, 60_000, 0xC2), LONG),
    ("a long png", png_head(1, 60_000), LONG),
    ("a wide png", png_head(60_000, 1), LONG),
    ("a very wide png", png_head(2_000_000, 2), LONG),
    ("a jpeg of no width", jpeg_head(0, 60_000), BROKEN),
    ("a jpeg of no height", jpeg_head(60_000, 0), BROKEN),
    ("a png of no size", png_head(0, 0), BROKEN),
    ("a webp of no size", webp_head(0, 9), BROKEN),
    ("an empty file", b"", EMPTY),
    ("a photo of an iphone", b"\0\0\0\x24ftypheic\0\0\0\0mif1MiHEmiafheic" + bytes(90), HEIC),
    ("a deep photo of an iphone", b"\0\0\0\x18ftypheix\0\0\0\0mif1" + bytes(90), HEIC),
    ("a photo by its general name", b"\0\0\0\x18ftypmif1\0\0\0\0heic" + bytes(90), HEIC),
    ("a jpeg beyond 80", jpeg_head(10_000, 8_001), MANY.format(80)),
    ("a square jpeg", jpeg_head(65_500, 65_500), MANY.format(80)),
    ("a wide jpeg of many", jpeg_head(65_535, 2_000), MANY.format(80)),
    ("a progressive jpeg, colours whole", jpeg_head(8_160, 6_144, 0xC2, b"\x11\x11\x11"), MANY.format(33)),
    ("a progressive jpeg, colours halved", jpeg_head(10_000, 6_700, 0xC2), MANY.format(66)),
    ("a progressive jpeg for printing", jpeg_head(6_300, 4_000, 0xC2, b"\x11\x11\x11\x11"), MANY.format(25)),
    ("a progressive jpeg of 25 scans", jpeg_of_scans(8_160, 6_144, 25), MANY.format(48)),
    ("a png beyond 24", png_head(6_001, 4_000), MANY.format(24)),
    ("a deep png", png_head(5_000, 4_000, 16, 2), MANY.format(16)),
    ("a deep and clear png", png_head(4_000, 4_000, 16, 6), MANY.format(12)),
    ("a webp beyond 24", webp_head(16_383, 2_000), MANY.format(25)),
]


@pytest.mark.parametrize("size", PHONES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_photos_of_phones_are_taken(size: tuple[int, int]) -> None:
    assert prune(jpeg_head(*size)).kind == "JPEG"
    assert prune(webp_head(*PHONES[0])).kind == "WEBP", "as other programs save the smallest of them"
    assert prune(jpeg_head(*size, 0xC2)).kind == "JPEG", "and progressive, as other programs save them"


@pytest.mark.parametrize(("data", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_refusal_says_what_is_too_much(data: bytes, sentence: str) -> None:
    began = time.process_time()

    with pytest.raises(Unfit) as refused:
        encode(data)

    assert str(refused.value) == sentence
    assert time.process_time() - began < REFUSED_WITHIN


@pytest.mark.parametrize(
    ("size", "kind", "stored"),
    [
        ((160, 20_000), "JPEG", (13, 1600)),
        ((20_000, 101), "PNG", (1600, 8)),
        ((151, 30_000), "PNG", (8, 1600)),
        ((30_000, 190), "JPEG", (1600, 10)),
        ((90, 16_383), "WEBP", (9, 1600)),
        ((1, 1), "JPEG", (1, 1)),
        ((7, 3), "WEBP", (7, 3)),
    ],
)
def test_a_narrow_picture_is_taken_up_to_that_length(size: tuple[int, int], kind: str, stored: tuple[int, int]) -> None:
    picture = encode(saved(drawn(*size), kind))

    assert (picture.width, picture.height) == stored
    assert Image.open(BytesIO(picture.large)).size == stored


def test_a_photo_of_24_million_pixels_is_stored_in_its_shape_and_colours() -> None:
    picture = encode(saved(drawn(600, 450).resize((5712, 4284)), "JPEG", quality=80))

    stored = Image.open(BytesIO(picture.large)).convert("RGB")
    assert stored.size == (1600, 1200)
    assert all(abs(was - should) < 12 for was, should in zip(stored.getpixel((300, 200)), (220, 20, 20), strict=True))


COSTLY = {
    "24 million": ((5712, 4284), {"quality": 85}),
    "50 million, progressive": ((8160, 6120), {"quality": 80, "progressive": True}),
    "80 million": ((10_320, 7_740), {"quality": 75}),
}
MEASURE = """
import re, sys
import django
django.setup()
from community.composing.pictures import encode
picture = encode(open(sys.argv[1], "rb").read())
peak = re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read())
print(picture.width, picture.height, int(peak[1]) // 1024)
"""


@pytest.mark.parametrize(
    "name", ["24 million", *(pytest.param(name, marks=pytest.mark.long) for name in list(COSTLY)[1:])]
)
def test_the_memory_of_the_costliest_pictures_is_bounded(name: str, tmp_path: Path) -> None:
    size, how = COSTLY[name]
    file = tmp_path / "large.jpg"
    file.write_bytes(saved(drawn(600, 450).resize(size), "JPEG", **how))

    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(file)],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
    )

    width, height, megabytes = map(int, ran.stdout.split())
    assert (width, height) == (1600, 1200)
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(12_000, 10), (10, 12_000), (1601, 7)], ids=["wide", "high", "a little too thin"])
def test_a_picture_that_would_become_a_line_is_refused(kind: str, size: tuple[int, int]) -> None:
    with pytest.raises(Unfit, match=THIN):
        encode(saved(drawn(*size), kind))


def test_a_line_of_20000_pixels_is_refused() -> None:
    with pytest.raises(Unfit, match=THIN):
        encode(saved(drawn(20_000, 10), "PNG"))


@pytest.mark.parametrize("size", [(1600, 8), (8, 1600), (12_000, 60), (1600, 1), (1, 1)])
def test_a_thin_picture_of_which_something_is_left_to_see_is_taken(size: tuple[int, int]) -> None:
    encoded = encode(saved(drawn(*size), "PNG"))

    assert min(encoded.width, encoded.height) >= min(8, *size)
