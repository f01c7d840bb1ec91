"""The shape of what members write; what it means is for operations."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.core import richtext
from community.core.numbers import number_in
from community.education.models import Topic
from community.forum.models import Audience, Post
from community.forum.typed import Typed, typed


class RichTextField(forms.CharField):
    """What a composer sends: plain text from the text box, or HTML once the editor has taken over."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": _("Please write something first.")}, **kwargs)


class PostForm(forms.Form):
    """The text of a post. `rich` says which of the two kinds `body` is; cleaned_data holds `text`, a RichText."""

    body = RichTextField(label=_("Your reply"), strip=True)
    rich = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @property
    def typed(self) -> Typed:
        """What the composer begins with: an earlier post, what came back with an error, or nothing."""
        return typed(str(self["body"].value() or ""), rich=bool(self["rich"].value()))

    def clean(self) -> dict[str, Any]:
        """Sanitise the text and hold it to the length that people may write."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "body" not in data:
            return data
        try:
            text = richtext.clean(data["body"]) if data["rich"] else richtext.from_plain(data["body"])
        except richtext.TooMuch:
            self.add_error("body", _("This text is too long or too deeply nested. Please make it simpler."))
            return data
        over = len(text.plain) - settings.POST_LENGTH
        if over > 0:
            self.add_error(
                "body",
                ngettext_lazy(
                    "This is %(over)d character too long. Please shorten it a little.",
                    "This is %(over)d characters too long. Please shorten it, or post it in two parts.",
                    "over",
                )
                % {"over": over},
            )
        elif not text.plain.strip():
            self.add_error("body", _("Please write something first."))
        data["text"] = text
        return data


class ReplyForm(PostForm):
    """A reply, perhaps to one of the posts in the thread. The token makes sending it twice harmless."""

    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    answers = forms.ModelChoiceField(Post.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, posts: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if posts is not None:
            cast("forms.ModelChoiceField[Post]", self.fields["answers"]).queryset = posts
        self.posts = posts

    @property
    def answering(self) -> Post | None:
        """The post that this reply answers, whether the form is fresh, kept or came back with an error."""
        pk = number_in(str(self["answers"].value() or ""))
        if self.posts is None or pk is None:
            return None
        found: Post | None = self.posts.filter(pk=pk).first()
        return found


class StartForm(PostForm):
    """A new discussion."""

    title = forms.CharField(
        label=_("Title"),
        max_length=150,
        min_length=4,
        help_text=_("A few words that say what it is about."),
        error_messages={
            "required": _("Please give it a title. A few words are enough."),
            "min_length": _("Please write a few more letters, so that others know what it is about."),
            "max_length": _("Please make the title shorter: 150 letters at most."),
        },
    )
    body = RichTextField(label=_("What would you like to say or ask?"), strip=True)
    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People who read about a topic find your discussion there."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[(Audience.PUBLIC, _("Everyone")), (Audience.MEMBERS, _("Members only"))],
        initial=Audience.PUBLIC,
        widget=forms.RadioSelect,
    )
    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    field_order = ["title", "body", "topics", "audience"]


class EditForm(PostForm):
    """A post as it should read now. `version` is the one that the author saw."""

    body = RichTextField(label=_("Your post"), strip=True)
    version = forms.IntegerField(widget=forms.HiddenInput)
