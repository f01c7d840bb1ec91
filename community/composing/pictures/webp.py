"""The parts of a WebP file that draw its first picture (RFC 9649)."""

from collections.abc import Iterator
from struct import pack, unpack_from

from community.composing.pictures.orientation import orientation
from community.composing.pictures.shape import BROKEN, PARTS, Pruned, Unfit, check_size

ALPHA = 0x10  # the one flag that is kept
ANMF_HEADER = 16  # bytes before a frame's own parts


def begins(data: bytes) -> bool:
    """Whether the file says that it is one."""
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def prune(data: bytes) -> Pruned:
    """The dots of the first picture, and its transparency. Raises Unfit, IndexError or struct.error for any other file.

    What the header says of the whole is not believed: the size is the one that the dots have."""
    (length,) = unpack_from("<I", data, 4)
    if length + 8 > len(data):
        raise Unfit(BROKEN)
    dots, clear, turn = b"", b"", 1
    for name, body in _parts(data[12 : length + 8]):
        if name == b"ANMF" and not dots:
            for inner, part in _parts(body[ANMF_HEADER:]):
                dots, clear = _recoded(inner, part, dots, clear)
        elif name == b"EXIF":
            turn = orientation(body.removeprefix(b"Exif\0\0"))
        else:
            dots, clear = _recoded(name, body, dots, clear)
    if not dots:
        raise Unfit(BROKEN)
    width, height = _size(dots)
    parts = dots
    if clear and dots[:4] == b"VP8 ":
        header = pack("<B3x", ALPHA) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        parts = _part(b"VP8X", header) + clear + dots
    return Pruned("WEBP", b"RIFF" + pack("<I", len(parts) + 4) + b"WEBP" + parts, width, height, turn)


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


def _recoded(name: bytes, body: bytes, dots: bytes, clear: bytes) -> tuple[bytes, bytes]:
    """The first dots, and the transparency that came before them."""
    if name in (b"VP8 ", b"VP8L") and not dots:
        return _part(name, body), clear
    if name == b"ALPH" and not dots and not clear:
        return dots, _part(name, body)
    return dots, clear


def _part(name: bytes, body: bytes) -> bytes:
    return name + pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _size(dots: bytes) -> tuple[int, int]:
    if dots[:4] == b"VP8L":
        signature, bits = unpack_from("<BI", dots, 8)
        width, height, fits = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, signature == 0x2F
    else:
        start, width, height = unpack_from("<3sHH", dots, 11)
        width, height, fits = width & 0x3FFF, height & 0x3FFF, start == b"\x9d\x01\x2a"
    if not fits:
        raise Unfit(BROKEN)
    check_size(width, height)
    return width, height
