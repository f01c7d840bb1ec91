"""Links in mail that act without signing in: stop a kind of mail, or mute a discussion.

The signature is the permission. It does not expire: an old mail must still be able to stop the next one."""

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from community.core.http.site import absolute

UNSUBSCRIBE, MUTE = Signer(salt="notifications.unsubscribe"), Signer(salt="notifications.mute")


def unsubscribe_link(member_pk: int, what: str) -> str:
    """The complete address that stops one kind of mail: a Kind, "daily", "weekly" or "all"."""
    token = UNSUBSCRIBE.sign_object([member_pk, what])
    return absolute(reverse("unsubscribe", args=[token]))


def mute_link(member_pk: int, context: str) -> str:
    """The complete address that mutes what is behind a key, such as "thread:45"."""
    return absolute(reverse("mute_from_mail", args=[MUTE.sign_object([member_pk, context])]))


def read_token(signer: Signer, token: str) -> tuple[int, str] | None:
    """The member's key, and what the link is about; None for a token that is not ours."""
    try:
        member_pk, what = signer.unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return int(member_pk), str(what)
