"""Pictures as a page shows them, and who may see one now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse

from community.composing.models import Image
from community.composing.pictures.making import SMALL
from community.core.refs import resolver_for, split


class PictureSource(Protocol):
    """What an app tells of its rows that show pictures."""

    def shows_picture(self, pk: int, name: str, viewer: Any) -> bool:
        """Whether the viewer may see this picture of the row now."""


@dataclass(frozen=True)
class Shown:
    """A picture with its addresses. Width and height are the large one's, in pixels."""

    name: str
    alt: str
    width: int
    height: int

    @classmethod
    def of(cls, image: "Mapping[str, Any] | Image | Shown") -> "Shown":
        """From a row, or from what a post keeps of one."""
        if isinstance(image, Shown):
            return image
        if isinstance(image, Image):
            return cls(str(image.name), image.alt, image.width, image.height)
        return cls(image["name"], image["alt"], image["width"], image["height"])

    @property
    def large(self) -> str:
        """The address of the large one."""
        return reverse("picture", args=[self.name, "large"])

    @property
    def small(self) -> str:
        """The address of the small one."""
        return reverse("picture", args=[self.name, "small"])

    @property
    def small_width(self) -> int:
        """How wide the small one is, in pixels."""
        return max(self.width * min(SMALL, self.longer) // self.longer, 1)

    @property
    def longer(self) -> int:
        """The longer side of the large one, in pixels."""
        return max(self.width, self.height)

    @property
    def is_tall(self) -> bool:
        """Whether it would fill more than a screen at full width."""
        return self.height > self.width


def may_see(image: Image, viewer: Any) -> bool:
    """Whether the viewer may see a picture now: while it is not posted the member alone, then as its post says."""
    if not image.source:
        return bool(viewer.is_authenticated and image.member_id == viewer.pk)
    try:
        prefix, pk = split(image.source)
        source: PictureSource = resolver_for(prefix)
        return source.shows_picture(pk, str(image.name), viewer)
    except (KeyError, ValueError):
        return False
