"""The form of a member's preferences, and that of the button for a sample."""

import json
from collections.abc import Iterator
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import TZPATH, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Channel, Kind, Preferences, bit_of
from community.notifications.models.preferences import AT_ONCE, EVERYTHING, IN_DIGEST, bits_of
from community.notifications.operations.preferences import MAIL

USUAL, ABOUT_ME, NO_MAIL, OWN = "usual", "about_me", "no_mail", "own"
WAYS = {USUAL: (AT_ONCE, IN_DIGEST, 0), ABOUT_ME: (AT_ONCE, 0, 0), NO_MAIL: (0, 0, 0)}  # at once, daily, weekly
ALWAYS_ON_SITE = bits_of([Kind.MODERATED])  # a decision about a post must reach its author
# What people choose from: kinds of the same sort stand together.
GROUPS = [
    (_("About you"), [Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED, Kind.SUPPORTED]),
    (_("What you follow"), [Kind.REPLIED, Kind.STARTED, Kind.FOUND]),
    (_("From the moderators"), [Kind.MODERATED]),
]
CONTINENTS = tuple(
    f"{name}/"
    for name in ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)
COLUMNS = [
    field.name
    for field in Preferences._meta.concrete_fields
    if field.name not in ("member", "email_stop", "email_stopped_at", "daily_due_at", "weekly_due_at")
]
HOURS = [(hour, f"{hour}:00") for hour in range(24)]


@cache
def _names() -> list[str]:
    """The time zones' names of today, such as Asia/Kolkata, without their old ones, such as Asia/Calcutta.

    zone.tab lists the first alone; where the system has no such file, both are offered."""
    known = available_timezones()
    table = next((file for path in TZPATH if (file := Path(path, "zone.tab")).is_file()), None)
    if table is None:
        return sorted(name for name in known if name.startswith(CONTINENTS))
    lines = table.read_text(encoding="utf-8").splitlines()
    return sorted(known & {line.split("\t")[2] for line in lines if line and not line.startswith("#")})


