"""Turn a member's answer to a mail into a reply, by the same rules as on the site."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.composing import pii
from community.core.access import TooOften
from community.core.text import richtext
from community.core.text.characters import clean_text, has_something_to_see
from community.core.text.email_addresses import clean_address
from community.forum import mail_back
from community.forum.models import Post, State, Thread
from community.forum.operations.reply import AlreadyPosted, reply_to
from community.members.models import Member
from community.notifications.reply_addresses import ReplyAddress, read_reply_address

TOO_OLD = gettext_lazy("You can reply to one of our emails for 60 days. This one is older.")
OTHER_SENDER = gettext_lazy("It came from %(sender)s. Reply from the email address that you use here.")
SENDER_SHOWN = 100  # characters
NO_WORDS = gettext_lazy("We couldn’t find your words in it. Write them above the text of our email.")
GONE = gettext_lazy("This discussion is no longer here.")
TOO_OFTEN = gettext_lazy("You’ve sent several posts in a short time.")
TOO_MUCH = gettext_lazy("It’s too long, or has too many lists or quotes inside each other. Make it simpler.")


@dataclass(frozen=True)
class MailedReply:
    """A mail to us: what its author wrote in it, without the mail that it answers."""

    recipients: tuple[str, ...]
    sender: str
    text: str
    message_id: str
    has_attachments: bool = False


class NotPosted(Exception):
    """The reply was not posted; the message says why, to its author."""


class OtherSender(Exception):
    """The mail is not from an address of the member. Its text is not sent on: it may be anybody's."""


def reply_by_mail(mail: MailedReply) -> Post | None:
    """Post the reply, or send its text back to the member with the reason.

    Nobody hears of a mail to an address that we did not give out, nor of one for a closed account. The member is
    written to at their own address, whoever sent the mail."""
    address = read_reply_address(mail.recipients)
    member = Member.objects.filter(pk=address.member, is_active=True).first() if address else None
    if address is None or member is None:
        return None
    with translation.override(member.language or settings.LANGUAGE_CODE):
        thread = Thread.objects.visible_to(member).filter(posts=address.post).first()
        try:
            added = _post(mail, address, member, thread)
        except AlreadyPosted:
            return None
        except OtherSender as reason:
            mail_back.not_posted(member, "", str(reason), thread)
        except TooOften as limit:
            mail_back.not_posted(member, mail.text, f"{TOO_OFTEN} {limit.when}", thread)
        except (NotPosted, PermissionDenied) as reason:
            mail_back.not_posted(member, mail.text, str(reason), thread)
        else:
            if added.state == State.HELD:
                mail_back.held(member, added)
            elif mail.has_attachments:
                mail_back.without_attachments(member, added)
            return added
    return None


def _post(mail: MailedReply, address: ReplyAddress, member: Member, thread: Thread | None) -> Post:
    """Post the reply. Raises NotPosted, OtherSender, PermissionDenied, TooOften or AlreadyPosted."""
    if not _is_own_address(member, mail.sender):
        raise OtherSender(OTHER_SENDER % {"sender": mail.sender[:SENDER_SHOWN]})
    if address.has_expired:
        raise NotPosted(TOO_OLD)
    if thread is None:
        raise NotPosted(GONE)
    text = _checked_text(mail.text)
    answers = Post.objects.visible_to(member).filter(pk=address.post, state=State.PUBLISHED, number__gt=1).first()
    return reply_to(
        thread,
        author=member,
        text=text,
        token=uuid5(NAMESPACE_URL, f"mid:{mail.message_id or _minute()}"),
        answers=answers,
        labels=answers.labels if answers else 0,
        once=True,
    )


def _checked_text(written: str) -> richtext.RichText:
    """Sanitise the text, and ask what the form asks. Raises NotPosted."""
    try:
        text = richtext.from_plain(clean_text(written))
    except richtext.TooMuch as wrong:
        raise NotPosted(TOO_MUCH) from wrong
    if not has_something_to_see(text.plain):
        raise NotPosted(NO_WORDS)
    if (over := len(text.plain) - settings.POST_LENGTH) > 0:
        too_long = ngettext(
            "Your text is %(over)d character too long. Shorten it a little.",
            "Your text is %(over)d characters too long. Shorten it or post it in two parts.",
            over,
        )
        raise NotPosted(too_long % {"over": over})
    if found := pii.find(text.plain):
        question = _("It may say who you are: “%(found)s”. If you want to share that, post your reply on the site.")
        raise NotPosted(question % {"found": found[0].text})
    return text


def _is_own_address(member: Member, sender: str) -> bool:
    try:
        address = clean_address(sender).lower()
    except ValidationError:
        return False
    confirmed = EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True)
    return address in {member.email.lower(), *(email.lower() for email in confirmed)}


def _minute() -> str:
    """Take the place of a missing Message-ID: a mail that is sent again within a minute is the same."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M}"
