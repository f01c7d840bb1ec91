"""Draw the example community's pictures, so that the repository contains nobody's photos."""

from io import BytesIO

from PIL import Image, ImageDraw

from community.composing import operations as composing
from community.forum import operations as forum
from community.forum.models import Post

WIDTH, HEIGHT = 1600, 1000
# The beginning of a reply, and the description of its picture.
LAKE = "To the lake on foot because the snow is too wet to ski."
ALT = "A lake under snow, with grey hills behind it and a low sun. A line of footprints leads down to the shore."


def add_pictures() -> None:
    """Add the pictures to the example posts that do not have them."""
    post = Post.objects.select_related("author").filter(plain__startswith=LAKE).earliest("pk")
    if post.images or post.author is None:
        return
    picture = composing.add_picture(post.author, post.key, _lake)
    forum.import_pictures(post, [composing.Chosen(picture.name, ALT)])


def _lake() -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(picture)
    for line in range(HEIGHT):
        light = line / HEIGHT
        draw.line(
            [(0, line), (WIDTH, line)], fill=(int(178 + 60 * light), int(196 + 36 * light), int(216 + 10 * light))
        )
    draw.ellipse((1150, 250, 1270, 370), fill=(252, 236, 200))
    far = [(0, 520), (260, 400), (520, 470), (820, 340), (1130, 460), (1400, 390), (WIDTH, 480), (WIDTH, 620), (0, 620)]
    near = [(0, 600), (330, 500), (700, 590), (1050, 520), (WIDTH, 610), (WIDTH, 700), (0, 700)]
    draw.polygon(far, fill=(146, 158, 176))
    draw.polygon(near, fill=(112, 126, 140))
    draw.rectangle((0, 640, WIDTH, HEIGHT), fill=(214, 226, 234))
    draw.polygon([(0, 800), (600, 720), (1100, 770), (WIDTH, 720), (WIDTH, HEIGHT), (0, HEIGHT)], fill=(246, 248, 250))
    for step in range(14):
        x, y, size = 420 + step * 34 + (step % 2) * 14, 970 - step * 15, 20 - step
        draw.ellipse((x, y, x + size, y + size * 1.6), fill=(206, 214, 224))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
