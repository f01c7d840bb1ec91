"""A picture looks as it did on the phone: colours are converted by the profile, which is then left out."""

import random
import time
import zlib
from io import BytesIO
from struct import pack

import pytest
from PIL import Image

from community.composing.pictures import encode
from community.composing.pictures.pruning import prune
from tests.composing.colour_profiles import (
    COLORANTS,
    curve,
    grey,
    grey_in_srgb,
    in_srgb,
    named,
    point,
    profile_of,
)
from tests.composing.hostile_images import drawn, into_png, jpeg_part, png_chunk, png_header, png_of, saved

SKIN = [(220, 40, 40), (202, 60, 51), (233, 190, 170), (96, 60, 48), (250, 128, 114), (12, 12, 14), (255, 255, 255)]
WITHIN = 6  # of 255: JPEG and WebP round colours
SECONDS = 1.0  # of processor time, for a picture with any profile


def flat(colour: tuple[int, ...] | int, mode: str = "RGB") -> Image.Image:
    """Draw one colour."""
    return Image.new(mode, (64, 48), colour)


def stored(data: bytes) -> tuple[int, ...]:
    """Encode a file and return the colour in the middle of what is stored, which must have no profile."""
    picture = Image.open(BytesIO(encode(data).large))
    assert "icc_profile" not in picture.info
    colour = picture.convert("RGB").getpixel((32, 24))
    assert isinstance(colour, tuple)
    return colour


def assert_like(colour: tuple[int, ...], expected: tuple[int, ...], within: int = WITHIN) -> None:
    """Assert that two colours look the same."""
    assert max(abs(a - b) for a, b in zip(colour, expected, strict=True)) <= within, (colour, expected)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("name", COLORANTS)
@pytest.mark.parametrize("colour", SKIN)
def test_colours_are_converted_from_the_profile(colour: tuple[int, ...], name: str, kind: str) -> None:
    more = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"lossless": True}}.get(kind, {})

    assert_like(stored(saved(flat(colour), kind, icc_profile=named(name), **more)), in_srgb(name, colour))


def test_a_red_that_was_stored_paler_than_the_phone_showed_it() -> None:
    sent = saved(flat((202, 60, 51)), "JPEG", quality=95, icc_profile=named("Display P3"))

    assert_like(stored(sent), (220, 40, 40))


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16", "CMYK"])
def test_other_kinds_of_colours_are_converted_or_stay(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    if mode in ("L", "LA", "I;16"):
        value = 120 * 257 if mode == "I;16" else ((120, 255) if mode == "LA" else 120)
        sent = saved(flat(value, mode), kind, icc_profile=grey(1.8))
        assert_like(stored(sent), grey_in_srgb(1.8, 120))
    elif mode in ("RGBA", "P"):
        sent = saved(flat((202, 60, 51)).convert(mode), kind, icc_profile=named("Display P3"))
        assert_like(stored(sent), (220, 40, 40), 10)
    else:
        white = flat(1, "1") if mode == "1" else flat((0, 0, 0, 0), "CMYK")
        assert_like(stored(saved(white, kind, icc_profile=named("Display P3"))), (255, 255, 255))


def test_a_deep_png_is_converted_too() -> None:
    value = b"".join((sample * 257).to_bytes(2, "big") for sample in (202, 60, 51))
    rows = zlib.compress((b"\0" + value * 64) * 48)
    iccp = png_chunk(b"iCCP", b"P3\0\0" + zlib.compress(named("Display P3")))

    assert_like(stored(png_of(png_header(64, 48, 16, 2), iccp, png_chunk(b"IDAT", rows))), (220, 40, 40))


def printing(side: int = 2) -> bytes:
    """Build a profile in which any ink makes a grey: a third of it for a colour, all of it for black."""
    corners = [(a, b, c, d) for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1)]
    light = [(1 - (c + m + y) / 3) * (1 - k) for c, m, y, k in corners]
    lab = b"".join(pack(">HHH", round(0xFF00 * value), 0x8000, 0x8000) for value in light)
    straight = pack(">HH", 0, 0xFFFF)
    matrix = pack(">9i", *(65536 if at % 4 == 0 else 0 for at in range(9)))
    head = b"mft2\0\0\0\0\4\3" + bytes([side, 0]) + matrix + pack(">HH", 2, 2)
    return profile_of({b"A2B0": head + straight * 4 + lab + straight * 3}, b"CMYK", b"Lab ")


@pytest.mark.parametrize(
    ("ink", "seen"),
    [
        ((0, 0, 0, 0), (255,) * 3),
        ((255, 0, 0, 0), (162,) * 3),
        ((0, 255, 0, 0), (162,) * 3),
        ((0, 0, 0, 255), (0,) * 3),
    ],
)
def test_a_jpeg_for_printing_is_converted_by_its_table(ink: tuple[int, ...], seen: tuple[int, ...]) -> None:
    sent = saved(flat(ink, "CMYK"), "JPEG", quality=95, icc_profile=printing())

    assert_like(stored(sent), seen, 8)


def test_a_jpeg_for_printing_without_a_profile_has_the_colours_of_its_inks() -> None:
    assert_like(stored(saved(flat((0, 255, 255, 0), "CMYK"), "JPEG", quality=95)), (255, 0, 0), 8)
    wrong = saved(flat((0, 255, 255, 0), "CMYK"), "JPEG", quality=95, icc_profile=printing(side=3))
    assert_like(stored(wrong), (255, 0, 0), 8)


def test_transparent_pictures_stay_on_white() -> None:
    assert_like(stored(saved(flat((0, 0, 0, 0), "RGBA"), "PNG", icc_profile=named("Display P3"))), (255, 255, 255))
    assert_like(stored(saved(flat((0, 0), "LA"), "PNG", icc_profile=grey(2.2))), (255, 255, 255))


