"""Generate a constant page of words in paragraphs, which compresses like a real page."""

import random

from bench.peer_dataset import body

HEAD = (
    b"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=width=device-width><title>.</title>"
)


def page_of(size: int) -> bytes:
    """Build the page, `size` bytes long, but never shorter than its head."""
    generator = random.Random(7)
    parts = [HEAD]
    while sum(map(len, parts)) < size:
        parts.append(
            b"<article class=post><p>" + body(generator).replace("\n\n", "</p><p>").encode() + b"</p></article>"
        )
    return b"".join(parts)[: max(size, len(HEAD))]
