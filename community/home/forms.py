"""Forms of the front page and its pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.core.text.fields import LineField
from community.education.search import NamedTopic
from community.forum.selectors.groups import GroupChoice
from community.forum.selectors.search import Filters
from community.home.filter_phrases import filter_phrases
from community.home.search_results import ARTICLES, DISCUSSIONS
from community.search.terms import words_in

NOT_LISTED = {"invalid_choice": _("Choose one from the list.")}
# The first and last year of a calendar. Nearer to the ends of what a date can be, a day more or a time zone overflows.
FIRST_YEAR, LAST_YEAR = 1900, 2999


class DayField(forms.DateField):
    """A day of a year that a calendar shows."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        """Read the day. Raises ValidationError for no date and for another year."""
        day = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class SearchForm(forms.Form):
    """The words to search for, and what to narrow the search to."""

    q = LineField(
        label=_("Words to search for"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("That’s too much to search for. Use fewer words.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    only = forms.ChoiceField(
        label=_("Show"),
        required=False,
        error_messages=NOT_LISTED,
        choices=[("", _("Everything")), (DISCUSSIONS, _("Discussions")), (ARTICLES, _("Articles"))],
    )
    group = forms.ChoiceField(label=_("Group"), required=False, error_messages=NOT_LISTED)
    topic = forms.ChoiceField(label=_("Topic"), required=False, error_messages=NOT_LISTED)
    author = LineField(label=_("Written by"), required=False, max_length=150, help_text=_("A username."))
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    replies = forms.BooleanField(label=_("Only discussions with replies"), required=False)

    def __init__(self, typed: Any, *, groups: Iterable[GroupChoice], topics: Iterable[NamedTopic]) -> None:
        super().__init__(typed)
        self.fields["q"].widget.attrs |= {
            "data-combobox": static("js/combobox.js"),
            "data-suggestions": reverse("suggestions"),
        }
        self.topics = {topic.slug: topic.pk for topic in topics}
        choices: dict[str, list[tuple[str, Any]]] = {
            "group": [("", _("All groups")), *((group.slug, group.name) for group in groups)],
            "topic": [("", _("All topics")), *((topic.slug, topic.name) for topic in topics)],
        }
        self._listed = choices
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]

    def clean_until(self) -> date | None:
        """Check that the days are in order. Raises ValidationError."""
        since: date | None = self.cleaned_data.get("since")
        until: date | None = self.cleaned_data["until"]
        if since and until and until < since:
            raise ValidationError(_("This day is before the one in “From”."))
        return until

    @property
    def filters(self) -> Filters:
        """What the search is narrowed to; call it on a valid form."""
        chosen = self.cleaned_data
        return Filters(
            group=chosen["group"],
            topic=self.topics.get(chosen["topic"], 0),
            author=chosen["author"],
            since=chosen["since"],
            until=chosen["until"],
            has_replies=chosen["replies"],
        )

    @property
    def given(self) -> dict[str, str]:
        """What the search is narrowed to, as an address has it; call it on a valid form."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name != "q"}
        return {name: "on" if value is True else str(value) for name, value in chosen.items()}

    @property
    def phrases(self) -> list[str]:
        """What the search is narrowed to in words; call it on a valid form."""
        return filter_phrases(self.given, *(dict(self._listed[name][1:]) for name in ("group", "topic")))

    @property
    def can_be_saved(self) -> bool:
        """Whether a post that is still to be written can match; call it on a valid form."""
        chosen = self.cleaned_data
        is_over = chosen["until"] and chosen["until"] < timezone.localdate()
        return chosen["only"] != ARTICLES and bool(words_in(chosen["q"])) and not is_over

    @property
    def listed(self) -> str:
        """The groups and topics to choose from, as a key of what is rendered of them."""
        return "\n".join(f"{value} {label}" for name in ("group", "topic") for value, label in self._listed[name])

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words was filled in."""
        return any(self.data.get(name) for name in self.fields if name != "q")
