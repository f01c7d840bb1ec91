"""The form to join: our texts, one question about a real name, and names to choose from."""

from typing import Any
from uuid import uuid4

from allauth.account import forms as account
from allauth.account.fields import PasswordField
from allauth.account.internal.flows.email_verification import get_address_for_user
from allauth.account.utils import has_verified_email
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from community.core.text.email_addresses import AddressField
from community.members.account_forms import EMAIL, NEW_PASSWORD, OurTexts, hint_at_slip
from community.members.models import Member
from community.members.name_suggestions import suggest_names
from community.members.real_names import resembles_real_name


class SignupForm(OurTexts, account.SignupForm):
    email = AddressField()
    password1 = PasswordField(autocomplete="new-password")  # see LoginForm.login
    real_name = forms.CharField(required=False, widget=forms.HiddenInput)  # the name that was asked about

    texts = {
        "username": (
            _("Username"),
            _(
                "Everyone can see this name, and search engines may find it. Don’t use your real name or "
                "one you use elsewhere. Try a flower, a bird or a place you love. You can use letters, "
                "numbers, - and _."
            ),
            _("Choose a username."),
        ),
        "email": (
            _("Email"),
            _("Only for signing in and for emails you ask for. Nobody else can see it."),
            EMAIL[2],
        ),
        "password1": (_("Password"), NEW_PASSWORD[1], NEW_PASSWORD[2]),
    }

    def clean(self) -> dict[str, Any]:
        """Ask once about a name that looks like a real one: sending it again answers."""
        data: dict[str, Any] = super().clean()
        name = data.get("username", "")
        if name and resembles_real_name(name, data.get("email", "")) and data.get("real_name") != name:
            self.data: Any = self.data.copy()
            self.data["real_name"] = name
            self.add_error(
                "username",
                _("This looks like a real name, and everyone can see it. To use it anyway, choose “Join” again."),
            )
        return data

    @cached_property
    def suggestions(self) -> list[str]:
        """Free names to take instead of one that is refused; none while nothing is wrong with it."""
        if "username" not in self.errors:
            return []
        return suggest_names(str(self["username"].value() or ""), str(self["email"].value() or ""))

    def try_save(self, request: HttpRequest) -> Any:
        """Store the account; for a known address do the same work first, so that the time does not tell."""
        if self.account_already_exists:
            self._store_and_roll_back(request)
        hint_at_slip(request, self.cleaned_data["email"])
        return super().try_save(request)

    def _store_and_roll_back(self, request: HttpRequest) -> None:
        """Hash the password and store an account as for a new address, then undo it."""
        email, self.cleaned_data["email"] = self.cleaned_data["email"], f"{uuid4().hex}@nobody.invalid"
        self.account_already_exists = False
        with transaction.atomic():
            member = self.save(request)
            _read_as_the_mail_does(member)
            transaction.set_rollback(True)
        self.cleaned_data["email"], self.account_already_exists = email, True


def _read_as_the_mail_does(member: Member) -> None:
    """Read what allauth reads before it sends a new member the mail to confirm their address."""
    if not has_verified_email(member):
        assert get_address_for_user(member).user == member  # noqa: S101
