"""Concurrent images: one set for one post, six at most, and few enough decoders that pages are not delayed."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest
from PIL import Image as Picture

from community.composing import operations as composing
from community.composing.models import Image
from community.composing.pictures import Busy, encode, encoding
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.acts import add_picture
from tests.composing.hostile_images import drawn, saved
from tests.forum.concurrency import together


@pytest.mark.django_db(transaction=True)
def test_the_same_reply_sent_twenty_times_at_once_is_one_post_with_one_set_of_pictures(
    thread: Thread, ines: Member
) -> None:
    token, text = uuid4(), richtext.from_plain("Look")
    pictures = [add_picture(ines, thread.key), add_picture(ines, thread.key)]

    def send() -> Post:
        return forum.reply_to(thread, author=ines, text=text, token=token, pictures=pictures)

    posts, _seconds = together([send] * 20)

    post = Post.objects.get(author=ines)
    assert {one.pk for one in posts} == {post.pk}
    assert [image["name"] for image in post.images] == [str(picture.name) for picture in pictures]
    assert set(Image.objects.values_list("source", flat=True)) == {post.key}


@pytest.mark.django_db(transaction=True)
def test_of_pictures_added_at_once_no_more_than_six_stay(ines: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_slots", threading.BoundedSemaphore(9))
    for _ in range(3):
        add_picture(ines, "group:1")

    def add() -> bool:
        try:
            composing.add_picture(ines, "group:1", lambda: saved(drawn(), "PNG"))
        except composing.TooManyPictures:
            return False
        return True

    added, _seconds = together([add] * 8)

    assert sum(added) == 3
    assert Image.objects.count() == 6


def test_two_pictures_are_decoded_at_once_two_wait_and_the_others_are_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, decoding, most, go = saved(drawn(), "JPEG"), [0], [0], threading.Event()
    decoded, refused, lock = [0], [0], threading.Lock()
    really: Callable[..., Picture.Image] = Picture.open

    def slowly(*given: object, **more: object) -> Picture.Image:
        with lock:
            decoding[0] += 1
            most[0] = max(most[0], decoding[0])
        go.wait(30)
        with lock:
            decoding[0] -= 1
        return really(*given, **more)

    monkeypatch.setattr(encoding.Image, "open", slowly)

    def add() -> None:
        try:
            encode(data)
        except Busy:
            with lock:
                refused[0] += 1
                if refused[0] == 4:
                    go.set()
            return
        with lock:
            decoded[0] += 1

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert (decoded[0], refused[0]) == (4, 4)
    assert most[0] <= encoding.DECODING
