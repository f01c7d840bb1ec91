"""Describe pictures for a page, and decide who may see one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse

from community.composing.models import Image
from community.composing.pictures.encoding import SMALL
from community.core.refs import resolver_for, split


class PictureResolver(Protocol):
    """An app's answer about its rows that show pictures."""

    def shows_picture(self, pk: int, name: str, viewer: Any) -> bool:
        """Return whether the viewer may see this picture of the row now."""


@dataclass(frozen=True)
class ShownImage:
    """A picture with its addresses. Width and height are those of the large size, in pixels."""

    name: str
    alt: str
    width: int
    height: int

    @classmethod
    def of(cls, image: "Mapping[str, Any] | Image | ShownImage") -> "ShownImage":
        """Convert a row, or an entry of Post.images."""
        if isinstance(image, ShownImage):
            return image
        if isinstance(image, Image):
            return cls(str(image.name), image.alt, image.width, image.height)
        return cls(image["name"], image["alt"], image["width"], image["height"])

    @property
    def large(self) -> str:
        """The address of the large size."""
        return reverse("picture", args=[self.name, "large"])

    @property
    def small(self) -> str:
        """The address of the small size."""
        return reverse("picture", args=[self.name, "small"])

    @property
    def small_width(self) -> int:
        """The width of the small size, in pixels."""
        return max(self.width * min(SMALL, self.longer) // self.longer, 1)

    @property
    def longer(self) -> int:
        """The longer side of the large size, in pixels."""
        return max(self.width, self.height)

    @property
    def is_tall(self) -> bool:
        """Whether it would be taller than a screen at full width."""
        return self.height > self.width


def may_see(image: Image, viewer: Any) -> bool:
    """Return whether the viewer may see a picture now: only its member until it is posted, then as its post allows."""
    if not image.source:
        return bool(viewer.is_authenticated and image.member_id == viewer.pk)
    try:
        prefix, pk = split(image.source)
        resolver: PictureResolver = resolver_for(prefix)
        return resolver.shows_picture(pk, str(image.name), viewer)
    except (KeyError, ValueError):
        return False
