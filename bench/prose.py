"""A page of so many bytes, the same each time: words in paragraphs, since pages are compressed on their way."""

import random

from bench.peer_dataset import body

HEAD = (
    b"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=width=device-width><title>.</title>"
)


def page_of(size: int) -> bytes:
    """The page, `size` bytes long, but never shorter than its head."""
    dice = random.Random(7)
    parts = [HEAD]
    while sum(map(len, parts)) < size:
        parts.append(b"<article class=post><p>" + body(dice).replace("\n\n", "</p><p>").encode() + b"</p></article>")
    return b"".join(parts)[: max(size, len(HEAD))]
