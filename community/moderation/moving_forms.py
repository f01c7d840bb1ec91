"""Forms of decisions that move posts or edit one."""

import re
from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.core.text import richtext
from community.core.text.characters import has_something_to_see
from community.core.text.fields import LineField, LinesField
from community.core.text.parsing import number_in
from community.forum.models import Group, Thread
from community.forum.versions import LARGEST
from community.members.models import Member
from community.moderation.forms import DecisionForm

_ADDRESS = re.compile(r"/discussions/(\d{1,18})/")
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–—]\s*(\d{1,9}))?")  # noqa: RUF001 (what people type for "to")
MOST_POSTS = 1000


class OtherThreadField(LineField):
    """Another thread, by its address or number; the form that has the field finds it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)

    def find(self, text: str, viewer: Member, besides: Thread) -> Thread:
        """Find the thread that a text names. Raises ValidationError without one that the viewer may read."""
        address = _ADDRESS.search(text)
        pk = number_in(address[1] if address else text.strip())
        threads = Thread.objects.visible_to(viewer).select_related("group", "author")
        found = threads.filter(pk=pk).first() if pk and pk < LARGEST else None
        if found is None:
            raise forms.ValidationError(_("Enter the address of a discussion, such as /discussions/45/sleeping/."))
        if found == besides:
            raise forms.ValidationError(_("Choose another discussion: this is the one you’re looking at."))
        return found


class MergeForm(DecisionForm):
    """The thread that another one becomes part of."""

    into = OtherThreadField(
        label=_("The other discussion"),
        help_text=_("Paste its address. Its title and its address stay."),
        error_messages={"required": _("Paste the address of the other discussion.")},
    )
    field_order = ["into", "guideline", "reason"]

    def __init__(self, *args: Any, thread: Thread | None = None, viewer: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thread, self.viewer = thread, viewer

    def clean_into(self) -> Thread | None:
        """Find the thread."""
        field = cast(OtherThreadField, self.fields["into"])
        return field.find(self.cleaned_data["into"], self.viewer, self.thread) if self.viewer and self.thread else None


class SplitForm(DecisionForm):
    """Posts of a thread, by boxes and by numbers, and where they go: a new thread, or another one."""

    posts = forms.MultipleChoiceField(label=_("Posts"), required=False, widget=forms.CheckboxSelectMultiple)
    ranges = LineField(
        label=_("Or write their numbers"),
        required=False,
        max_length=200,
        help_text=_("For example: 5-9, 12. They are added to the ones you’ve ticked."),
    )
    title = LineField(label=_("Title of the new discussion"), required=False, max_length=150, min_length=4)
    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), required=False, empty_label=_("The same group")
    )
    into = OtherThreadField(
        label=_("Or move them to another discussion"),
        required=False,
        help_text=_("Paste its address, and leave the title empty."),
    )
    field_order = ["posts", "ranges", "title", "group", "into", "guideline", "reason"]

    def __init__(
        self,
        *args: Any,
        thread: Thread | None = None,
        viewer: Member | None = None,
        numbers: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.thread, self.viewer = thread, viewer
        cast("forms.MultipleChoiceField", self.fields["posts"]).choices = [(str(one), str(one)) for one in numbers]
        if viewer:
            groups = Group.objects.visible_to(viewer)
            cast("forms.ModelChoiceField[Group]", self.fields["group"]).queryset = groups

    def clean_ranges(self) -> set[int]:
        """Read the numbers in "5-9, 12"."""
        numbers: set[int] = set()
        for part in filter(None, re.split(r"[,;\s]*[,;]\s*", self.cleaned_data["ranges"].strip())):
            found = _RANGE.fullmatch(part.strip())
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
            if not 0 < first <= last or last - first >= MOST_POSTS:
                raise forms.ValidationError(_("Write numbers like this: 5-9, 12."))
            numbers |= set(range(first, last + 1))
        return numbers

    def clean_into(self) -> Thread | None:
        """Find the other thread, if one is named."""
        text, field = self.cleaned_data["into"], cast(OtherThreadField, self.fields["into"])
        return field.find(text, self.viewer, self.thread) if text and self.viewer and self.thread else None

    def clean(self) -> dict[str, Any]:
        """Collect the numbers; a range means the posts that exist in it. Check that there is one way to go."""
        cleaned = super().clean()
        if self.errors or self.thread is None:
            return cleaned
        ticked = {int(number) for number in cleaned["posts"]}
        wanted = ticked | cleaned["ranges"]
        movable = self.thread.posts.filter(state__in=["published", "removed"])
        cleaned["numbers"] = sorted(movable.filter(number__in=wanted).values_list("number", flat=True))
        if not cleaned["numbers"]:
            self.add_error("posts", _("Choose the posts to move."))
        elif 1 in cleaned["numbers"]:
            self.add_error("ranges", _("The first post stays. To move everything, merge the discussion."))
        if bool(cleaned["title"]) == bool(cleaned["into"]):
            self.add_error("title", _("Write a title for a new discussion, or paste the address of another one."))
        return cleaned

    @property
    def summary(self) -> str:
        """What the preview was about, to be sent again with the decision."""
        cleaned = self.cleaned_data
        where = cleaned["into"].pk if cleaned["into"] else cleaned["title"]
        return "/".join([",".join(map(str, cleaned["numbers"])), str(where), str(cleaned["group"] or "")])


class TextForm(DecisionForm):
    """The new text of a post."""

    text = LinesField(
        label=_("The text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Change as little as you can. The author will see what you changed, and the earlier text is stored."
        ),
        error_messages={"required": _("Write something. If nobody should read the post, remove it.")},
    )
    field_order = ["text", "guideline", "reason"]

    def clean_text(self) -> richtext.RichText:
        """Sanitise the text, as a composer does with its plain box."""
        try:
            text = richtext.from_plain(self.cleaned_data["text"])
        except richtext.TooMuch as error:
            raise forms.ValidationError(
                _("This text is too long, or has too many lists or quotes inside each other. Make it simpler.")
            ) from error
        if len(text.plain) > settings.POST_LENGTH:
            raise forms.ValidationError(_("This text is too long. Shorten it a little."))
        if not has_something_to_see(text.plain):
            raise forms.ValidationError(_("Write something. If nobody should read the post, remove it."))
        return text
