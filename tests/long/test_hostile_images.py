"""All hostile files: more than two hundred, and the costliest that still pass as images."""

import zlib
from collections.abc import Iterator

import pytest

from community.members.models import Member
from tests.composing.hostile_images import (
    Hostile,
    drawn,
    every,
    png_chunk,
    png_header,
    png_of,
    saved,
    webp_of,
    webp_part,
)
from tests.composing.image_checks import assert_harmless

pytestmark = pytest.mark.long
REFUSED_WITHIN = 1.0  # seconds of processor time
SECONDS_ALLOWED = 5.0


def costly() -> Iterator[Hostile]:
    """Build an image of 24 million pixels with an error at the very end, found only when nearly all is decoded."""
    for colour, samples in ((2, 3), (6, 4)):
        for filtered in (b"\0", b"\4"):
            packer = zlib.compressobj(1)
            row = filtered + bytes(6_000 * samples)
            rows = b"".join(packer.compress(row) for _ in range(4_000)) + packer.flush()
            data = png_of(png_header(6_000, 4_000, 8, colour), png_chunk(b"IDAT", rows[:-50]))
            yield Hostile("24 million dots, cut at the end", f"{colour}{filtered!r}.png", data)
    large = drawn(600, 400).resize((6_000, 4_000))
    webp = saved(large, "WEBP", quality=70, method=0)[20:]
    cut = webp_of(webp_part(b"VP8 ", webp[: len(webp) * 95 // 100]))
    yield Hostile("24 million dots, cut at the end", "cut.webp", cut)
    yield Hostile("24 million dots", "large.jpg", saved(large, "JPEG", quality=85), fit=True)
    scans = saved(large, "JPEG", quality=80, progressive=True)
    empty = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00\x00"
    yield Hostile(
        "24 million dots, as many scans as we take", "scans.jpg", scans[:-2] + empty * 20 + scans[-2:], fit=True
    )


def test_more_than_two_hundred_hostile_files_leave_nothing_as_it_was_sent(
    ines: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [*every(), *costly()]
    took = {str(hostile): (assert_harmless(ines, hostile), hostile.fit) for hostile in files}

    refused = {name: seconds for name, (seconds, fit) in took.items() if not fit}
    measured = {name: seconds for name, (seconds, fit) in took.items() if fit}
    with capsys.disabled():
        for what, times in (("refusal", refused), ("picture", measured)):
            slowest = max(times, key=times.__getitem__)
            print(f"\n{len(times)} of kind {what}, the slowest {times[slowest]:.2f} s: {slowest}")  # noqa: T201
    assert len(files) > 200
    assert max(refused.values()) < REFUSED_WITHIN
    assert max(measured.values()) < SECONDS_ALLOWED
