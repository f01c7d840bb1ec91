"""Pictures in a form, below its text: those that wait there, those that come with it, and what each shows."""

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
from community.composing.image_access import Shown
from community.composing.models import Image
from community.composing.operations import PICTURES, Chosen, TooManyPictures
from community.composing.operations.describe import words_of
from community.composing.pictures import ACCEPT, BYTES, Busy, Unfit
from community.composing.pictures.shape import TOO_HEAVY
from community.core.input_recovery.views import restorable_fields

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.core.files.uploadedfile import UploadedFile

    from community.members.models import Member

BUSY = _("Many pictures are on their way right now. Please add this one again in a minute.")
NAME_LENGTH = 60


@dataclass(frozen=True)
class Picked(Shown):
    """A picture in the form. `waits` is false for one that the post shows already."""

    is_pending: bool = True


@dataclass(frozen=True)
class Fault:
    """A file that did not become a picture: what its sender called it, and why."""

    file: str
    sentence: str | Promise


def add(member: "Member", draft_key: str, file: "UploadedFile[Any]", *, beside: int) -> Image | Fault:
    """Make a picture of a file that came with a request, or say why not."""
    try:
        return operations.add_picture(member, draft_key, _reading(file), beside=beside)
    except TooManyPictures as full:
        return Fault(_called(file), str(full))
    except Unfit as unfit:
        return Fault(_called(file), unfit.sentence)
    except Busy:
        return Fault(_called(file), BUSY)


def _reading(file: "UploadedFile[Any]") -> Callable[[], bytes]:
    def read() -> bytes:
        if (file.size or 0) > BYTES:
            raise Unfit(TOO_HEAVY)
        data: bytes = file.read()
        return data

    return read


def _called(file: "UploadedFile[Any]") -> str:
    """The file's name as shown: without invisible characters and those that change the text's direction."""
    name = "".join(letter for letter in str(file.name or "") if letter.isprintable())
    return name if len(name) <= NAME_LENGTH else f"{name[:NAME_LENGTH]}…"


class PicturesForm(forms.Form):
    """A form with up to six pictures. `undescribed` names those whose missing words its author was asked about."""

    undescribed = forms.CharField(required=False, widget=forms.HiddenInput)
    picked: Sequence[Picked] = ()
    faults: Sequence[Fault] = ()
    accept = ACCEPT
    most = PICTURES

    def begin_with(
        self, member: "Member | AnonymousUser", draft_key: str, *, shown: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Show the member's pending pictures, after those of the post (`shown`, as Post.images)."""
        self.picked = [self._with_words(picture) for picture in _there(member, draft_key, shown)]

    def take_up(self, request: HttpRequest, draft_key: str, *, shown: Sequence[Mapping[str, Any]] = ()) -> None:
        """Take up what the form was sent with: which pictures are still in it, their words, and files to make more of.

        The buttons "Add pictures" and "Take away" do not submit the post: the form comes back as it was typed."""
        member: Any = request.user
        names = dict.fromkeys(request.POST.getlist("picture"))
        there = {picture.name: picture for picture in _there(member, draft_key, shown)} if names else {}
        self.picked = []
        for name in names:
            picture = there.get(name)
            if picture is None:
                continue
            if name == request.POST.get("take_away"):
                if picture.is_pending:
                    operations.take_away(member, UUID(name))
                continue
            described = self._with_words(picture)
            if picture.is_pending and described.alt != picture.alt:
                operations.describe(member, UUID(name), described.alt)
            self.picked.append(described)
        self._add(member, draft_key, request)
        if "add_pictures" in request.POST or "take_away" in request.POST:
            self.is_bound, self.initial = False, {**self.initial, **restorable_fields(request.POST, self.fields)}

    def _add(self, member: "Member", draft_key: str, request: HttpRequest) -> None:
        picked, faults = list(self.picked), []
        for file in request.FILES.getlist("pictures"):
            image = add(member, draft_key, file, beside=sum(not picture.is_pending for picture in picked))
            if isinstance(image, Fault):
                faults.append(image)
            else:
                picked.append(_waiting(image))
        self.picked, self.faults = picked, faults

    def _with_words(self, picture: Picked) -> Picked:
        typed = (self.data if self.is_bound else self.initial).get(f"alt-{picture.name}")
        return picture if typed is None else replace(picture, alt=words_of(str(typed)))

    @property
    def chosen(self) -> list[Chosen]:
        """The pictures to post, with their words."""
        return [Chosen(UUID(picture.name), picture.alt) for picture in self.picked]

    @property
    def alts(self) -> str:
        """The words of all pictures, a line each: others will read them too."""
        return "\n".join(picture.alt for picture in self.picked)

    @cached_property
    def asks_words(self) -> list[Picked]:
        """Pictures without a description that the author was not asked about yet; none while the form has errors."""
        if not self.is_bound or not self.is_valid():
            return []
        return [picture for picture in self.picked if not picture.alt and picture.name not in self._asked]

    @property
    def goes_without(self) -> str:
        """The next value of `undescribed`: every picture that the author was asked about."""
        return " ".join(sorted(self._asked | {picture.name for picture in self.asks_words}))

    @property
    def _asked(self) -> set[str]:
        value: Any = self["undescribed"].value()
        return set(str(value or "").split())

    @property
    def has_room(self) -> bool:
        """Whether one more picture fits."""
        return len(self.picked) < PICTURES


def _there(member: "Member | AnonymousUser", draft_key: str, shown: Sequence[Mapping[str, Any]]) -> list[Picked]:
    posted = [Picked(one["name"], one["alt"], one["width"], one["height"], is_pending=False) for one in shown]
    return posted + [_waiting(image) for image in Image.objects.visible_to(member).unsent(draft_key)]


def _waiting(image: Image) -> Picked:
    return Picked(str(image.name), image.alt, image.width, image.height)
