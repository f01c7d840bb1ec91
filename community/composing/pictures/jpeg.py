"""Reduce a JPEG file to the segments needed to draw it (ITU-T T.81, annex B)."""

import re
from dataclasses import dataclass
from struct import unpack_from

from community.composing.pictures import damage, profiles
from community.composing.pictures.limits import (
    BROKEN,
    JPEG_PIXELS,
    OTHER_KIND,
    PARTS,
    PIXELS,
    Pruned,
    Unfit,
    check_size,
    too_many_pixels,
)
from community.composing.pictures.orientation import read_orientation

SCANS = 32  # a progressive picture has about ten; each is decoded over all pixels
COEFFICIENTS = 200_000_000  # bytes that libjpeg holds until the last of several scans, whatever size is asked for
SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
PROGRESSIVE = 0xC2
SOF_MARKERS = frozenset({0xC0, 0xC1, PROGRESSIVE})  # baseline and extended too: those that browsers show
OTHER_SOF_MARKERS = frozenset({0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
DRI = 0xDD  # the interval of restart markers; 0 for none
TABLES = frozenset({0xC4, 0xDB, DRI})
JFIF, EXIF, ICC, ADOBE = 0xE0, 0xE1, 0xE2, 0xEE  # JFIF and Adobe describe the colours, ICC is in profiles.py
ICC_HEADER = b"ICC_PROFILE\0"  # followed by the number of this part, and how many there are
WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})  # they have no meaning between segments
_ANY_MARKER = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_NEXT_MARKER = re.compile(rb"\xff+[\xc0-\xcf\xd8-\xfe]")  # in a scan: no escaped byte, no restart or reserved marker


@dataclass(frozen=True)
class Header:
    """What a SOF segment says: the size, how many colours, and whether all scans come before the first pixel.

    `samples` is the number of samples for a pixel, fewer than colours where some are stored at half their size."""

    width: int
    height: int
    colours: int
    samples: float
    progressive: bool

    def check_scan(self, sos: bytes, scans: int) -> None:
        """Raise Unfit when the scan number `scans` would need too much memory or time."""
        if scans > SCANS:
            raise Unfit(BROKEN)
        if scans == 1 and not self.progressive and sos[:1] == bytes([self.colours]):
            return  # the only scan: decoded row by row, at a fraction of its size
        limit = min(int(COEFFICIENTS / 2 / self.samples), SCANS * PIXELS // scans)
        if self.width * self.height > limit:
            raise too_many_pixels(limit)


def matches(data: bytes) -> bool:
    """Return whether the data has this format's signature."""
    return data[:3] == b"\xff\xd8\xff"


def prune(data: bytes) -> Pruned:
    """Copy the SOF, table and scan segments up to the EOI. Raises Unfit, IndexError or struct.error for other data.

    A file that browsers show although it is damaged is taken too: without an EOI, or with bytes between segments or
    markers in a scan that mean nothing. See damage.py for how much may be missing."""
    parts, at, orientation = [b"\xff\xd8"], 2, 1
    is_damaged = has_restarts = False
    header: Header | None = None
    profile: dict[int, bytes] = {}
    scans: list[int] = []  # where in `parts` their pixels are
    for _part in range(PARTS):
        marker, begins, behind = _marker(data, at)
        is_damaged |= begins != at
        at = behind
        if marker == EOI:
            if header is None or not scans:
                raise Unfit(BROKEN)
            file = b"".join([*parts, b"\xff\xd9"])
            probe = damage.probe(parts, scans, whole_first=header.progressive or len(scans) > 1) if is_damaged else b""
            return Pruned("JPEG", file, header.width, header.height, orientation, _profile(profile), probe)
        if marker in WITHOUT_LENGTH:
            is_damaged = True
            continue
        body = _body(data, at)
        at += 2 + len(body)
        if marker in OTHER_SOF_MARKERS or (marker in SOF_MARKERS and header):
            raise Unfit(OTHER_KIND if marker in OTHER_SOF_MARKERS else BROKEN)
        if marker in SOF_MARKERS:
            header = _header(marker, body)
        has_restarts |= marker == DRI and any(body)
        if marker in SOF_MARKERS | TABLES or _describes_colours(marker, body):
            parts.append(_part_of(marker, body))
        elif marker == EXIF and body[:6] == b"Exif\0\0":
            orientation = read_orientation(body[6:])
        elif marker == ICC and body.startswith(ICC_HEADER) and len(body) > 14:
            profile.setdefault(body[12], body[14:])
        elif marker == SOS:
            if header is None:
                raise Unfit(BROKEN)
            header.check_scan(body, len(scans) + 1)
            end = _NEXT_MARKER.search(data, at)
            pixels = data[at : end.start() if end else len(data)]
            mended = damage.mend(pixels, has_restarts=has_restarts)
            is_damaged |= mended != pixels
            scans.append(len(parts) + 1)
            parts += [_part_of(marker, body), mended]
            at += len(pixels)
    raise Unfit(BROKEN)


def _marker(data: bytes, at: int) -> tuple[int, int, int]:
    """Return the next marker, where it begins and where it ends; an EOI that begins nowhere at the file's end."""
    found = _ANY_MARKER.search(data, at)
    return (found[1][0], found.start(), found.end()) if found else (EOI, -1, len(data))


def _body(data: bytes, at: int) -> bytes:
    """Return the segment's content without its length."""
    (length,) = unpack_from(">H", data, at) if at + 2 <= len(data) else (0,)
    body = data[at + 2 : at + length]
    if length < 2 or len(body) != length - 2:
        raise Unfit(BROKEN)
    return body


def _part_of(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def _header(marker: int, sof: bytes) -> Header:
    depth, height, width, colours = unpack_from(">BHHB", sof.ljust(6, b"\0"))
    if depth != 8 or colours not in (1, 3, 4):
        raise Unfit(OTHER_KIND)
    if len(sof) != 6 + 3 * colours:
        raise Unfit(BROKEN)
    check_size(width, height, limit=JPEG_PIXELS)
    factors = [(sof[at] >> 4, sof[at] & 15) for at in range(7, len(sof), 3)]
    across, down = (max(pair) for pair in zip(*factors, strict=True))
    if min(min(pair) for pair in factors) < 1:
        raise Unfit(BROKEN)
    samples = sum(wide * high for wide, high in factors) / (across * down)
    return Header(width, height, colours, samples, marker == PROGRESSIVE)


def _profile(parts: dict[int, bytes]) -> bytes:
    """Join the parts of a colour profile by their numbers, and prune it."""
    return profiles.prune(b"".join(parts[number] for number in sorted(parts)))


def _describes_colours(marker: int, body: bytes) -> bool:
    """Return whether this is a JFIF or Adobe segment of the defined length; longer ones carry other data."""
    jfif = marker == JFIF and body[:5] == b"JFIF\0" and len(body) == 14
    return jfif or (marker == ADOBE and body[:5] == b"Adobe" and len(body) == 12)
