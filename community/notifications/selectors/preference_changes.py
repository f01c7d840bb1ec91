"""Say in words what a member has just changed in their preferences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from community.notifications.models import Channel, Kind, Preferences


def changes(before: Preferences, after: Preferences) -> list[str]:
    """A sentence for each change; empty when nothing was changed."""
    return [*_of_channels(before, after), *_of_times(before, after), *_of_switches(before, after)]


def _of_channels(before: Preferences, after: Preferences) -> Iterator[str]:
    for channel in Channel:
        added = [str(kind.label) for kind in Kind if after.wants(channel, kind) > before.wants(channel, kind)]
        dropped = [str(kind.label) for kind in Kind if after.wants(channel, kind) < before.wants(channel, kind)]
        if added:
            yield _("%(channel)s, from now on: %(kinds)s.") % {"channel": channel.label, "kinds": "; ".join(added)}
        if dropped:
            yield _("%(channel)s, no longer: %(kinds)s.") % {"channel": channel.label, "kinds": "; ".join(dropped)}


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
