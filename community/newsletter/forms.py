"""The sign-up form of the newsletter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.core.text.email_addresses import AddressField

INVALID = _("Include a valid email address")


class SubscribeForm(forms.Form):
    """An email address. The wording of its two errors is prescribed."""

    email = AddressField(
        label=_("Email"),
        error_messages={"required": _("Email field is required"), "invalid": INVALID, "max_length": INVALID},
    )
