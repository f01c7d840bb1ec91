"""Build the daily and the weekly digest: about one screen of what is new to the member and was not mailed yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.core import refs
from community.core.http.site import absolute
from community.core.text.direction import isolated
from community.members.models import Member
from community.notifications.mail.content import OpenQuestion
from community.notifications.mail.message import Envelope, Mail, compose, written_for
from community.notifications.mail.notification import address_of, closing_links, discreet
from community.notifications.models import Channel, Delivery, Kind, Notification, Outcome, Preferences, bit_of
from community.notifications.selectors.notification_list import NotificationRow, rows_for

TEMPLATE = "notifications/mail/digest"
SHOWN = 5  # lines of a section
MOST = 200  # notifications that are looked at, newest first
PERIOD = {Channel.DAILY: timedelta(days=1), Channel.WEEKLY: timedelta(days=7)}
UNSENT = (Outcome.NOT_NEEDED, Outcome.FAILED)
ABOUT_A_POST = (Kind.ANSWERED, Kind.MENTIONED, Kind.QUOTED)
WAITING = timedelta(days=14)  # an unanswered question of before is no longer shown


@dataclass(frozen=True)
class Line:
    """One thing that is new: what it is called, what is new about it, and where it is."""

    title: str
    url: str
    figures: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under a heading; `subject` is the digest's, if this section is the first."""

    heading: str
    subject: str
    lines: Sequence[Line]

    @property
    def shown(self) -> Sequence[Line]:
        """The first lines."""
        return self.lines[:SHOWN]

    @property
    def more(self) -> str:
        """How many are left out."""
        count = len(self.lines) - SHOWN
        return ngettext("and %(count)d more", "and %(count)d more", count) % {"count": count} if count > 0 else ""


def build(delivery: Delivery) -> Mail | None:
    """Build the digest for a delivery by DAILY or WEEKLY; None when there is nothing to say.

    It reports what is from after the last one and before this one was due, so that no notification is in two, whenever
    they are sent. The number of queries is fixed."""
    member, channel = delivery.recipient, Channel(delivery.channel)
    preferences = Preferences.objects.filter(pk=member.pk).first() or Preferences(member=member)
    since = _last_reported(delivery)
    with written_for(member, preferences):
        rows = _rows(delivery, _kinds(preferences, channel), since)
        sections = _sections(rows, _questions(member, delivery, since))
        if not sections:
            return None
        if preferences.is_discreet:
            return discreet(member, what=channel, key=delivery.key)
        subject = sections[0].subject
        context = {
            "heading": _("Your daily email") if channel == Channel.DAILY else _("Your weekly email"),
            "preheader": " · ".join(section.subject for section in sections),
            "sections": sections,
            "button": _("See all notifications"),
            "button_url": absolute(reverse("notifications")),
            "why": _("You get this email every day there is something new.")
            if channel == Channel.DAILY
            else _("You get this email every week there is something new."),
            "links": closing_links(member, channel),
        }
        return compose(member, Envelope(subject, what=channel, key=delivery.key), TEMPLATE, context, discreet=False)


def _kinds(preferences: Preferences, channel: Channel) -> list[Kind]:
    """The kinds of a digest. What comes every day is not repeated at the end of the week."""
    chosen = preferences.daily if channel == Channel.DAILY else preferences.weekly & ~preferences.daily
    return [kind for kind in Kind if chosen & bit_of(kind)]


def _last_reported(delivery: Delivery) -> datetime:
    """Until when the last digest of this kind reported; one that failed reported nothing."""
    earlier = Delivery.objects.filter(
        recipient=delivery.recipient_id, channel=delivery.channel, created_at__lt=delivery.created_at
    ).filter(outcome__in=[Outcome.SENT, Outcome.NOT_NEEDED])
    last = earlier.order_by("-created_at").values_list("created_at", flat=True).first()
    return last or delivery.created_at - PERIOD[Channel(delivery.channel)]


def _rows(delivery: Delivery, kinds: Sequence[Kind], since: datetime) -> list[NotificationRow]:
    """What is to be reported: nothing muted, and no post twice.

    An open row counts the replies since it began. One of them that is a mail of its own, such as a mention, or another
    line of this digest, is not counted again."""
    found = list(_unreported(delivery, kinds, since)[:MOST])
    contexts = {row.context for row in found if row.kind == Kind.REPLIED}
    mailed = Delivery.objects.filter(recipient=delivery.recipient_id, channel=Channel.EMAIL, context__in=contexts)
    reported = set(mailed.exclude(outcome__in=UNSENT).values_list("source", flat=True))
    reported |= {row.source for row in found if row.kind in ABOUT_A_POST}
    rows = rows_for(delivery.recipient, found, but=reported)
    return [row for row in rows if not row.mutes]


