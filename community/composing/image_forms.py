"""Images of a text that is being written: what a form shows of them, and what a submitted one changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.composing import operations
from community.composing.image_access import ShownImage
from community.composing.models import Image
from community.composing.operations import PICTURES, Chosen, TooManyPictures
from community.composing.operations.describe import clean_alt
from community.composing.pictures import ACCEPT, BYTES, Busy, Unfit
from community.composing.pictures.limits import TOO_HEAVY
from community.core.text.graphemes import shorten_line

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.core.files.uploadedfile import UploadedFile

    from community.members.models import Member

BUSY = _("Too many pictures are being sent at the moment. Try again in a minute.")
NAME_LENGTH = 60


@dataclass(frozen=True)
class FormImage(ShownImage):
    """An image in a form; `is_pending` is false for one that the post shows already."""

    is_pending: bool = True

    @classmethod
    def of_row(cls, image: Image) -> "FormImage":
        """Convert an image that is not posted yet."""
        return cls(str(image.name), image.alt, image.width, image.height)


@dataclass(frozen=True)
class Fault:
    """A file that could not be added: the name under which it was sent, and why."""

    file: str
    sentence: str | Promise


@dataclass(frozen=True)
class FormImages:
    """The images that a form shows; `adding` says that it was submitted to add more."""

    images: Sequence[FormImage] = ()
    faults: Sequence[Fault] = ()
    adding: bool = False


NO_IMAGES = FormImages()


class PicturesForm(forms.Form):
    """A form with up to six images, given to it as FormImages.

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


def load_images(
    member: "Member | AnonymousUser",
    draft_key: str,
    *,
    posted: Sequence[Mapping[str, Any]] = (),
    typed: Mapping[str, Any] | None = None,
) -> FormImages:
    """Load the images `posted` (as in Post.images) and those pending at the draft key.

    `typed` may hold newer descriptions, as alt-<name>: those of a form that was stashed."""
    return FormImages([_described(image, typed or {}) for image in _available(member, draft_key, posted)])


def submit_images(request: HttpRequest, draft_key: str, *, posted: Sequence[Mapping[str, Any]] = ()) -> FormImages:
    """Apply a submitted form: remove and describe its pending images, and store the files that came with it."""
    member: Any = request.user
    names = dict.fromkeys(request.POST.getlist("picture"))
    available = {image.name: image for image in _available(member, draft_key, posted)} if names else {}
    images = []
    for image in [available[name] for name in names if name in available]:
        if image.name != request.POST.get("take_away"):
            images.append(_describe(member, image, request.POST))
        elif image.is_pending:
            operations.take_away(member, UUID(image.name))
    faults = []
    for file in request.FILES.getlist("pictures"):
        added = add(member, draft_key, file, beside=sum(not image.is_pending for image in images))
        if isinstance(added, Fault):
            faults.append(added)
        else:
            images.append(FormImage.of_row(added))
    return FormImages(images, faults, adding="add_pictures" in request.POST)


def only_changes_images(request: HttpRequest) -> bool:
    """Whether a form was submitted by "Add pictures" or "Take away": its text is not to be posted yet."""
    return "add_pictures" in request.POST or "take_away" in request.POST


def add(member: "Member", draft_key: str, file: "UploadedFile[Any]", *, beside: int) -> Image | Fault:
    """Store an uploaded file as a pending image, or say why not; `beside` counts the images that are posted already."""
    try:
        return operations.add_picture(member, draft_key, _reader(file), beside=beside)
    except TooManyPictures as full:
        return Fault(_display_name(file), str(full))
    except Unfit as unfit:
        return Fault(_display_name(file), unfit.sentence)
    except Busy:
        return Fault(_display_name(file), BUSY)


def _available(
    member: "Member | AnonymousUser", draft_key: str, posted: Sequence[Mapping[str, Any]]
) -> list[FormImage]:
    images = [FormImage(one["name"], one["alt"], one["width"], one["height"], is_pending=False) for one in posted]
    return images + [FormImage.of_row(image) for image in Image.objects.visible_to(member).unsent(draft_key)]


def _described(image: FormImage, typed: Mapping[str, Any]) -> FormImage:
    alt = typed.get(f"alt-{image.name}")
    return image if alt is None else replace(image, alt=clean_alt(str(alt)))


def _describe(member: "Member", image: FormImage, typed: Mapping[str, Any]) -> FormImage:
    """Store the description of a pending image; a posted one's is stored with the post."""
    described = _described(image, typed)
    if image.is_pending and described.alt != image.alt:
        operations.describe(member, UUID(image.name), described.alt)
    return described


def _reader(file: "UploadedFile[Any]") -> Callable[[], bytes]:
    def read() -> bytes:
        if (file.size or 0) > BYTES:
            raise Unfit(TOO_HEAVY)
        data: bytes = file.read()
        return data

    return read


def _display_name(file: "UploadedFile[Any]") -> str:
    """The file's name without characters that are invisible or change the direction of the line."""
    return shorten_line("".join(letter for letter in str(file.name or "") if letter.isprintable()), NAME_LENGTH)
