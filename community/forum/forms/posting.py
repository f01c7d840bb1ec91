"""Validate what members post; operations decide what is done with it.

An author is asked once before a text that tells who or where somebody is; posting it is never refused.
"""

import html
import re
from contextlib import suppress
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.composing import pii
from community.composing.composer_text import ComposerText, composer_text
from community.composing.image_forms import PicturesForm
from community.composing.models import Draft
from community.content_warnings import LabelsField
from community.core.form_fields import RowsField
from community.core.input_recovery.views import restorable_fields
from community.core.text import richtext
from community.core.text.characters import has_something_to_see
from community.core.text.fields import LineField, LinesField
from community.core.text.parsing import number_in
from community.core.text.richtext import RichText
from community.education.models import Topic
from community.forum.models import Audience, Post, State, Thread
from community.forum.quoting import begin_with_quote

FINDINGS_SHOWN = 6
CHOICES = ("answers", "labels", "topics", "audience")  # saved with a draft; js/composer/draft-sync.js has them too
_MAIL_LINK = re.compile(r'href="mailto:([^"]{1,320})"')


class RichTextField(LinesField):
    """What a composer submits: plain text from the text box, or HTML from the editor."""

    html_if = "rich"  # core/input_recovery/submitted.py: the field that says which of the two it is

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": _("Write something first.")}, **kwargs)


class LabelledForm(forms.Form):
    """A form with content warnings; `labels` is a bit field (content_warnings.py)."""

    labels = LabelsField(
        label=_("Add a content warning"),
        help_text=_("Some days, people would rather not read about these. A content warning lets them choose."),
    )


class PrivacyCheckForm(PicturesForm):
    """A form whose text others will read. `shared` holds the fingerprints of what its author was asked about."""

    shared = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, published: RichText | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published = published  # what others can read already is not asked about again

    @cached_property
    def asks(self) -> list[pii.Finding]:
        """Personal data in the text that the author was not asked about yet; none while the form is invalid."""
        if not self.is_bound or not self.is_valid():
            return []
        known = [*self._asked_fingerprints, *(finding.fingerprint for finding in pii.find(_words(self.published)))]
        title: str = self.cleaned_data.get("title", "")
        text = "\n".join([title, _words(self.cleaned_data["text"]), self.alts])
        return pii.unknown(pii.find(text), known)

    @property
    def asks_shown(self) -> list[pii.Finding]:
        """The first FINDINGS_SHOWN of them."""
        return self.asks[:FINDINGS_SHOWN]

    @property
    def asks_more(self) -> int:
        """How many more there are."""
        return max(len(self.asks) - FINDINGS_SHOWN, 0)

    @property
    def shares(self) -> str:
        """The next value of `shared`: everything that the author has been asked about."""
        return " ".join(sorted(self._asked_fingerprints | {finding.fingerprint for finding in self.asks}))

    @property
    def _asked_fingerprints(self) -> set[str]:
        value: Any = self["shared"].value()
        return set(str(value or "").split())


