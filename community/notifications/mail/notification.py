"""Build the mail about one notification: who did what, where, and the post's own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.content_warnings import list_of_names
from community.core import refs
from community.core.http.site import absolute
from community.core.text.direction import isolated
from community.members.models import Member
from community.notifications.mail.content import PostForMail
from community.notifications.mail.message import Envelope, Mail, compose, written_for
from community.notifications.mail.post_text import first_words, write_post
from community.notifications.mail_links import mute_link, unsubscribe_link
from community.notifications.models import Delivery, Kind, Notification, Preferences
from community.notifications.reply_addresses import reply_address
from community.notifications.selectors import sentences
from community.notifications.selectors.notification_list import NotificationRow, rows_for

TEMPLATE = "notifications/mail/notification"
PREVIEW = 120  # characters of the post that the list of an inbox shows
WITHOUT_POST = (Kind.SUPPORTED, Kind.MODERATED)
WHY = {
    Kind.REPLIED: gettext_lazy("You get this email because you follow this discussion."),
    Kind.STARTED: gettext_lazy("You get this email because you follow this group."),
    Kind.ANSWERED: gettext_lazy("You get this email because someone replied to your post."),
    Kind.MENTIONED: gettext_lazy("You get this email because someone mentioned you."),
    Kind.QUOTED: gettext_lazy("You get this email because someone quoted your post."),
    Kind.SUPPORTED: gettext_lazy("You get this email because someone reacted to your post."),
    Kind.FOUND: gettext_lazy("You get this email because you saved this search."),
    Kind.MODERATED: gettext_lazy("You get this email because the moderators wrote to you."),
}


@dataclass(frozen=True)
class Link:
    """A link below the mail."""

    words: str
    url: str


def build(delivery: Delivery) -> Mail | None:
    """Build the mail for a delivery by EMAIL; None when there is nothing left that the member may and wants to see."""
    member = delivery.recipient
    preferences = Preferences.objects.filter(pk=member.pk).first() or Preferences(member=member)
    with written_for(member, preferences):
        row = _row(delivery)
        if row is None:
            return None
        post = None
        if delivery.kind not in WITHOUT_POST:
            post = refs.resolver_for("post").for_mail(refs.split(delivery.source)[1], member)
            if post is None or _has_read(row, post):
                return None
        if preferences.is_discreet:
            return discreet(member, what=delivery.kind, key=delivery.key, thread=_thread(delivery, post))
        context = _of_post(delivery, row, post) if post else _without_post(delivery, row)
        envelope = Envelope(
            subject=_subject(context["heading"], post, delivery.kind),
            what=delivery.kind,
            key=delivery.context if post and post.number == 1 else delivery.key,
            sender=post.author.username if post and post.author else "",
            thread=_thread(delivery, post),
            reply_to=_reply_to(member, delivery, post),
        )
        return compose(member, envelope, TEMPLATE, context, discreet=False)


def discreet(member: Member, *, what: str, key: str, thread: str = "", words: str = "") -> Mail:
    """Build the mail that names nobody and nothing: who looks over a shoulder learns only that there is something.

    `words` stand in place of the usual ones."""
    is_digest = what not in Kind.values
    heading = _("You have new messages") if is_digest else _("You have a new message")
    words = words or (_("Sign in to read them.") if is_digest else _("Sign in to read it."))
    context = {
        "heading": heading,
        "preheader": words,
        "words": words,
        "button": _("Sign in"),
        "button_url": absolute(reverse("notifications")),
        "why": _("You asked us to say no more than this in an email."),
        "links": closing_links(member, what),
    }
    return compose(member, Envelope(heading, what=what, key=key, thread=thread), TEMPLATE, context, discreet=True)


def closing_links(member: Member, what: str) -> list[Link]:
    """Return the links that every mail ends with."""
    return [
        Link(_("Stop emails like this"), unsubscribe_link(member.pk, what)),
        Link(_("Choose what we send you"), absolute(reverse("preferences"))),
    ]


def address_of(row: NotificationRow) -> str:
    """Return where a mail leads: to the post, which marks the row as read, or by way of the row's own address."""
    return absolute(row.open_url if row.notification.kind in WITHOUT_POST else row.url)


