"""Read the orientation from a picture's EXIF block, the only metadata that is used."""

from struct import unpack_from

ORIENTATION = 0x0112
ENTRIES = 200  # of the first directory that are read; cameras write about fifteen


def read_orientation(exif: bytes) -> int:
    """Return the orientation in a TIFF structure, 1 to 8; 1 (upright) if it cannot be read. Never raises."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None or len(exif) < 10:
        return 1
    (at,) = unpack_from(f"{order}I", exif, 4)
    if at + 2 > len(exif):
        return 1
    (count,) = unpack_from(f"{order}H", exif, at)
    for entry in range(at + 2, min(at + 2 + 12 * min(count, ENTRIES), len(exif) - 11), 12):
        tag, kind, number, value = unpack_from(f"{order}HHIH", exif, entry)
        if tag == ORIENTATION:
            return value if (kind, number) == (3, 1) and 1 <= value <= 8 else 1
    return 1