class PostForm(LabelledForm, PrivacyCheckForm):
    """The text of a post. `rich` says which of the two kinds `body` is; cleaned_data holds `text`, a RichText."""

    body = RichTextField(label=_("Your reply"), strip=True)
    rich = forms.BooleanField(required=False, widget=forms.HiddenInput)
    draft = forms.CharField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)  # composing/typing_time.py
    resumed_draft: Draft | None = None

    def resume_draft(self, draft: Draft) -> None:
        """Fill the form with a draft."""
        values = {"title": draft.title, "body": draft.body, "rich": draft.rich, "draft": str(draft.version)}
        saved = restorable_fields(QueryDict(draft.choices), self.base_fields)
        choices = {name: value for name, value in saved.items() if name in CHOICES and name in self.base_fields}
        self.resumed_draft = draft
        self.initial = {**self.initial, **choices, **values}

    @property
    def draft_version(self) -> int:
        """The version of the draft that filled this form, or that its page saved since; 0 for none."""
        return number_in(str(self["draft"].value() or "")) or 0

    @property
    def has_formatting(self) -> bool:
        """Whether the text has formatting that a plain box would lose once it is changed."""
        return False

    @property
    def limit(self) -> int:
        """How many characters a post may have."""
        return settings.POST_LENGTH

    @property
    def preview(self) -> RichText | None:
        """The text as it will be shown, when the author asked for a preview."""
        wanted = self.is_bound and "preview" in self.data and self.is_valid()
        return self.cleaned_data["text"] if wanted else None

    @property
    def comes_back(self) -> bool:
        """Whether the form is shown again before its text is posted: for errors, the preview or a question."""
        return not self.is_valid() or bool(self.preview or self.asks or self.asks_words or self.faults)

    @property
    def status(self) -> int:
        """The status of the page that shows the form again: 422 for errors and questions."""
        return 200 if self.preview or not self.is_bound else 422

    @property
    def composer_text(self) -> ComposerText:
        """What the composer contains at first."""
        return composer_text(str(self["body"].value() or ""), rich=bool(self["rich"].value()))

    def clean(self) -> dict[str, Any]:
        """Sanitise the text and check its length."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "body" not in data:
            return data
        try:
            text = richtext.clean(data["body"]) if data["rich"] else richtext.from_plain(data["body"])
        except richtext.TooMuch:
            self.add_error(
                "body", _("This text is too long, or has too many lists or quotes inside each other. Make it simpler.")
            )
            return data
        over = len(text.plain) - settings.POST_LENGTH
        if over > 0:
            self.add_error(
                "body",
                ngettext_lazy(
                    "Your text is %(over)d character too long. Shorten it a little.",
                    "Your text is %(over)d characters too long. Shorten it or post it in two parts.",
                    "over",
                )
                % {"over": over},
            )
        elif not has_something_to_see(text.plain):
            self.add_error("body", _("Write something first."))
        data["text"] = text
        return data


class ReplyForm(PostForm):
    """A reply, perhaps to one post of the thread. The token makes a repeated submission harmless."""

    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    answers = forms.ModelChoiceField(Post.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, thread: Thread | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thread = thread
        if self.is_bound and thread:
            cast("forms.ModelChoiceField[Post]", self.fields["answers"]).queryset = self._answerable(thread)

    @property
    def answering(self) -> Post | None:
        """The post that this reply answers, from bound or initial data."""
        pk = number_in(str(self["answers"].value() or ""))
        return self._answerable(self.thread).filter(pk=pk).first() if self.thread and pk else None

    def _answerable(self, thread: Thread) -> QuerySet[Post]:
        return Post.objects.filter(thread=thread, state=State.PUBLISHED).select_related("author")

    def quote(self, pk: str) -> None:
        """Answer a post and append its quote to the composer; nothing for a post that is not in the thread."""
        self.initial["answers"] = pk
        if post := self.answering:
            body, rich = str(self.initial.get("body") or ""), bool(self.initial.get("rich"))
            with suppress(richtext.TooMuch):  # a draft that must be shortened first
                self.initial.update(body=begin_with_quote(body, post, rich=rich), rich=True)
            self.initial.setdefault("labels", post.labels)


class EmptyReply:
    """An empty reply form: the same for all members except for its token.

    Its fields are built only when their cached HTML is missing: templates/forum/_reply_form.html reads `form`."""

    is_empty = True

    def __init__(self, thread: Thread, shown: str = "") -> None:
        self.thread, self.token, self.shown = thread, uuid4(), shown

    @property
    def form(self) -> ReplyForm:
        """The fields."""
        return ReplyForm(thread=self.thread)


class StartForm(PostForm):
    """A new thread."""

    title = LineField(
        label=_("Title"),
        max_length=150,
        min_length=4,
        help_text=_("A few words that say what it’s about."),
        error_messages={
            "required": _("Enter a title. A few words are enough."),
            "min_length": _("Make the title a little longer so people know what it’s about."),
            "max_length": _("Shorten the title to 150 characters or fewer."),
        },
    )
    body = RichTextField(label=_("What would you like to say or ask?"), strip=True)
    topics = RowsField(
        Topic.objects.all(),
        label=_("Topics"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People who read about a topic will find your discussion there."),
    )
    audience = forms.ChoiceField(
        label=_("Who can read it"),
        choices=[(Audience.PUBLIC, _("Everyone")), (Audience.MEMBERS, _("Members only"))],
        initial=Audience.PUBLIC,
        widget=forms.RadioSelect,
    )
    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
    field_order = ["title", "body", "topics", "labels", "audience"]


class EditForm(PostForm):
    """An edited post. `version` is the one that the author saw; `stored` is the post's HTML."""

    body = RichTextField(label=_("Your post"), strip=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stored: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored

    @property
    def has_formatting(self) -> bool:
        """Whether the stored post has formatting that is not in its plain text."""
        shown = composer_text(self.stored, rich=True)
        return richtext.from_plain(shown.plain).html != shown.html

    def clean(self) -> dict[str, Any]:
        """Preserve the formatting, which a plain box does not show, when its text comes back unchanged."""
        data = super().clean()
        if self.stored and "text" in data and not data["rich"]:
            shown = composer_text(self.stored, rich=True).plain
            if shown.strip() == data["body"].replace("\r\n", "\n").strip():
                data["text"] = richtext.clean(self.stored)
        return data


def choices_in(submitted: QueryDict) -> str:
    """Return what a submitted form holds beside its text, as a draft stores it."""
    return urlencode([(name, value) for name in CHOICES for value in submitted.getlist(name) if value])


def _words(text: RichText | None) -> str:
    """The words, and the mail addresses of links."""
    if text is None:
        return ""
    return "\n".join([text.plain, *map(html.unescape, _MAIL_LINK.findall(text.html))])
