"""The images of a form: how many, and which have no description yet. What they are is loaded and stored elsewhere."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms

from community.composing.image_submission import Fault, FormImage, FormImages
from community.composing.operations import PICTURES, Chosen
from community.composing.pictures import ACCEPT

NO_IMAGES = FormImages()


class PicturesForm(forms.Form):
    """A form with up to six images, given to it as FormImages (composing/image_submission.py).

    `undescribed` names the images whose missing descriptions the author was asked about."""

    undescribed = forms.CharField(required=False, widget=forms.HiddenInput)
    accept = ACCEPT
    most = PICTURES

    def __init__(self, *args: Any, images: FormImages = NO_IMAGES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.images = images

    @property
    def picked(self) -> Sequence[FormImage]:
        """The images in the form, in the order in which the post will show them."""
        return self.images.images

    @property
    def faults(self) -> Sequence[Fault]:
        """The files that could not be added."""
        return self.images.faults

    @property
    def chosen(self) -> list[Chosen]:
        """The images to post, with their descriptions."""
        return [Chosen(UUID(image.name), image.alt) for image in self.picked]

    @property
    def alts(self) -> str:
        """The descriptions of all images, one a line."""
        return "\n".join(image.alt for image in self.picked)

    @cached_property
    def asks_words(self) -> list[FormImage]:
        """The images without a description that the author was not asked about yet; none while the form is invalid."""
        if not self.is_bound or not self.is_valid():
            return []
        return [image for image in self.picked if not image.alt and image.name not in self._asked]

    @property
    def goes_without(self) -> str:
        """The next value of `undescribed`: every image that the author has been asked about."""
        return " ".join(sorted(self._asked | {image.name for image in self.asks_words}))

    @property
    def _asked(self) -> set[str]:
        value: Any = self["undescribed"].value()
        return set(str(value or "").split())

    @property
    def has_room(self) -> bool:
        """Whether one more image fits."""
        return len(self.picked) < PICTURES
