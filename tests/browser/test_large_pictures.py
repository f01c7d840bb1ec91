"""Large pictures: the browser makes them smaller, upright and in the colours shown; else they are sent as they are."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Picture
from playwright.sync_api import Page, expect

from community.composing.models import Image
from community.composing.pictures import files
from community.forum.models import Thread
from community.members.models import Member
from tests.composing.hostile_images import drawn, exif_with_gps, saved
from tests.live_site import BOTH_WAYS

pytestmark = BOTH_WAYS
Windows = Callable[..., Page]
TURNED = {1: None, 3: Picture.Transpose.ROTATE_180, 6: Picture.Transpose.ROTATE_90, 8: Picture.Transpose.ROTATE_270}
BROKEN_CANVAS = "HTMLCanvasElement.prototype.toBlob = () => { throw new Error('not enough memory'); };"
NO_BITMAP = "delete window.createImageBitmap;"


COUNT_SENT = """
const send = window.fetch;
window.fetch = (address, how) => {
  if (how?.body instanceof FormData && how.body.has("picture")) window.sent = how.body.get("picture").size;
  return send(address, how);
};
"""


def send(page: Page, thread: Thread, file: Path) -> int:
    """Add the picture on the discussion's page. Returns the size of the file that was sent, in bytes."""
    page.add_init_script(COUNT_SENT)
    page.goto(thread.get_absolute_url())
    page.get_by_text("Add pictures", exact=True).click()
    page.get_by_label("Pictures from your device").set_input_files(file)
    added = "Picture added. Say what it shows."
    expect(page.locator("[data-progress]")).to_have_text(added, timeout=60_000)
    return int(page.evaluate("sent"))


def stored() -> Picture.Image:
    """Return the picture that is stored, in its large size."""
    return Picture.open(BytesIO(files.read(Image.objects.get().name, "large"))).convert("RGB")


@pytest.mark.parametrize("turn", TURNED)
def test_a_photo_of_24_million_pixels_is_sent_small_and_upright(
    turn: int, page_of: Windows, thread: Thread, ines: Member, tmp_path: Path
) -> None:
    seen = drawn(600, 450).resize((5712, 4284))
    held = seen.transpose(TURNED[turn]) if TURNED[turn] is not None else seen
    file = tmp_path / "IMG_0001.jpg"
    file.write_bytes(saved(held, "JPEG", quality=85, exif=exif_with_gps(turn)))

    sent = send(page_of(ines), thread, file)

    picture = stored()
    assert sent < file.stat().st_size / 2
    assert picture.size == (1600, 1200)
    assert all(abs(a - b) < 12 for a, b in zip(picture.getpixel((200, 200)), (220, 20, 20), strict=True))


@pytest.mark.long
@pytest.mark.parametrize("spoil", [BROKEN_CANVAS, NO_BITMAP], ids=["no canvas", "no bitmap"])
def test_where_the_browser_cannot_the_photo_is_sent_as_it_is(
    spoil: str, page_of: Windows, thread: Thread, ines: Member, tmp_path: Path
) -> None:
    file = tmp_path / "IMG_0002.jpg"
    file.write_bytes(saved(drawn(600, 450).resize((5712, 4284)), "JPEG", quality=85))
    page = page_of(ines)
    page.add_init_script(spoil)

    assert send(page, thread, file) == file.stat().st_size
    assert stored().size == (1600, 1200)


@pytest.mark.long
def test_a_photo_of_more_than_10_mb_and_24_million_pixels_is_sent_small(
    page_of: Windows, thread: Thread, ines: Member, tmp_path: Path
) -> None:
    file = tmp_path / "scan.png"
    file.write_bytes(saved(drawn(600, 450, "RGBA").resize((6200, 4650)), "PNG", compress_level=1))
    assert file.stat().st_size > 10_000_000

    assert send(page_of(ines), thread, file) < 5_000_000

    assert stored().size == (1600, 1200)