def _row(delivery: Delivery) -> NotificationRow | None:
    """Load what the list on the site says of it now; None when it is read, withdrawn, muted or out of reach."""
    unread = Notification.objects.unread().filter(recipient=delivery.recipient_id)
    if delivery.open_key:
        found = unread.filter(open_key=delivery.open_key)[:1]
    else:
        found = unread.filter(source=delivery.source, kind=delivery.kind).order_by("-pk")[:1]
    rows = rows_for(delivery.recipient, list(found))
    return rows[0] if rows and not rows[0].mutes else None


def _has_read(row: NotificationRow, post: PostForMail) -> bool:
    """Whether the member has read this reply, while later ones hold the row open."""
    return row.notification.kind == Kind.REPLIED and post.number < (row.notification.first_number or 0)


def _of_post(delivery: Delivery, row: NotificationRow, post: PostForMail) -> dict[str, Any]:
    """Say what the mail about a post says. An open row names everybody who replied, the mail who wrote this post."""
    is_reply = delivery.kind == Kind.REPLIED
    heading = sentences.of_one_post(Kind.REPLIED, post.author, post.title) if is_reply else row.sentence
    author = post.author.username if post.author else _("Someone who has left")
    if post.author and post.author.badge:
        author = f"{author} · {post.author.badge}"
    text = write_post(post.html)
    words = "" if post.labels else first_words(post.html, PREVIEW)
    return {
        "heading": heading,
        "preheader": f"{heading}. {words}",
        "post": post,
        "author": author,
        "labels": list_of_names(post.labels) if post.labels else "",
        "text": text,
        "more": _unread_beside(row),
        "button": _button(is_cut=text.is_cut),
        "button_url": absolute(post.url),
        "why": WHY[Kind(delivery.kind)],
        "links": [
            Link(_("Mute this discussion"), mute_link(delivery.recipient_id, delivery.context)),
            *closing_links(delivery.recipient, delivery.kind),
        ],
    }


def _without_post(delivery: Delivery, row: NotificationRow) -> dict[str, Any]:
    """Say what the mail about a reaction or a decision says. A decision's words are for the site alone."""
    is_decision = delivery.kind == Kind.MODERATED
    words = (
        _("So that nobody else reads it, the message is only on the site. Sign in to read it.") if is_decision else ""
    )
    return {
        "heading": row.sentence,
        "preheader": words,
        "words": words,
        "button": _button(is_cut=False),
        "button_url": address_of(row),
        "why": WHY[Kind(delivery.kind)],
        "links": closing_links(delivery.recipient, delivery.kind),
    }


def _button(*, is_cut: bool) -> str:
    words = _("Read the rest on %(community)s") if is_cut else _("Read it on %(community)s")
    return words % {"community": settings.COMMUNITY_NAME}


def _unread_beside(row: NotificationRow) -> str:
    """Count the replies that an open row reports, where this post is not the only one."""
    count = row.replies.posts if row.replies else 0
    if count < 2:
        return ""
    return ngettext(
        "There is %(count)d new reply in this discussion.",
        "There are %(count)d new replies in this discussion.",
        count,
    ) % {"count": count}


def _subject(heading: str, post: PostForMail | None, kind: str) -> str:
    """Return the subject: the discussion's title alone where the mail belongs to its conversation.

    Gmail begins another conversation when a subject differs in more than "Re:". The sender's name says who wrote."""
    if post is None or kind == Kind.FOUND:
        return heading
    title = isolated(post.title)
    return title if post.number == 1 else f"Re: {title}"


def _thread(delivery: Delivery, post: PostForMail | None) -> str:
    return delivery.context if post and delivery.kind != Kind.FOUND else ""


def _reply_to(member: Member, delivery: Delivery, post: PostForMail | None) -> Sequence[str]:
    """Return where an answer by mail goes; without an address of its own, to the team."""
    address = reply_address(member.pk, refs.split(delivery.source)[1]) if post else ""
    return [address] if address else []
