"""Reduce a PNG file to the chunks needed to draw it (https://www.w3.org/TR/png-3/)."""

from struct import unpack_from
from zlib import crc32

from community.composing.pictures import profiles
from community.composing.pictures.limits import (
    BROKEN,
    PARTS,
    RAW,
    Pruned,
    Unfit,
    check_size,
    too_many_pixels,
)
from community.composing.pictures.orientation import read_orientation

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # per pixel, by colour type


def matches(data: bytes) -> bool:
    """Return whether the data has this format's signature."""
    return data[:8] == SIGNATURE


def prune(data: bytes) -> Pruned:
    """Copy header, palette, transparency and pixels, and the colour profile apart from them.

    Raises Unfit, IndexError or struct.error for other data. An animation (APNG) is reduced to its default image."""
    chunks, at, orientation, profile = [SIGNATURE], 8, 1, b""
    size: tuple[int, int] | None = None
    for _part in range(PARTS):
        if at + 12 > len(data):
            raise Unfit(BROKEN)
        (length,) = unpack_from(">I", data, at)
        end = at + 12 + length
        name, body = data[at + 4 : at + 8], data[at + 8 : end - 4]
        if end > len(data) or (name == b"IHDR") != (size is None):
            raise Unfit(BROKEN)
        if size is None:
            size = _size(body)
        if name in CHUNKS:
            if unpack_from(">I", data, end - 4)[0] != crc32(data[at + 4 : end - 4]):
                raise Unfit(BROKEN)
            chunks.append(data[at:end])
        elif name == b"eXIf":
            orientation = read_orientation(body)
        elif name == b"iCCP" and not profile:
            profile = profiles.prune(profiles.inflate(body.partition(b"\0")[2][1:]))
        elif name == b"cICP":  # goes before a profile (PNG-3, 11.3.2)
            profile = profiles.from_cicp(body) or profile
        if name == b"IEND":
            return Pruned("PNG", b"".join(chunks), *size, orientation, profile)
        at = end
    raise Unfit(BROKEN)


def _size(header: bytes) -> tuple[int, int]:
    if len(header) != 13:
        raise Unfit(BROKEN)
    width, height, depth, colour = unpack_from(">IIBB", header)
    check_size(width, height)
    if colour not in SAMPLES or depth not in (1, 2, 4, 8, 16):
        raise Unfit(BROKEN)
    limit = RAW * 8 // (SAMPLES[colour] * depth)
    if width * height > limit:
        raise too_many_pixels(limit)
    return width, height
