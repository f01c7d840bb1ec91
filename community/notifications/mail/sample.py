"""Build the mail that a member asked for to see what our mails look like."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.core.http.site import absolute
from community.notifications.mail.content import PostForMail
from community.notifications.mail.message import Envelope, Mail, compose, written_for
from community.notifications.mail.notification import TEMPLATE, closing_links, discreet
from community.notifications.mail.post_text import write_post
from community.notifications.models import Delivery, Preferences


def build(delivery: Delivery) -> Mail:
    """Build the sample in the member's language and with their discreet setting, as a real mail would be."""
    member = delivery.recipient
    preferences = Preferences.objects.filter(pk=member.pk).first() or Preferences(member=member)
    with written_for(member, preferences):
        sentence = _("This is only a sample. Nobody wrote to you.")
        if preferences.is_discreet:
            return discreet(member, what=delivery.kind, key=delivery.key, words=sentence)
        heading = _("Sample: someone replied to you")
        post = _post(sentence)
        context = {
            "heading": heading,
            "preheader": sentence,
            "post": post,
            "author": _("Name of the person who wrote"),
            "text": write_post(post.html),
            "button": _("Back to “Alerts and emails”"),
            "button_url": post.url,
            "why": _("You get this email because you asked for a sample."),
            "links": closing_links(member, delivery.kind),
            "CONTENT_LANG": "",  # these words are ours
        }
        return compose(
            member, Envelope(heading, what=delivery.kind, key=delivery.key), TEMPLATE, context, discreet=False
        )


def _post(sentence: str) -> PostForMail:
    """Describe a post that nobody wrote."""
    html = format_html("<p>{}</p><p>{}</p>", sentence, _("In a real email you’d read their reply here."))
    return PostForMail(
        title="",
        url=absolute(reverse("preferences")),
        number=2,
        group=_("Name of the group"),
        author=None,
        html=html,
        published_at=timezone.now(),
        pictures=(),
        labels=0,
    )
