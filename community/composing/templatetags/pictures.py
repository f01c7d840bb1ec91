"""The tag that shows pictures below a text."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from community.composing.image_access import ShownImage
from community.composing.models import Image

register = template.Library()


@register.inclusion_tag("composing/_pictures.html", takes_context=True)
def pictures(
    context: dict[str, Any], images: Iterable[Mapping[str, Any] | Image | ShownImage], *, words: bool = False
) -> dict[str, Any]:
    """Show pictures: those of a post (Post.images), or pending ones.

    `words` shows their descriptions as text, for moderators."""
    shown = [ShownImage.of(image) for image in images]
    return {"shown": shown, "words": words, "CONTENT_LANG": context.get("CONTENT_LANG", "")}
