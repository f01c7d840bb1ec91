"""Write the sentence of a notification."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.core.text.direction import isolated
from community.notifications.models import Kind

if TYPE_CHECKING:
    from community.members.models import Member

OF_ONE_POST = {
    Kind.REPLIED: gettext_lazy("%(name)s replied in “%(title)s”"),
    Kind.STARTED: gettext_lazy("%(name)s started the discussion “%(title)s”"),
    Kind.ANSWERED: gettext_lazy("%(name)s replied to your post in “%(title)s”"),
    Kind.MENTIONED: gettext_lazy("%(name)s mentioned you in “%(title)s”"),
    Kind.QUOTED: gettext_lazy("%(name)s quoted you in “%(title)s”"),
}
OF_ONE_REACTION = {
    "hug": gettext_lazy("%(name)s sent you a hug for your post in “%(title)s”"),
    "thanks": gettext_lazy("%(name)s thanked you for your post in “%(title)s”"),
    "same": gettext_lazy("%(name)s said “Me too” to your post in “%(title)s”"),
    "helpful": gettext_lazy("%(name)s found your post in “%(title)s” helpful"),
}


def of_one_post(kind: str, author: "Member | None", title: str) -> str:
    """Name the author of a post and its thread; a deleted author is "Somebody"."""
    return OF_ONE_POST[Kind(kind)] % {"name": author.username if author else _("Someone"), "title": isolated(title)}


def of_new_replies(name: str | None, others: int, title: str) -> str:
    """Name the newest of the authors who replied, and count the others."""
    values = {"name": name or _("Someone"), "title": isolated(title), "others": others}
    if not others:
        return OF_ONE_POST[Kind.REPLIED] % values
    sentence = ngettext(
        "%(name)s and %(others)d other replied in “%(title)s”",
        "%(name)s and %(others)d others replied in “%(title)s”",
        others,
    )
    return sentence % values


def of_replies(title: str) -> str:
    """Name the thread alone, when its new replies are gone."""
    return _("New replies in “%(title)s”") % {"title": isolated(title)}


def of_reactions(name: str, others: int, reaction: str, title: str) -> str:
    """Name the last member who reacted and count the others; name the reaction when there are none."""
    values = {"name": name, "title": isolated(title), "others": others}
    if not others:
        return OF_ONE_REACTION[reaction] % values
    sentence = ngettext(
        "%(name)s and %(others)d other reacted to your post in “%(title)s”",
        "%(name)s and %(others)d others reacted to your post in “%(title)s”",
        others,
    )
    return sentence % values


def of_reactions_without_title() -> str:
    """Name neither members nor thread."""
    return _("A reaction to one of your posts")


def of_new_result(words: str, title: str) -> str:
    """Name a saved search by its words, and the thread with its newest result."""
    values = {"words": isolated(words), "title": isolated(title)}
    return _("New result for your search “%(words)s”: “%(title)s”") % values


def of_decision(title: str) -> str:
    """Announce a moderator's decision, with the thread's title if the member may see it."""
    if title:
        return _("A message from the moderators about “%(title)s”") % {"title": isolated(title)}
    return _("A message from the moderators")
