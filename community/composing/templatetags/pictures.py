"""What other apps' pages show of pictures."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from community.composing.image_access import Shown
from community.composing.models import Image

register = template.Library()


@register.inclusion_tag("composing/_pictures.html", takes_context=True)
def pictures(
    context: dict[str, Any], images: Iterable[Mapping[str, Any] | Image | Shown], *, words: bool = False
) -> dict[str, Any]:
    """Pictures below a text: what a post keeps of them (Post.images), or those that are not posted yet.

    `words` shows what their author says they show, to whoever decides about them."""
    shown = [Shown.of(image) for image in images]
    return {"shown": shown, "words": words, "CONTENT_LANG": context.get("CONTENT_LANG", "")}