def _zones() -> list[Any]:
    """Every time zone with a place's name, by continent."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in _names():
        continent, _slash, city = name.partition("/")
        found.setdefault(continent, []).append((name, city.replace("_", " ").replace("/", ", ")))
    ours = _("The community’s time: %(zone)s") % {"zone": settings.TIME_ZONE.replace("_", " ")}
    return [("", ours), *((continent, zones) for continent, zones in found.items() if len(zones) > 1)]


class PreferencesForm(forms.ModelForm[Preferences]):
    """What a member wants to hear of, and how. One of three ready choices, or each kind by itself."""

    way = forms.ChoiceField(
        label=_("Email"),
        choices=[
            (USUAL, _("The usual: at once when someone replies to you or mentions you, and once a day for the rest")),
            (ABOUT_ME, _("Only what’s about me: when someone replies to me or mentions me")),
            (NO_MAIL, _("No email: I’ll look on the site")),
            (OWN, _("My own choice, below")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    # The choices as the page showed them: what differs from them is what the member changed.
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    digest_hour = forms.TypedChoiceField(label=_("Send them at"), choices=HOURS, coerce=int)
    digest_weekday = forms.TypedChoiceField(
        label=_("Send the weekly email on"), choices=list(WEEKDAYS.items()), coerce=int
    )
    # In English, as the database of time zones names the places.
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=lazy(_zones, list), required=False)
    quiet_from = forms.TypedChoiceField(
        label=_("From"), choices=[("", _("No quiet hours")), *HOURS], coerce=int, empty_value=None, required=False
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Until"), choices=[("", _("No quiet hours")), *HOURS], coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = Preferences
        fields = [
            "digest_hour",
            "digest_weekday",
            "time_zone",
            "quiet_from",
            "quiet_until",
            "is_paused",
            "is_discreet",
            "shows_toasts",
        ]
        labels = {
            "is_paused": _("Pause everything"),
            "is_discreet": _("Discreet emails"),
            "shows_toasts": _("Show new replies on the page as they arrive"),
        }
        help_texts = {
            "is_paused": _("We send you no email and nothing to your phone. Your alerts stay on the site."),
            "is_discreet": _(
                "Nobody who sees your screen can tell what an email is about. It says “You have a new message”, with no"
                " names and no titles."
            ),
            "shows_toasts": _("In a small box at the edge of the page, while you’re reading."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["way"] = way_of(self.instance)
        self.initial["shown"] = json.dumps(model_to_dict(self.instance, COLUMNS))
        if (zone := self.instance.time_zone) and zone not in _names():
            self.fields["time_zone"] = forms.ChoiceField(
                label=_("Time zone"), choices=[*_zones(), (zone, zone)], required=False
            )
        for kind in Kind:
            channels = [channel for channel in Channel if not _is_fixed(kind, channel)]
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=kind.label,
                choices=[(channel.value, channel.label) for channel in channels],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.initial[kind.value] = [channel.value for channel in channels if self.instance.wants(channel, kind)]

    @property
    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields of the kinds, in groups."""
        for title, kinds in GROUPS:
            yield title, [self[kind.value] for kind in kinds]

    @property
    def whole(self) -> tuple[Channel, ...]:
        """The channels that the member chose as a whole, by another of the ready choices."""
        way = self.cleaned_data["way"]
        return MAIL if way not in (OWN, self.initial["way"]) else ()

    def clean(self) -> dict[str, Any]:
        """Check that quiet hours have a beginning and an end, and put together the columns of the channels."""
        data = super().clean() or self.cleaned_data
        if (data.get("quiet_from") is None) != (data.get("quiet_until") is None):
            missing = "quiet_until" if data.get("quiet_until") is None else "quiet_from"
            self.add_error(missing, _("Choose both times, or neither."))
        elif data.get("quiet_from") is not None and data["quiet_from"] == data["quiet_until"]:
            self.add_error("quiet_until", _("Choose a different time here, or “No quiet hours” in both."))
        if not self.errors:
            self._choose_channels(data)
        return data

    def _choose_channels(self, data: dict[str, Any]) -> None:
        chosen = {
            channel: sum(bit_of(kind) for kind in Kind if channel in data.get(kind.value, ())) for channel in Channel
        }
        # Kinds that are yet to come are on the site too.
        chosen[Channel.SITE] |= ALWAYS_ON_SITE | (EVERYTHING & ~bits_of(Kind))
        boxes_changed = any(chosen[channel] != getattr(self.instance, channel) for channel in MAIL)
        # Where the boxes alone were changed, they count; where another ready choice was taken, that one does.
        if data["way"] != OWN and not (boxes_changed and data["way"] == self.initial["way"]):
            chosen |= dict(zip(MAIL, WAYS[data["way"]], strict=True))
        for channel, bits in chosen.items():
            setattr(self.instance, channel, bits)


class SampleForm(forms.Form):
    """The button "Send me a sample"; with the token a repeated submission sends nothing more."""

    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


def shown_in(sent: QueryDict, stored: Preferences) -> Preferences:
    """The preferences as the page showed them that this form was sent from; those stored, where it does not say."""
    try:
        values = json.loads(sent.get("shown", ""))
        shown = Preferences(member_id=stored.member_id, **{name: values[name] for name in COLUMNS})
        shown.clean_fields()
    except (ValueError, KeyError, TypeError, ValidationError):
        return copy(stored)
    return shown


def way_of(preferences: Preferences) -> str:
    """Which of the ready choices a member has; OWN for none of them."""
    mail = (preferences.email, preferences.daily, preferences.weekly)
    return next((way for way, bits in WAYS.items() if bits == mail), OWN)


def _is_fixed(kind: str, channel: str) -> bool:
    return channel == Channel.SITE and bool(bit_of(kind) & ALWAYS_ON_SITE)
