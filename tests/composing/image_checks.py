"""Upload a hostile image as a member's browser does, and check what is stored of it."""

import time
from io import BytesIO
from struct import unpack_from
from uuid import uuid4

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from community.composing.image_forms import Fault, add
from community.composing.models import Image
from community.composing.pictures import files
from community.members.models import Member
from tests.composing.hostile_images import Hostile

RUN = 24  # bytes: no run of the upload this long may be in anything that is stored
PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}  # chunks of a WebP file that hold pixels


def assert_harmless(member: Member, hostile: Hostile) -> float:
    """Upload the file and assert what is promised of it. Returns the processor time in seconds."""
    cache.clear()
    draft_key = f"group:{uuid4().int % 10**9}"
    sent = SimpleUploadedFile("x", hostile.data)
    sent._name = hostile.name  # the unchanged name: SimpleUploadedFile strips paths
    before = Image.objects.count()
    began = time.process_time()

    added = add(member, draft_key, sent, beside=0)

    took = time.process_time() - began
    assert isinstance(added, Fault) != hostile.fit, getattr(added, "sentence", "made")
    if isinstance(added, Fault):
        assert Image.objects.count() == before
        assert str(added.sentence).endswith(("picture.", "one.", "instead."))
    else:
        for size in files.SIZES:
            assert_new(files.read(added.name, size), hostile)
        folder, stored = default_storage.listdir(f"images/{added.name}")
        assert (folder, sorted(stored)) == ([], ["large.webp", "small.webp"])
    return took


def assert_new(stored: bytes, hostile: Hostile) -> None:
    """Assert that a WebP file has pixels alone, and no longer run of the upload."""
    assert hostile.secret not in stored
    assert parts_of(stored) <= PARTS
    picture = Picture.open(BytesIO(stored), formats=("WEBP",))
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
    assert not picture.getexif()
    sent = {hostile.data[at : at + RUN] for at in range(min(len(hostile.data), 200_000) - RUN)}
    sent -= {bytes([value]) * RUN for value in range(256)}  # a run of one byte proves nothing
    assert sent.isdisjoint(stored[at : at + RUN] for at in range(len(stored) - RUN))


def parts_of(webp: bytes) -> set[bytes]:
    """Return the names of a WebP file's chunks, to its very end."""
    found, at = set(), 12
    while at < len(webp):
        (length,) = unpack_from("<I", webp, at + 4)
        found.add(webp[at : at + 4])
        at += 8 + length + length % 2
    assert at == len(webp) == unpack_from("<I", webp, 4)[0] + 8
    return found
