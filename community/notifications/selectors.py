"""Notifications as the list shows them: computed from what may still be seen, in a fixed number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.core import refs
from community.notifications.models import Kind, Notification

if TYPE_CHECKING:
    from community.members.models import Member


@dataclass(frozen=True)
class Row:
    """One line of the list. `url` is where it leads; `text` is a moderator's reason, where there is one."""

    notification: Notification
    sentence: str
    url: str
    text: str = ""

    @property
    def open_url(self) -> str:
        """The address that marks it read and leads on."""
        return reverse("open_notification", args=[self.notification.pk])


def rows_for(member: "Member", notifications: Sequence[Notification]) -> list[Row]:
    """The lines for these notifications; one whose thread the member may no longer see, or does not want to meet
    now, is left out, title and all."""
    contexts = refs.list_for(sorted({row.context for row in notifications}), member)
    posts = refs.list_for(sorted({row.source for row in notifications}), member)
    starts = {
        refs.split(row.context)[1]: row.first_number or 1
        for row in notifications
        if row.kind == Kind.REPLIED and row.open_key
    }
    news = refs.resolver_for("thread").news(starts, member)
    support = refs.resolver_for("post").support(
        {
            row.pk: (refs.split(row.source)[1], row.created_at, row.read_at)
            for row in notifications
            if row.kind == Kind.SUPPORTED
        }
    )
    lines = []
    for row in notifications:
        context, post = contexts.get(row.context), posts.get(row.source)
        if row.kind == Kind.MODERATED:
            url = post.url if post else context.url if context else reverse("own_posts")
            lines.append(Row(row, _moderated(context.title if context else ""), url, row.text))
        elif row.kind == Kind.ANSWERED and context and post:
            sentence = _("%(name)s replied to your post in “%(title)s”") % _names(post.author, context.title)
            lines.append(Row(row, sentence, post.url))
        elif row.kind == Kind.MENTIONED and context and post:
            sentence = _("%(name)s named you in “%(title)s”") % _names(post.author, context.title)
            lines.append(Row(row, sentence, post.url))
        elif row.kind == Kind.QUOTED and context and post:
            sentence = _("%(name)s quoted you in “%(title)s”") % _names(post.author, context.title)
            lines.append(Row(row, sentence, post.url))
        elif row.kind == Kind.SUPPORTED and context and post and row.pk in support:
            lines.append(Row(row, _supported(context.title, support[row.pk]), post.url))
        elif (
            row.kind == Kind.SUPPORTED and post and row.pk in support
        ):  # the member's own post, in a discussion with a muted label
            lines.append(Row(row, _("A hug or a thank you for a post of yours"), post.url))
        elif row.kind == Kind.REPLIED and context:
            lines.append(_replied(row, context, post, news.get(refs.split(row.context)[1])))
    return lines


def _replied(
    row: Notification, context: refs.ContentRef, post: refs.ContentRef | None, news: dict[str, object] | None
) -> Row:
    if news:  # an open row: what is there now, from the first unseen post
        others = int(str(news["people"])) - 1
        name = {"name": news["name"] or _("Somebody"), "title": context.title, "others": others}
        sentence = (
            ngettext(
                "%(name)s and %(others)d other replied in “%(title)s”",
                "%(name)s and %(others)d others replied in “%(title)s”",
                others,
            )
            if others
            else _("%(name)s replied in “%(title)s”")
        )
        return Row(row, sentence % name, reverse("post", args=[news["first"]]))
    if post:
        return Row(row, _("%(name)s replied in “%(title)s”") % _names(post.author, context.title), post.url)
    return Row(row, _("There were replies in “%(title)s”") % {"title": context.title}, context.url)


def _supported(title: str, given: Mapping[str, Any]) -> str:
    """Name who reacted since the row began: the last one by name, with the reaction when they are alone."""
    others = given["people"] - 1
    if others:
        sentence = ngettext(
            "%(name)s and %(others)d other sent you a hug or a thank you for your post in “%(title)s”",
            "%(name)s and %(others)d others sent you a hug or a thank you for your post in “%(title)s”",
            others,
        )
    else:
        sentence = {
            "hug": _("%(name)s sent you a hug for your post in “%(title)s”"),
            "thanks": _("%(name)s thanks you for your post in “%(title)s”"),
            "same": _("%(name)s says “Me too” to your post in “%(title)s”"),
            "helpful": _("%(name)s found your post in “%(title)s” helpful"),
        }[given["reaction"]]
    return sentence % {"name": given["name"], "title": title, "others": others}


def _moderated(title: str) -> str:
    if title:
        return _("A word from the moderators about “%(title)s”") % {"title": title}
    return _("A word from the moderators")


def _names(author: "Member | None", title: str) -> dict[str, str]:
    return {"name": author.username if author else _("Somebody"), "title": title}