def test_a_profile_in_several_parts_is_joined_in_their_order() -> None:
    profile = named("Display P3")
    half = len(profile) // 2
    jpeg = saved(flat((202, 60, 51)), "JPEG", quality=95)
    parts = [
        jpeg_part(0xE2, b"ICC_PROFILE\0" + bytes([n, 2]) + part)
        for n, part in ((2, profile[half:]), (1, profile[:half]))
    ]

    assert_like(stored(jpeg[:2] + b"".join(parts) + jpeg[2:]), (220, 40, 40))


def table_of(count: int) -> bytes:
    """Build a table of 255 points a side that is not there."""
    return b"mft2\0\0\0\0\3\3" + bytes([count, 0]) + bytes(48) + b"\0\2\0\2" + bytes(64)


P3 = named("Display P3")
HOSTILE = {
    "nothing": b"",
    "text": b"GPS-N40.7128-W74.0060" * 9,
    "cut off": P3[:200],
    "cut off in a tag": P3[:-9],
    "says it is longer": b"\xff\xff\xff\xff" + P3[4:],
    "a wrong mark": P3.replace(b"acsp", b"none"),
    "four thousand million tags": P3[:128] + b"\xff\xff\xff\xff" + P3[132:],
    "tags outside": P3[:132] + (b"rXYZ" + b"\xff" * 8) * 20 + P3[372:],
    "grey, for a picture in colour": grey(2.2),
    "colours of printing": profile_of({b"A2B0": table_of(9)}, b"CMYK", b"Lab "),
    "a table of 255 a side": profile_of({b"A2B0": table_of(255)}, b"RGB ", b"Lab "),
    "a table of none a side": profile_of({b"A2B0": table_of(0)}, b"RGB ", b"Lab "),
    "a program": profile_of({b"D2B0": b"mpet" + bytes(4) + b"\0\3\0\3\0\1\xff\xff" + bytes(500_000)}),
    "no curves": profile_of({bytes([c]) + b"XYZ": point((0.3, 0.3, 0.3)) for c in b"rgb"}),
    "a link of devices": P3.replace(b"mntr", b"link").replace(b"XYZ \0", b"RGB \0", 1),
    "4 MB and more": P3 + bytes(4_000_000),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_or_hostile_profile_counts_as_srgb(name: str, kind: str) -> None:
    more = {"JPEG": {"quality": 95}, "WEBP": {"lossless": True}}.get(kind, {})
    profile = HOSTILE[name] if len(HOSTILE[name]) < 4_000_000 or kind != "JPEG" else b""
    data = saved(flat((202, 60, 51)), kind, icc_profile=profile, **more)
    began = time.process_time()

    assert_like(stored(data), (202, 60, 51))

    assert time.process_time() - began < SECONDS


def test_a_profile_that_unpacks_to_50_mb_costs_nothing() -> None:
    iccp = png_chunk(b"iCCP", b"a\0\0" + zlib.compress(P3 + bytes(50_000_000), 9))
    began = time.process_time()

    assert_like(stored(into_png(saved(flat((202, 60, 51)), "PNG"), iccp)), (202, 60, 51))

    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("seed", range(4))
def test_damaged_profiles_never_fail_nor_take_long(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (nothing secret is drawn)
    picture = drawn(1600, 1200)
    profiles = [P3, grey(1.8), profile_of({b"A2B0": table_of(3)}, b"RGB ", b"Lab ")]
    for _time in range(6):
        profile = bytearray(dice.choice(profiles))
        for _byte in range(dice.randrange(1, 40)):
            profile[dice.randrange(len(profile))] = dice.randrange(256)
        data = saved(picture.convert(dice.choice(["RGB", "L"])), "JPEG", icc_profile=bytes(profile))
        began = time.process_time()

        assert encode(data).width == 1600

        assert time.process_time() - began < 3 * SECONDS


def test_the_decoder_never_sees_the_profile() -> None:
    parts = prune(saved(flat((202, 60, 51)), "JPEG", icc_profile=P3))

    assert P3[:128] not in parts.data
    assert b"mluc" not in parts.profile
    assert set(parts.profile[132:204:12]) <= set(b"rgb")
    assert curve(None) in parts.profile


P3_CHUNK = png_chunk(b"cICP", bytes([12, 13, 0, 1]))


@pytest.mark.parametrize("colour", SKIN)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_png_that_names_display_p3_without_a_profile_is_converted(colour: tuple[int, ...], mode: str) -> None:
    sent = into_png(saved(flat(colour).convert(mode), "PNG"), P3_CHUNK)

    assert_like(stored(sent), in_srgb("Display P3", colour))


@pytest.mark.parametrize("first", [True, False])
def test_the_named_colours_go_before_a_profile(first: bool) -> None:
    iccp = png_chunk(b"iCCP", b"a\0\0" + zlib.compress(named("Adobe RGB")))
    chunks = (P3_CHUNK, iccp) if first else (iccp, P3_CHUNK)

    assert_like(stored(into_png(saved(flat((202, 60, 51)), "PNG"), *chunks)), (220, 40, 40))


@pytest.mark.parametrize("named_as", [b"", b"\1\r\0\1", b"\x0c\x10\0\1", b"\x0c\r\0\1\0", b"\xff" * 4, bytes(4000)])
def test_other_named_colours_count_as_srgb(named_as: bytes) -> None:
    assert_like(stored(into_png(saved(flat((202, 60, 51)), "PNG"), png_chunk(b"cICP", named_as))), (202, 60, 51))
