"""Generated hostile image files: attempts to make a server do what it should not.

Each has a name, the bytes, and whether it becomes an image (`fit`) or is refused. `secret` bytes are in the file and
must be in nothing that is stored."""

import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

GPS = b"GPS-N40.7128-W74.0060"
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PHP = b"<?php system($_GET['c']); ?>"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x40meta" + GPS
AVIF = b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"


@dataclass(frozen=True)
class Hostile:
    """One file: its name, its content, and whether it may become an image."""

    kind: str
    name: str
    data: bytes
    fit: bool = False
    secret: bytes = GPS

    def __str__(self) -> str:
        return f"{self.kind}: {self.name!a}"


def drawn(width: int = 320, height: int = 200, mode: str = "RGB") -> Image.Image:
    """Draw a deterministic image: red on the upper left, noise elsewhere."""
    dice = random.Random(7)  # noqa: S311 (nothing secret is drawn)
    noise = Image.frombytes("L", (width, height), bytes(dice.randbytes(width * height)))
    picture = noise.convert("RGB")
    picture.paste((220, 20, 20), (0, 0, width // 2, height // 2))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **more: Any) -> bytes:
    """Encode an image as a file."""
    file = BytesIO()
    picture.save(file, kind, **more)
    return file.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """Build a PNG chunk with a valid checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(*chunks: bytes) -> bytes:
    """Build a PNG file of these chunks."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + png_chunk(b"IEND", b"")


def png_header(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """Build the chunk with the dimensions."""
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def into_png(data: bytes, *chunks: bytes, at: int = 33) -> bytes:
    """Insert chunks after the header of a PNG file."""
    return data[:at] + b"".join(chunks) + data[at:]


def jpeg_part(marker: int, body: bytes) -> bytes:
    """Build a JPEG segment."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def into_jpeg(data: bytes, *parts: bytes) -> bytes:
    """Insert segments at the beginning of a JPEG file."""
    return data[:2] + b"".join(parts) + data[2:]


def webp_part(name: bytes, body: bytes) -> bytes:
    """Build a WebP chunk."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp_of(*parts: bytes) -> bytes:
    """Build a WebP file of these chunks."""
    whole = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def exif_with_gps(turn: int = 1) -> bytes:
    """Build a camera's EXIF block: orientation and GPS position."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, "Camera of Ines"
    exif.get_ifd(0x8825)[29] = GPS.decode()
    exif.get_ifd(0x8825)[2] = (40.0, 42.0, 46.0)
    return exif.tobytes()


def xmp_with_gps() -> bytes:
    """Build the same in Adobe's XMP."""
    return b"<x:xmpmeta><exif:GPSLatitude>" + GPS + b"</exif:GPSLatitude></x:xmpmeta>"


def every() -> list[Hostile]:
    """Yield all files, more than two hundred."""
    makers = (
        not_pictures,
        names,
        polyglots,
        locations,
        bombs,
        many_scans,
        cut_off,
        sizes,
        odd_colours,
        moving,
        damaged,
    )
    return [hostile for make in makers for hostile in make()]


def one_of_each() -> list[Hostile]:
    """Yield the first file of each kind."""
    found: dict[str, Hostile] = {}
    for hostile in every():
        found.setdefault(hostile.kind, hostile)
    return list(found.values())


def not_pictures() -> Iterator[Hostile]:
    """Yield files that are not of an accepted image type, whatever their name."""
    jpeg = saved(drawn(), "JPEG")
    contents = {
        "svg": SVG,
        "svg after a space": b" \n" + SVG,
        "svg with a declaration": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        "html": b"<html>" + SCRIPT,
        "php": PHP,
        "text": b"Hello, " + GPS,
        "zip": b"PK\x03\x04" + GPS,
        "pdf": b"%PDF-1.7\n" + SCRIPT,
        "program": b"\x7fELF" + GPS,
        "windows program": b"MZ\x90\0" + GPS,
        "gif": saved(drawn(), "GIF"),
        "bmp": saved(drawn(), "BMP"),
        "tiff": saved(drawn(), "TIFF"),
        "ico": saved(drawn(64, 64), "ICO"),
        "jpeg 2000": saved(drawn(), "JPEG2000"),
        "avif": AVIF,
        "heic": HEIC,
        "heif": HEIC.replace(b"heic", b"heix"),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n(id) run",
        "portable pixmap": b"P6 9 9 255\n" + bytes(243),
        "flash": b"FWS\x0a" + GPS,
        "photoshop": b"8BPS\0\1" + bytes(20),
        "fits": b"SIMPLE  =                    T",
        "windows metafile": b"\xd7\xcd\xc6\x9a" + bytes(40),
        "nothing": b"",
        "one byte": b"\xff",
        "only the beginning of a jpeg": b"\xff\xd8\xff",
        "only the beginning of a png": b"\x89PNG\r\n\x1a\n",
        "only the beginning of a webp": b"RIFF\x04\0\0\0WEBP",
        "jpeg, not at the beginning": b"\n" + jpeg,
        "zeros": bytes(4096),
        "more than 10 MB": jpeg + bytes(10_000_001),
    }
    for kind, data in contents.items():
        yield Hostile(f"not a picture, {kind}", "holiday.jpg", data)


def names() -> Iterator[Hostile]:
    """Yield names that are paths, programs or tricks. The content decides; the name is not used."""
    picture = saved(drawn(), "JPEG")
    given = [
        "holiday.jpg.php",
        "holiday.php.jpg",
        "holiday.svg",
        "holiday.html",
        "../../../etc/passwd",
        "..\\..\\windows\\system.ini",
        "/etc/cron.d/now",
        "C:\\holiday.jpg",
        "holiday.jpg\0.php",
        "\u202egpj.exe",
        "holiday\r\nSet-Cookie: a=b.jpg",
        "<script>alert(1)</script>.jpg",
        "'; DROP TABLE posts; --.jpg",
        "%2e%2e%2fholiday.jpg",
        "CON.jpg",
        ".htaccess",
        "holiday.jpg/",
        "x" * 5000 + ".jpg",
        "",
        "\ufeff\u200b.jpg",
    ]
    for name in given:
        yield Hostile("a name", name, picture, fit=True)
        yield Hostile("a name, and no picture", name, SVG)


def polyglots() -> Iterator[Hostile]:
    """Yield images that are valid in another format too. The image stays, the rest goes."""
    jpeg, png, webp = saved(drawn(), "JPEG"), saved(drawn(), "PNG"), saved(drawn(), "WEBP")
    for what, more in {"script": SCRIPT, "php": PHP, "zip": b"PK\x03\x04" + GPS * 9, "svg": SVG}.items():
        yield Hostile("a jpeg with more behind it", f"{what}.jpg", jpeg + more, fit=True, secret=more)
        yield Hostile("a png with more behind it", f"{what}.png", png + more, fit=True, secret=more)
        yield Hostile("a webp with more behind it", f"{what}.webp", webp + more, fit=True, secret=more)
        comment = into_jpeg(jpeg, jpeg_part(0xFE, more))
        yield Hostile("a jpeg with a comment", f"{what}.jpg", comment, fit=True, secret=more)
        text = into_png(png, png_chunk(b"tEXt", b"Comment\0" + more))
        yield Hostile("a png with text", f"{what}.png", text, fit=True, secret=more)
        inside = webp_of(webp[12:], webp_part(b"junk", more))
        yield Hostile("a webp with an unknown part", f"{what}.webp", inside, fit=True, secret=more)
        app = into_jpeg(jpeg, jpeg_part(0xE9, more))
        yield Hostile("a jpeg with an unknown part", f"{what}.jpg", app, fit=True, secret=more)
        gif = b"GIF89a/*" + more + b"*/=1;"
        yield Hostile("a gif that is a script", f"{what}.gif", gif, secret=more)
    longer = into_jpeg(jpeg, jpeg_part(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0" + SCRIPT))
    yield Hostile("a jpeg with a script in its header", "header.jpg", longer, fit=True, secret=SCRIPT)
    two = jpeg + into_jpeg(jpeg, jpeg_part(0xFE, GPS))
    yield Hostile("two jpegs in one file", "stereo.mpo", two, fit=True)
    palette = saved(drawn(mode="P"), "PNG")
    yield Hostile(
        "a png with a script as its name", "name.png", into_png(palette, png_chunk(b"sPLT", SCRIPT)), fit=True
    )


def locations() -> Iterator[Hostile]:
    """Yield files with GPS positions in every kind of metadata."""
    for turn in range(1, 9):
        exif = exif_with_gps(turn)
        yield Hostile("gps in a jpeg", f"{turn}.jpg", saved(drawn(), "JPEG", exif=exif), fit=True)
        yield Hostile("gps in a png", f"{turn}.png", saved(drawn(), "PNG", exif=exif), fit=True)
        yield Hostile("gps in a webp", f"{turn}.webp", saved(drawn(), "WEBP", exif=exif), fit=True)
    xmp = xmp_with_gps()
    jpeg, png, webp = saved(drawn(), "JPEG"), saved(drawn(), "PNG"), saved(drawn(), "WEBP", xmp=xmp)
    adobe = jpeg_part(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
    yield Hostile("gps in a jpeg's xmp", "x.jpg", into_jpeg(jpeg, adobe), fit=True)
    yield Hostile("gps in a jpeg's iptc", "i.jpg", into_jpeg(jpeg, jpeg_part(0xED, b"Photoshop 3.0\0" + GPS)), fit=True)
    yield Hostile("gps in a jpeg's profile", "p.jpg", saved(drawn(), "JPEG", icc_profile=GPS * 9), fit=True)
    itxt = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)
    yield Hostile("gps in a png's xmp", "x.png", into_png(png, itxt), fit=True)
    ztxt = png_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(GPS))
    yield Hostile("gps in a png's packed text", "z.png", into_png(png, ztxt), fit=True)
    yield Hostile("gps in a png's profile", "p.png", saved(drawn(), "PNG", icc_profile=GPS * 9), fit=True)
    yield Hostile("gps in a webp's xmp", "x.webp", webp, fit=True)
    yield Hostile("gps in a webp's profile", "p.webp", saved(drawn(), "WEBP", icc_profile=GPS * 9), fit=True)
    small = saved(drawn(80, 60), "JPEG", exif=exif_with_gps(1))
    exif = b"Exif\0\0" + b"II*\0\x08\0\0\0\0\0\0\0\0\0" + small
    yield Hostile("gps in a jpeg's small picture", "t.jpg", into_jpeg(jpeg, jpeg_part(0xE1, exif)), fit=True)
    yield Hostile("gps in a heic", "IMG_0001.HEIC", HEIC)
    yield Hostile("gps in a heic that is called jpg", "IMG_0001.jpg", HEIC)
    for kind, broken in {
        "points at itself": b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\x08\0\0\0",
        "is cut off": b"II*\0\x08",
        "points outside": b"MM\0*\xff\xff\xff\xff",
        "has 65,535 entries": b"II*\0\x08\0\0\0\xff\xff" + b"\x00\x90\x07\0\xff\xff\xff\xff\0\0\0\0" * 4000,
        "has no such turn": b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x63\0\0\0",
        "has a turn of another kind": b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\xff\xff\xff\xff\x63\0\0\0",
    }.items():
        data = into_jpeg(jpeg, jpeg_part(0xE1, b"Exif\0\0" + broken + GPS))
        yield Hostile("a broken exif block", f"{kind}.jpg", data, fit=True)


def bombs() -> Iterator[Hostile]:
    """Yield small files with huge decoded sizes."""
    for width, height in [(40_000, 40_000), (6_001, 4_000), (1, 24_000_001), (2**31 - 1, 2**31 - 1), (65_535, 65_535)]:
        rows = zlib.compress(bytes(100_000), 9)
        data = png_of(png_header(width, height), png_chunk(b"IDAT", rows))
        yield Hostile("a png that says it is huge", f"{width}x{height}.png", data)
    for depth, colour in [(16, 6), (16, 2)]:
        data = png_of(png_header(6_000, 4_000, depth, colour), png_chunk(b"IDAT", zlib.compress(bytes(1000))))
        yield Hostile("a png of deep colours", f"{depth}-{colour}.png", data)
    for width, height in [(65_500, 65_500), (65_535, 400), (24_001, 1_000)]:
        header = jpeg_part(0xC0, struct.pack(">BHHB", 8, height, width, 3) + b"\1\x22\0\2\x11\1\3\x11\1")
        yield Hostile("a jpeg that says it is huge", f"{width}x{height}.jpg", b"\xff\xd8" + header + b"\xff\xd9")
    for width, height in [(16_383, 16_383), (16_383, 2_000)]:
        lossy = b"\x30\x01\x00\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(40)
        yield Hostile("a webp that says it is huge", f"{width}.webp", webp_of(webp_part(b"VP8 ", lossy)))
        bits = (width - 1) | (height - 1) << 14
        lossless = b"\x2f" + struct.pack("<I", bits) + bytes(40)
        yield Hostile("a lossless webp that says it is huge", f"{width}.webp", webp_of(webp_part(b"VP8L", lossless)))
    webp = saved(drawn(), "WEBP")
    canvas = webp_part(b"VP8X", b"\0\0\0\0" + b"\xff\xff\xff\xff\xff\xff")
    yield Hostile("a webp with a huge canvas", "canvas.webp", webp_of(canvas, webp[12:]), fit=True)
    png, packed = saved(drawn(), "PNG"), zlib.compress(bytes(50_000_000), 9)
    yield Hostile("text that unpacks to 50 MB", "t.png", into_png(png, png_chunk(b"zTXt", b"a\0\0" + packed)), fit=True)
    itxt = png_chunk(b"iTXt", b"a\0\1\0\0\0" + packed)
    yield Hostile("text of another kind that unpacks to 50 MB", "i.png", into_png(png, itxt), fit=True)
    iccp = png_chunk(b"iCCP", b"a\0\0" + packed)
    yield Hostile("a profile that unpacks to 50 MB", "p.png", into_png(png, iccp), fit=True)
    many = [png_chunk(b"tEXt", b"a\0b")] * 20_000
    yield Hostile("twenty thousand texts", "many.png", into_png(png, *many))
    jpeg = saved(drawn(), "JPEG")
    profile = [jpeg_part(0xE2, b"ICC_PROFILE\0" + bytes([n % 255 + 1, 255]) + bytes(60_000)) for n in range(150)]
    yield Hostile("a profile of 9 MB", "profile.jpg", into_jpeg(jpeg, *profile), fit=True)
    yield Hostile("a million parts", "parts.jpg", into_jpeg(jpeg, jpeg_part(0xFE, b"") * 1_000_000))
    yield Hostile("fill bytes", "fill.jpg", into_jpeg(jpeg, b"\xff" * 5_000_000), fit=True)
    more = png_of(png_header(200, 200), png_chunk(b"IDAT", zlib.compress(bytes(60_000_000), 9)))
    yield Hostile("more dots than it says", "more.png", more, fit=True)


def many_scans() -> Iterator[Hostile]:
    """Yield progressive images that make the decoder pass over all pixels many times."""
    picture = saved(drawn(2_000, 1_500), "JPEG", progressive=True)
    first = picture.index(b"\xff\xda")
    second = picture.index(b"\xff\xda", first + 2)
    for times in (40, 500, 3_000):
        data = picture[:second] + picture[first:second] * times + b"\xff\xd9"
        if len(data) <= 10_000_000:
            yield Hostile("too many scans", f"{times}.jpg", data)
    empty = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00\x00"
    for times in (60, 4_000, 400_000):
        yield Hostile("too many empty scans", f"{times}.jpg", picture[:-2] + empty * times + b"\xff\xd9")


def cut_off() -> Iterator[Hostile]:
    """Yield files truncated at many positions."""
    kinds = {
        "jpg": saved(drawn(), "JPEG"),
        "progressive.jpg": saved(drawn(), "JPEG", progressive=True),
        "png": saved(drawn(), "PNG"),
        "webp": saved(drawn(), "WEBP"),
    }
    for kind, data in kinds.items():
        for part in range(1, 11):
            yield Hostile(f"a cut-off {kind}", f"{part}.{kind}", data[: len(data) * part // 11])


def sizes() -> Iterator[Hostile]:
    """Yield images of no size, and very narrow ones."""
    rows = png_chunk(b"IDAT", zlib.compress(bytes(10)))
    for width, height in [(0, 0), (0, 5), (5, 0)]:
        yield Hostile("a png of no size", f"{width}x{height}.png", png_of(png_header(width, height), rows))
        header = jpeg_part(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0")
        yield Hostile("a jpeg of no size", f"{width}x{height}.jpg", b"\xff\xd8" + header + b"\xff\xd9")
    yield Hostile("a png of one dot", "1.png", saved(drawn(1, 1), "PNG"), fit=True)
    yield Hostile("a very thin png", "thin.png", saved(drawn(20_000, 1), "PNG"))
    yield Hostile("a very tall jpeg", "tall.jpg", saved(drawn(1, 20_000), "JPEG"))


def odd_colours() -> Iterator[Hostile]:
    """Yield unusual colour modes; each becomes a plain image."""
    makers: dict[str, Callable[[], bytes]] = {
        "cmyk.jpg": lambda: saved(drawn(mode="CMYK"), "JPEG"),
        "grey.jpg": lambda: saved(drawn(mode="L"), "JPEG"),
        "one bit.png": lambda: saved(drawn(mode="1"), "PNG"),
        "palette.png": lambda: saved(drawn(mode="P"), "PNG"),
        "grey and clear.png": lambda: saved(drawn(mode="LA"), "PNG"),
        "clear.webp": lambda: saved(drawn(mode="RGBA"), "WEBP", lossless=True),
        "16 bit.png": lambda: saved(drawn(mode="I;16"), "PNG"),
        "16 bit, large.png": lambda: saved(drawn(2_000, 1_800, mode="I;16"), "PNG"),
        "palette, clear.png": lambda: saved(drawn(mode="P"), "PNG", transparency=b"\0" * 99),
    }
    for name, make in makers.items():
        yield Hostile("odd colours", name, make(), fit=True)


def moving() -> Iterator[Hostile]:
    """Yield animations: the first image stays, however many there are."""
    rotations = [drawn(64, 64).rotate(turn) for turn in range(1, 200)]
    for kind in ("PNG", "WEBP"):
        data = saved(drawn(64, 64), kind, save_all=True, append_images=rotations, duration=10)
        yield Hostile("a moving picture", f"moving.{kind.lower()}", data, fit=True)
    clear = saved(drawn(64, 64, "RGBA"), "WEBP", save_all=True, append_images=[drawn(64, 64, "RGBA").rotate(9)])
    yield Hostile("a moving picture, partly clear", "clear.webp", clear, fit=True)
    yield Hostile("a moving gif", "moving.gif", saved(drawn(64, 64), "GIF", save_all=True, append_images=rotations))


def damaged() -> Iterator[Hostile]:
    """Yield files with random bytes changed: an image or a refusal, never an error."""
    dice = random.Random(11)  # noqa: S311 (nothing secret is drawn)
    png = saved(drawn(), "PNG")
    for number in range(5):
        at = 60 + number * 1000
        yield Hostile("a png with a wrong sum", f"{number}.png", png[:at] + bytes([png[at] ^ 0x55]) + png[at + 1 :])
    rows = zlib.compress(drawn().tobytes())
    for number in range(5):
        broken = bytearray(rows)
        broken[dice.randrange(len(rows) // 2)] ^= 0xFF
        data = png_of(png_header(320, 200), png_chunk(b"IDAT", bytes(broken)))
        yield Hostile("a png with wrong dots and a right sum", f"{number}.png", data)
    for colour, depth in [(5, 8), (2, 3), (7, 16), (3, 8)]:
        data = png_of(png_header(9, 9, depth, colour), png_chunk(b"IDAT", rows))
        yield Hostile("a png of no known colours", f"{colour}-{depth}.png", data)
    yield Hostile("a png without dots", "none.png", png_of(png_header(9, 9)))
    yield Hostile("a png that begins twice", "two.png", into_png(png, png_header(9, 9)))
    jpeg = saved(drawn(), "JPEG")
    yield Hostile("a jpeg with two frames", "two.jpg", into_jpeg(jpeg, jpeg_part(0xC0, b"\x08\0\1\0\1\1\1\x11\0")))
    lossless = jpeg.replace(b"\xff\xc0", b"\xff\xc3", 1)
    yield Hostile("a lossless jpeg", "c3.jpg", lossless)
    arithmetic = jpeg.replace(b"\xff\xc0", b"\xff\xc9", 1)
    yield Hostile("a jpeg of another coding", "c9.jpg", arithmetic)
    webp = saved(drawn(), "WEBP")
    yield Hostile("a webp that says it is longer", "long.webp", webp[:4] + b"\xff\xff\xff\x7f" + webp[8:])
    yield Hostile("a webp without dots", "none.webp", webp_of(webp_part(b"VP8X", bytes(10))))
    yield Hostile("a webp with a wrong start", "start.webp", webp.replace(b"\x9d\x01\x2a", b"\x9d\x01\x2b", 1))
