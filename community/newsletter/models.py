"""Subscribers of the newsletter, who need no account."""

import secrets
from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    """Create a random token for the links that confirm or end a subscription."""
    return secrets.token_urlsafe(32)


class State(models.TextChoices):
    """The state of a subscription. Only confirmed addresses may receive the newsletter."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
    CONFIRMED = "confirmed", _("Confirmed")
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Queries on subscribers."""

    def with_address(self, email: str) -> Self:
        """Filter by address in any case; uses the index of the constraint below."""
        return self.alias(lowered=Lower("email")).filter(lowered=email.lower())


class Subscriber(models.Model):
    """An email address that was signed up for the newsletter."""

    email = models.EmailField(_("email"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("requested on"), auto_now_add=True)
    page = models.CharField(_("requested from the page"), max_length=200, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [models.UniqueConstraint(Lower("email"), name="subscriber_email_any_case")]

    def __str__(self) -> str:
        return self.email

    def ask_again(self, page: str) -> None:
        """Restart an ended subscription: unconfirmed, with a new token, so that old links no longer work."""
        self.state, self.token, self.page = State.UNCONFIRMED, new_token(), page
        self.save(update_fields=["state", "token", "page"])
