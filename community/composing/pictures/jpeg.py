"""Reduce a JPEG file to the segments needed to draw it (ITU-T T.81, annex B)."""

import re
from struct import unpack_from

from community.composing.pictures.limits import BROKEN, OTHER_KIND, PARTS, Pruned, Unfit, check_size
from community.composing.pictures.orientation import read_orientation

SCANS = 32  # a progressive picture has about ten; each is decoded over all pixels
SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
SOF_MARKERS = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive: those that browsers show
OTHER_SOF_MARKERS = frozenset({0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
TABLES = frozenset({0xC4, 0xDB, 0xDD})
JFIF, EXIF, ADOBE = 0xE0, 0xE1, 0xEE  # JFIF and Adobe describe the colours
_NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # in a scan: no escaped byte and no restart marker


def matches(data: bytes) -> bool:
    """Return whether the data has this format's signature."""
    return data[:3] == b"\xff\xd8\xff"


def prune(data: bytes) -> Pruned:
    """Copy the SOF, table and scan segments up to the EOI. Raises Unfit, IndexError or struct.error for other data."""
    parts, at, scans, orientation = [b"\xff\xd8"], 2, 0, 1
    size: tuple[int, int] | None = None
    for _part in range(PARTS):
        marker, at = _marker(data, at)
        if marker == EOI:
            if size is None or not scans:
                raise Unfit(BROKEN)
            return Pruned("JPEG", b"".join([*parts, b"\xff\xd9"]), *size, orientation)
        body = _body(data, at)
        at += 2 + len(body)
        if marker in OTHER_SOF_MARKERS or (marker in SOF_MARKERS and size):
            raise Unfit(OTHER_KIND if marker in OTHER_SOF_MARKERS else BROKEN)
        if marker in SOF_MARKERS:
            size = _size(body)
        if marker in SOF_MARKERS | TABLES or _describes_colours(marker, body):
            parts.append(_part_of(marker, body))
        elif marker == EXIF and body[:6] == b"Exif\0\0":
            orientation = read_orientation(body[6:])
        elif marker == SOS:
            scans += 1
            end = _NEXT_MARKER.search(data, at)
            if end is None or scans > SCANS or size is None:
                raise Unfit(BROKEN)
            parts += [_part_of(marker, body), data[at : end.start()]]
            at = end.start()
    raise Unfit(BROKEN)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """Return the marker at a position, and the position behind it."""
    if data[at] != 0xFF:
        raise Unfit(BROKEN)
    while data[at] == 0xFF:  # any number of fill bytes
        at += 1
    return data[at], at + 1


def _body(data: bytes, at: int) -> bytes:
    """Return the segment's content without its length."""
    (length,) = unpack_from(">H", data, at) if at + 2 <= len(data) else (0,)
    body = data[at + 2 : at + length]
    if length < 2 or len(body) != length - 2:
        raise Unfit(BROKEN)
    return body


def _part_of(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _size(sof: bytes) -> tuple[int, int]:
    depth, height, width, colours = unpack_from(">BHHB", sof.ljust(6, b"\0"))
    if depth != 8 or colours not in (1, 3, 4):
        raise Unfit(OTHER_KIND)
    check_size(width, height)
    return width, height


def _describes_colours(marker: int, body: bytes) -> bool:
    """Return whether this is a JFIF or Adobe segment of the defined length; longer ones carry other data."""
    jfif = marker == JFIF and body[:5] == b"JFIF\0" and len(body) == 14
    return jfif or (marker == ADOBE and body[:5] == b"Adobe" and len(body) == 12)
