"""Build colour profiles (ICC.1:2022), and compute what their colours are in sRGB."""

from struct import pack

# The three colours in XYZ, adapted to D50, as the profiles of these names have them.
COLORANTS = {
    "Display P3": ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)),
    "Adobe RGB": ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)),
    "ProPhoto": ((0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491)),
    "sRGB": ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)),
}
GAMMA = {"Display P3": None, "Adobe RGB": 2.19921875, "ProPhoto": 1.8, "sRGB": None}  # None: the curve of sRGB
TO_SRGB = ((3.13414, -1.61724, -0.49064), (-0.97880, 1.91614, 0.03340), (0.07196, -0.22899, 1.40534))


def fixed(value: float) -> bytes:
    """Encode a number as s15Fixed16."""
    return pack(">i", round(value * 65536))


def point(xyz: tuple[float, float, float]) -> bytes:
    """Encode a tag of type XYZ."""
    return b"XYZ \0\0\0\0" + b"".join(map(fixed, xyz))


def curve(gamma: float | None) -> bytes:
    """Encode a curve: of a gamma, or the one of sRGB as a formula."""
    if gamma is not None:
        return b"curv\0\0\0\0" + pack(">IH2x", 1, round(gamma * 256))
    return b"para\0\0\0\0\0\3\0\0" + b"".join(map(fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)))


def profile_of(tags: dict[bytes, bytes], colours: bytes = b"RGB ", connection: bytes = b"XYZ ") -> bytes:
    """Build a profile with these tags."""
    at = 132 + 12 * len(tags)
    table, bodies = pack(">I", len(tags)), b""
    for name, body in tags.items():
        table += pack(">4sII", name, at + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    size = at + len(bodies)
    start = pack(">I4sI4s4s4s12x4s", size, b"test", 0x04000000, b"mntr", colours, connection, b"acsp")
    white = fixed(0.9642) + fixed(1) + fixed(0.8249)
    return (start.ljust(68, b"\0") + white).ljust(128, b"\0") + table + bodies


def named(name: str) -> bytes:
    """Build the profile of a name."""
    tags = {b"desc": b"mluc" + bytes(12), b"cprt": b"mluc" + bytes(12)}
    for colour, xyz in zip(b"rgb", COLORANTS[name], strict=True):
        tags |= {bytes([colour]) + b"XYZ": point(xyz), bytes([colour]) + b"TRC": curve(GAMMA[name])}
    return profile_of(tags)


def grey(gamma: float) -> bytes:
    """Build a profile for grey pictures."""
    return profile_of({b"kTRC": curve(gamma)}, b"GRAY")


def in_srgb(name: str, colour: tuple[int, ...]) -> tuple[int, ...]:
    """Compute what a colour of a profile is in sRGB, cut off where sRGB ends."""
    light = [_decoded(value / 255, GAMMA[name]) for value in colour]
    xyz = [sum(light[at] * COLORANTS[name][at][axis] for at in range(3)) for axis in range(3)]
    linear = [sum(row[axis] * xyz[axis] for axis in range(3)) for row in TO_SRGB]
    return tuple(round(255 * _encoded(min(1.0, max(0.0, value)))) for value in linear)


def grey_in_srgb(gamma: float, value: int) -> tuple[int, ...]:
    """Compute what a grey of a gamma is in sRGB."""
    return (round(255 * _encoded((value / 255) ** gamma)),) * 3


def _decoded(value: float, gamma: float | None) -> float:
    if gamma is not None:
        return float(value**gamma)
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)
