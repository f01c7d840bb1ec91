"""Close the sockets of a session that ends, end push messages with their sign-in, and let mail begin again."""

from typing import Any

from allauth.account.signals import email_changed, password_changed, password_set
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from community.notifications import operations, socket_messages
from community.notifications.push_device import device_of


@receiver(user_logged_out)
def close_sockets(user: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Send the session's name to the member's sockets: the session's row is deleted only after this signal."""
    if user is not None and request.session.session_key:
        message = {"type": "signed_out", "session": socket_messages.name_of_session(request.session.session_key)}
        socket_messages.send(socket_messages.inbox_group(user.pk), message)


@receiver(user_logged_out)
def turn_off_push_here(user: Any, request: HttpRequest, **kwargs: Any) -> None:
    """End push messages to the device on which a member signs out."""
    if user is not None and (device := device_of(request)):
        operations.turn_off_push_of_device(user, device)


@receiver(post_delete, sender=UserSession)
def turn_off_push_there(instance: UserSession, **kwargs: Any) -> None:
    """End push messages to a device on which a member was signed out from another one, or whose sign-in ran out."""
    operations.turn_off_push_of_session(socket_messages.name_of_session(instance.session_key))


# Django's signal for signing in comes before allauth's, at which it deletes the rows of sessions that have ended.
@receiver(user_logged_in)
@receiver(password_changed)
@receiver(password_set)
def move_push_to_new_session(user: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Tie push messages to the session that a device has now."""
    if (device := device_of(request)) and request.session.session_key:
        session = socket_messages.name_of_session(request.session.session_key)
        operations.move_push_to_session(user, device, session)


@receiver(email_changed)
def resume_email(user: Any, **kwargs: Any) -> None:
    """Send notifications again once a member has a new address."""
    operations.resume_email(user)
