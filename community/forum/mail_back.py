"""Write to a member about a reply that they sent by email: calm, with their text, and never twice for one mail."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from community.core.access import allow
from community.core.http.site import absolute
from community.forum.models import Post, Thread
from community.members.models import Member

MOST_IN_A_DAY, DAY = 10, 86_400  # a program that answers ours could go on for ever
# Programs must not answer (RFC 3834, and what Exchange reads).
HEADERS = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


def not_posted(member: Member, text: str, reason: str | Promise, thread: Thread | None) -> None:
    """Send the text of a reply back, with the reason and, if there is one, where it can be posted."""
    link = absolute(f"{thread.get_absolute_url()}?page={thread.page_count}#reply") if thread else ""
    _send(member, _("Your reply wasn’t posted"), "not_posted", {"reason": reason, "text": text, "link": link})


def held(member: Member, post: Post) -> None:
    """Say that a moderator looks at the reply before others see it."""
    _send(member, _("A moderator will look at your reply first"), "held", {"link": absolute(post.get_absolute_url())})


def without_attachments(member: Member, post: Post) -> None:
    """Say that the reply is posted, and what was attached is not."""
    link = absolute(reverse("edit_post", args=[post.pk]))
    _send(member, _("Your reply was posted without its attachments"), "without_attachments", {"link": link})


def _send(member: Member, subject: str, template: str, context: dict[str, object]) -> None:
    if allow(f"mail back to member {member.pk}", MOST_IN_A_DAY, DAY):
        names = context | {"COMMUNITY_NAME": settings.COMMUNITY_NAME}
        body = render_to_string(f"forum/email/{template}.txt", names)
        EmailMessage(subject, body, to=[member.email], headers=HEADERS).send()
