"""Convert colours to sRGB by a picture's colour profile (ICC.1:2022), which is then left out.

A phone's photo is in Display P3: without its profile every screen shows it paler. A profile is a small program, so it
is reduced first to the tags of fixed cost that convert colours; one that is broken or of another kind is ignored, and
the picture counts as sRGB, as browsers do it.
"""

import logging
import zlib
from collections.abc import Sequence
from io import BytesIO
from struct import error as StructError
from struct import pack, unpack_from

from PIL import Image, ImageCms

logger = logging.getLogger(__name__)

BYTES = 4_000_000  # profiles for printing have two; those of phones less than a thousandth of this
HEADER, TAG = 128, 12  # bytes of the header, and of an entry in the table of tags
TAGS = 100  # entries that are read
MODES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}  # Pillow's, by the profile's colours
CONNECTION = (b"XYZ ", b"Lab ")  # what colours are converted to
CURVES, POINTS, TABLES = (b"curv", b"para"), (b"XYZ ",), (b"mft1", b"mft2")
TYPES = {
    b"A2B0": TABLES,
    **dict.fromkeys([b"rXYZ", b"gXYZ", b"bXYZ"], POINTS),
    **dict.fromkeys([b"rTRC", b"gTRC", b"bTRC", b"kTRC"], CURVES),
}
BY_CURVES = {
    b"RGB ": frozenset([b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"]),
    b"GRAY": frozenset([b"kTRC"]),
}
# The primary colours of Display P3 in XYZ for the white of ICC profiles, that white, and the curve of sRGB.
P3 = {b"rXYZ": (0.51512, 0.24120, -0.00105), b"gXYZ": (0.29198, 0.69225, 0.04189), b"bXYZ": (0.15710, 0.06657, 0.78407)}
WHITE = (0.96420, 1.0, 0.82491)
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
# The chunk cICP of a PNG file that means Display P3: its colours, the curve of sRGB, RGB, all values (ITU-T H.273).
P3_IN_CICP = bytes([12, 13, 0, 1])


def prune(profile: bytes) -> bytes:
    """Reduce a profile to the tags that convert its colours. Returns nothing for one that is not used. Never raises."""
    try:
        return _prune(profile) if len(profile) <= BYTES else b""
    except (StructError, IndexError):
        return b""


def inflate(packed: bytes) -> bytes:
    """Unpack a profile of a PNG file; nothing for one that is broken or would unpack to more than BYTES."""
    try:
        unpacker = zlib.decompressobj()
        profile = unpacker.decompress(packed, BYTES)
    except zlib.error:
        return b""
    return profile if unpacker.eof else b""


def from_cicp(chunk: bytes) -> bytes:
    """Return the profile that a cICP chunk stands for: Display P3, or nothing for others, which count as sRGB."""
    if chunk != P3_IN_CICP:
        return b""
    curve = b"para" + pack(">4xH2x", 3) + _fixed(CURVE)
    tags = {name: b"XYZ " + bytes(4) + _fixed(point) for name, point in P3.items()}
    header = pack(">8xI4s4s4s", 0x04000000, b"mntr", b"RGB ", b"XYZ ").ljust(68, b"\0") + _fixed(WHITE)
    return _built(header, tags | dict.fromkeys([b"rTRC", b"gTRC", b"bTRC"], curve))


def _fixed(values: Sequence[float]) -> bytes:
    return b"".join(pack(">i", round(value * 65536)) for value in values)


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Convert a picture without transparency to RGB in sRGB; `profile` comes from prune(), and may be empty."""
    if MODES.get(profile[16:20]) == picture.mode:
        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                renderingIntent=ImageCms.Intent.PERCEPTUAL,
                outputMode="RGB",
                flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except Exception:  # LittleCMS refuses it, for any reason
            logger.info("A colour profile could not be used", exc_info=True)
        else:
            if converted:
                return converted
    return picture.convert("RGB")


def _prune(profile: bytes) -> bytes:
    size, colours = unpack_from(">I", profile)[0], profile[16:20]
    tags: dict[bytes, bytes] = {}
    if size > len(profile) or profile[36:40] != b"acsp" or colours not in MODES or profile[20:24] not in CONNECTION:
        return b""
    (count,) = unpack_from(">I", profile, HEADER)
    for entry in range(min(count, TAGS)):
        name, at, length = unpack_from(">4sII", profile, HEADER + 4 + entry * TAG)
        body = profile[at : at + length]
        if body[:4] in TYPES.get(name, ()) and len(body) == length:
            tags.setdefault(name, body)
    curves = BY_CURVES.get(colours, frozenset())
    if b"A2B0" in tags and _is_whole(tags[b"A2B0"], len(MODES[colours])):
        return _built(profile, {b"A2B0": tags[b"A2B0"]})
    return _built(profile, {name: tags[name] for name in sorted(curves)}) if curves and curves <= set(tags) else b""


def _is_whole(table: bytes, colours: int) -> bool:
    """Return whether a table has as many values as it says (ICC.1:2022, 10.10 and 10.11)."""
    wide = table[:4] == b"mft2"
    given, found, side = unpack_from(">BBB", table, 8)
    before, after = unpack_from(">HH", table, 48) if wide else (256, 256)
    values = given * before + side**given * found + found * after
    return (
        (given, found) == (colours, 3)
        and min(side, before, after) > 1
        and (len(table) == (52 + 2 * values if wide else 48 + values))
    )


def _built(profile: bytes, tags: dict[bytes, bytes]) -> bytes:
    """Build a profile of these tags, with the version, class and colours of the given one."""
    at = HEADER + 4 + TAG * len(tags)
    table, bodies = [pack(">I", len(tags))], []
    for name, body in tags.items():
        table.append(pack(">4sII", name, at, len(body)))
        bodies.append(body + bytes(-len(body) % 4))
        at += len(bodies[-1])
    header = pack(">I4x", at) + profile[8:24] + bytes(12) + b"acsp" + bytes(28) + profile[68:80]
    return header.ljust(HEADER, b"\0") + b"".join(table + bodies)