def _unreported(delivery: Delivery, kinds: Sequence[Kind], since: datetime) -> QuerySet[Notification]:
    """The unread notifications for a digest, newest first, without those that are or will be a mail of their own."""
    own_mail = Delivery.objects.filter(
        recipient=delivery.recipient_id,
        channel=Channel.EMAIL,
        source=OuterRef("source"),
        kind=OuterRef("kind"),
        created_at__gte=OuterRef("created_at"),  # an earlier one was of earlier reactions to the same post
    ).exclude(outcome__in=UNSENT)
    unread = Notification.objects.unread().filter(recipient=delivery.recipient_id, kind__in=kinds)
    new = unread.filter(updated_at__gt=since, updated_at__lte=delivery.created_at)
    return new.filter(~Exists(own_mail)).order_by("-updated_at", "-pk")


def _questions(member: Member, delivery: Delivery, since: datetime) -> list[OpenQuestion]:
    """For a mentor: what nobody has replied to, if some of it is new; the same again would not be worth a mail."""
    questions: list[OpenQuestion] = refs.resolver_for("thread").unanswered_for(member, delivery.created_at - WAITING)
    asked = [question for question in questions if question.started_at <= delivery.created_at]
    return asked if any(question.started_at > since for question in asked) else []


def _sections(rows: Sequence[NotificationRow], questions: Sequence[OpenQuestion]) -> list[Section]:
    """Sort what is new into sections, what concerns the member most first."""
    by_kind: dict[str, list[NotificationRow]] = {}
    for row in rows:
        by_kind.setdefault(row.notification.kind, []).append(row)
    followed = by_kind.pop(Kind.REPLIED, [])
    started = by_kind.pop(Kind.STARTED, [])
    found = by_kind.pop(Kind.FOUND, [])
    personal = [row for row in rows if row.notification.kind in by_kind]
    known = {row.notification.context for row in rows}
    left = [question for question in questions if question.key not in known]
    sections = [_about_you(personal), _followed(followed), _found(found), _started(started), _unanswered(left)]
    return [section for section in sections if section.lines]


def _about_you(rows: Sequence[NotificationRow]) -> Section:
    count = len(rows)
    several = ngettext("%(count)d new notification about you", "%(count)d new notifications about you", count)
    subject = rows[0].sentence if count == 1 else several % {"count": count}
    return Section(_("About you"), subject, _sentences(rows))


def _followed(rows: Sequence[NotificationRow]) -> Section:
    rows = [row for row in rows if row.replies]  # nothing is left of the others
    count = sum(row.replies.posts for row in rows if row.replies)
    subject = ngettext(
        "%(count)d new reply in discussions you follow", "%(count)d new replies in discussions you follow", count
    )
    return Section(_("Discussions you follow"), subject % {"count": count}, [_of_replies(row) for row in rows])


def _of_replies(row: NotificationRow) -> Line:
    """Name the discussion first: in a list of several that is what people look for."""
    posts, name = (row.replies.posts, row.replies.name) if row.replies else (0, "")
    figures = ngettext("%(count)d new reply, by %(name)s", "%(count)d new replies, the latest by %(name)s", posts)
    figures %= {"count": posts, "name": name or _("Someone who has left")}
    return Line(isolated(row.title), absolute(row.url), figures)


def _found(rows: Sequence[NotificationRow]) -> Section:
    count = len(rows)
    subject = ngettext(
        "A saved search of yours has new results", "%(count)d saved searches of yours have new results", count
    )
    return Section(_("Your saved searches"), subject % {"count": count}, _sentences(rows))


def _started(rows: Sequence[NotificationRow]) -> Section:
    count = len(rows)
    subject = ngettext(
        "%(count)d new discussion in groups you follow", "%(count)d new discussions in groups you follow", count
    )
    return Section(_("New discussions"), subject % {"count": count}, _sentences(rows))


def _unanswered(questions: Sequence[OpenQuestion]) -> Section:
    count = len(questions)
    subject = ngettext("%(count)d discussion has no reply yet", "%(count)d discussions have no reply yet", count) % {
        "count": count
    }
    lines = [Line(isolated(question.title), absolute(question.url)) for question in questions]
    return Section(_("Nobody has replied to these yet"), subject, lines)


def _sentences(rows: Sequence[NotificationRow]) -> list[Line]:
    return [Line(row.sentence, address_of(row)) for row in rows]
