"""Say in words what a member has just changed in their preferences."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.notifications.models import Channel, Kind, Preferences


class Sentences(NamedTuple):
    """What is said of a channel: of kinds that are added, of kinds that are dropped, and when none is left."""

    added: Promise
    dropped: Promise
    nothing_left: Promise


# The kinds in the middle of a sentence.
THINGS = {
    Kind.REPLIED: gettext_lazy("replies in discussions you follow"),
    Kind.STARTED: gettext_lazy("new discussions in groups you follow"),
    Kind.ANSWERED: gettext_lazy("replies to your posts"),
    Kind.MENTIONED: gettext_lazy("posts that mention you"),
    Kind.QUOTED: gettext_lazy("posts that quote you"),
    Kind.SUPPORTED: gettext_lazy("reactions to your posts"),
    Kind.FOUND: gettext_lazy("new results of your saved searches"),
    Kind.MODERATED: gettext_lazy("decisions by the moderators"),
}
SENTENCES = {
    Channel.SITE: Sentences(
        gettext_lazy("You’ll get alerts on this site about %(things)s."),
        gettext_lazy("You won’t get alerts on this site about %(things)s any more."),
        gettext_lazy("You won’t get alerts on this site any more."),
    ),
    Channel.EMAIL: Sentences(
        gettext_lazy("We’ll email you at once about %(things)s."),
        gettext_lazy("We won’t email you at once about %(things)s any more."),
        gettext_lazy("We won’t email you at once about anything any more."),
    ),
    Channel.DAILY: Sentences(
        gettext_lazy("Your daily email will include %(things)s."),
        gettext_lazy("Your daily email won’t include %(things)s any more."),
        gettext_lazy("You won’t get a daily email any more."),
    ),
    Channel.WEEKLY: Sentences(
        gettext_lazy("Your weekly email will include %(things)s."),
        gettext_lazy("Your weekly email won’t include %(things)s any more."),
        gettext_lazy("You won’t get a weekly email any more."),
    ),
    Channel.PUSH: Sentences(
        gettext_lazy("We’ll send notifications to your phone or computer about %(things)s."),
        gettext_lazy("We won’t send notifications to your phone or computer about %(things)s any more."),
        gettext_lazy("We won’t send notifications to your phone or computer any more."),
    ),
}


def changes(before: Preferences, after: Preferences) -> list[str]:
    """A sentence for each change; empty when nothing was changed."""
    return [*_of_channels(before, after), *_of_times(before, after), *_of_switches(before, after)]


def _of_channels(before: Preferences, after: Preferences) -> Iterator[str]:
    for channel in Channel:
        sentences = SENTENCES[channel]
        added = [str(THINGS[kind]) for kind in Kind if after.wants(channel, kind) > before.wants(channel, kind)]
        dropped = [str(THINGS[kind]) for kind in Kind if after.wants(channel, kind) < before.wants(channel, kind)]
        if added:
            yield sentences.added % {"things": get_text_list(added, _("and"))}
        if dropped and not any(after.wants(channel, kind) for kind in Kind):
            yield str(sentences.nothing_left)
        elif dropped:
            yield sentences.dropped % {"things": get_text_list(dropped, _("and"))}


def _of_times(before: Preferences, after: Preferences) -> Iterator[str]:
    digest = ("digest_hour", "digest_weekday", "time_zone")
    if any(getattr(before, name) != getattr(after, name) for name in digest):
        yield _("The new times for your daily and weekly email are saved.")
    if (before.quiet_from, before.quiet_until) != (after.quiet_from, after.quiet_until):
        yield (_("Your quiet hours are off.") if after.quiet_from is None else _("Your quiet hours are saved."))


def _of_switches(before: Preferences, after: Preferences) -> Iterator[str]:
    for name, on, off in (
        (
            "is_paused",
            _("Everything is paused. We’ll send you nothing."),
            _("The pause is over. You’ll hear from us again."),
        ),
        ("is_discreet", _("Our emails no longer show names or titles."), _("Our emails show names and titles again.")),
        ("shows_toasts", _("You’ll see new replies pop up on the page."), _("Nothing pops up on the page any more.")),
    ):
        if getattr(before, name) != getattr(after, name):
            yield on if getattr(after, name) else off
