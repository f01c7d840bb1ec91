"""Reduce a WebP file to the chunks needed to draw its first picture (RFC 9649)."""

from collections.abc import Iterator
from struct import pack, unpack_from

from community.composing.pictures import profiles
from community.composing.pictures.limits import BROKEN, PARTS, WEBP_PIXELS, Pruned, Unfit, check_size
from community.composing.pictures.orientation import read_orientation

ALPHA = 0x10  # the only flag that is copied
ANMF_HEADER = 16  # bytes before the chunks within an ANMF chunk


def matches(data: bytes) -> bool:
    """Return whether the data has this format's signature."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def prune(data: bytes) -> Pruned:
    """Copy the first picture and its transparency. Raises Unfit, IndexError or struct.error for other data.

    The size is read from the picture itself, not from the file's header."""
    (length,) = unpack_from("<I", data, 4)
    if length + 8 > len(data):
        raise Unfit(BROKEN)
    image, alpha, orientation, profile = b"", b"", 1, b""
    for name, body in _parts(data[12 : length + 8]):
        if name == b"ANMF" and not image:
            for inner, part in _parts(body[ANMF_HEADER:]):
                image, alpha = _with_chunk(inner, part, image, alpha)
        elif name == b"EXIF":
            orientation = read_orientation(body.removeprefix(b"Exif\0\0"))
        elif name == b"ICCP" and not profile:
            profile = profiles.prune(body)
        else:
            image, alpha = _with_chunk(name, body, image, alpha)
    if not image:
        raise Unfit(BROKEN)
    width, height = _size(image)
    parts = image
    if alpha and image[:4] == b"VP8 ":
        header = pack("<B3x", ALPHA) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        parts = _part(b"VP8X", header) + alpha + image
    data = b"RIFF" + pack("<I", len(parts) + 4) + b"WEBP" + parts
    return Pruned("WEBP", data, width, height, orientation, profile)


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _part in range(PARTS):
        if at + 8 > len(data):
            return
        (length,) = unpack_from("<I", data, at + 4)
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise Unfit(BROKEN)
        yield data[at : at + 4], body
        at += 8 + length + length % 2
    raise Unfit(BROKEN)


def _with_chunk(name: bytes, body: bytes, image: bytes, alpha: bytes) -> tuple[bytes, bytes]:
    """Return the first picture and the transparency before it, with this chunk if it is one of them."""
    if name in (b"VP8 ", b"VP8L") and not image:
        return _part(name, body), alpha
    if name == b"ALPH" and not image and not alpha:
        return image, _part(name, body)
    return image, alpha


def _part(name: bytes, body: bytes) -> bytes:
    return name + pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _size(image: bytes) -> tuple[int, int]:
    if image[:4] == b"VP8L":
        signature, bits = unpack_from("<BI", image, 8)
        width, height, fits = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, signature == 0x2F
    else:
        start, width, height = unpack_from("<3sHH", image, 11)
        width, height, fits = width & 0x3FFF, height & 0x3FFF, start == b"\x9d\x01\x2a"
    if not fits:
        raise Unfit(BROKEN)
    check_size(width, height, limit=WEBP_PIXELS)
    return width, height
