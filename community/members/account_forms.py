"""allauth's forms with our labels, hints and messages for empty fields."""

from copy import deepcopy
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.fields import PasswordField
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import get_adapter as second_step_adapter
from allauth.mfa.base import forms as second_step
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib import messages
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.core.http.timing import MAIL, at_least
from community.core.text.email_addresses import AddressField, clean_address, meant_instead, without_unseen
from community.members import operations, sign_in_limits
from community.members.models import Member
from community.members.second_step import matching_step
from community.members.sessions import find_by_email

NEW_PASSWORD = (
    _("New password"),
    _("At least 10 characters. Three or four random words are easy to remember."),
    _("Choose a password."),
)
SAME_AGAIN = (_("Repeat the new password"), "", _("Enter the new password again."))
PASSWORD = (_("Password"), "", _("Enter your password."))
CURRENT_PASSWORD = (_("Current password"), "", _("Enter your current password."))
EMAIL = (_("Email"), "", _("Enter your email address."))
CODE = (_("Code"), _("From your app, or a recovery code."), _("Enter the code."))


class OurTexts:
    """Mixin for a form of allauth; `texts` maps a field to its label, hint and message when empty."""

    texts: ClassVar[dict[str, tuple[Any, Any, Any]]]
    fields: dict[str, Any]
    base_fields: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, missing) in self.texts.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages = {**field.error_messages, "required": missing}

    @classmethod
    def fields_to_restore(cls) -> dict[str, Any]:
        """Return the fields under their labels here, for a page that gives submitted input back."""
        fields = deepcopy(cls.base_fields)
        for name, (label, _hint, _missing) in cls.texts.items():
            fields[name].label = label
        return fields


class LoginForm(OurTexts, account.LoginForm):
    # allauth adds this field per instance; fields_to_restore reads the class.
    login = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "username"}))

    texts = {
        "login": (_("Username or email"), "", _("Enter your username or email.")),
        "password": PASSWORD,
        "remember": (_("Stay signed in on this device"), "", ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def clean_login(self) -> str:
        """Read a pasted name or address as it was meant; one that cannot be is nobody's."""
        login = without_unseen(self.cleaned_data["login"])
        try:
            return clean_address(login) if "@" in login else login
        except ValidationError:
            return login


class ChangeEmailForm(OurTexts, account.AddEmailForm):
    """Write a new address, which replaces the present one once it is confirmed."""

    email = AddressField()
    oldpassword = PasswordField(autocomplete="current-password")
    texts = {
        "email": (
            _("New email address"),
            _("We’ll send a link to it. Your address changes when you open the link."),
            _("Enter your new email address."),
        ),
        "oldpassword": CURRENT_PASSWORD,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.has_usable_password():
            del self.fields["oldpassword"]

    def clean_email(self) -> str:
        """Accept the address that waits to be confirmed too: its mail is sent again. Raises ValidationError."""
        email: str = self.cleaned_data["email"].lower()
        pending = EmailAddress.objects.get_new(self.user)
        return email if pending and pending.email == email else str(super().clean_email())

    def clean_oldpassword(self) -> str:
        """Compare it; wrong ones count with those on the page for a new password. Raises ValidationError."""
        password: str = self.cleaned_data["oldpassword"]
        tries, error = sign_in_limits.count_current_password(context.request)
        if error:
            raise account_adapter().validation_error(error)
        # Not user.check_password: it may store a newer hash, which ends the member's session.
        if not check_password(password, self.user.password):
            raise account_adapter().validation_error("enter_current_password")
        sign_in_limits.give_back(tries)
        return password

    def save(self, request: HttpRequest) -> EmailAddress:
        """Store the address and send the mail to it, with a word about a likely slip in it."""
        hint_at_slip(request, self.cleaned_data["email"])
        with at_least(MAIL):
            added: EmailAddress = super().save(request)
        return added


class SamePassword:
    """Mixin for a form with a new password that is written twice; allauth's own sentence for it is not ours."""

    cleaned_data: dict[str, Any]

    def clean_password2(self) -> str:
        """Compare the two. Raises ValidationError."""
        again: str = self.cleaned_data["password2"]
        if again != self.cleaned_data.get("password1", again):
            raise ValidationError(_("The two passwords aren’t the same. Enter them again."))
        return again


class ChangePasswordForm(SamePassword, OurTexts, account.ChangePasswordForm):
    texts = {
        "oldpassword": CURRENT_PASSWORD,
        "password1": NEW_PASSWORD,
        "password2": SAME_AGAIN,
    }


class ResetPasswordForm(OurTexts, account.ResetPasswordForm):
    email = AddressField()
    texts = {"email": EMAIL}

    def clean_email(self) -> str:
        """Find whose password it is with as many queries for an address of nobody."""
        email: str = self.cleaned_data["email"].lower()
        member = find_by_email(email)
        self.users = [member] if member and member.is_active else []
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the mail; for an address of nobody, read first what making a member's link reads."""
        with at_least(MAIL):  # the two mails are not the same work to write
            if not self.users:
                of_nobody = EmailAddress.objects.filter(user_id=0)
                of_nobody.filter(email=self.cleaned_data["email"]).exists()
                list(of_nobody)
            saved: str = super().save(request, **kwargs)
        return saved


class ResetPasswordKeyForm(SamePassword, OurTexts, account.ResetPasswordKeyForm):
    """Set a new password, after following the link in the mail."""

    texts = {"password1": NEW_PASSWORD, "password2": SAME_AGAIN}


class ReauthenticateForm(OurTexts, account.ReauthenticateForm):
    """Confirm the password before a sensitive change."""

    texts = {"password": PASSWORD}


class CodeForm(OurTexts, second_step.AuthenticateForm):
    """Enter a code of the second factor to sign in."""

    texts = {"code": CODE}

    def clean_code(self) -> str:
        """Accept a code once, and count wrong ones. Raises ValidationError."""
        return _accept_code(self)


class CodeAgainForm(OurTexts, second_step.ReauthenticateForm):
    """Confirm a code before a sensitive change."""

    texts = {"code": CODE}

    def clean_code(self) -> str:
        """Accept a code once, and count wrong ones. Raises ValidationError."""
        return _accept_code(self)


class SetUpCodeForm(OurTexts, totp.ActivateTOTPForm):
    """Enter the first code, which proves that the app has the key."""

    texts = {"code": (CODE[0], _("Six digits from your app."), CODE[2])}

    def clean_code(self) -> str:
        """Check the code with the key in the session, and count wrong ones. Raises ValidationError."""
        validate_can_add_authenticator(self.user)
        code: str = self.cleaned_data["code"]
        tries = _count(self.user, code)
        if matching_step(self.secret, code) is None:
            raise second_step_adapter().validation_error("incorrect_code")
        sign_in_limits.give_back(tries)
        return code


def hint_at_slip(request: HttpRequest, address: str) -> None:
    """Say on the next page what address may have been meant, for a slip such as gmial.com."""
    if meant := meant_instead(address):
        messages.info(request, _("Did you mean %(address)s? If so, enter that address instead.") % {"address": meant})


def _accept_code(form: Any) -> str:
    code: str = form.cleaned_data["code"]
    tries = _count(form.user, code)
    form.authenticator = operations.accept_code(form.user, code)
    if form.authenticator is None:
        raise second_step_adapter().validation_error("incorrect_code")
    sign_in_limits.give_back(tries)
    return code


def _count(member: Member, code: str) -> sign_in_limits.Usage:
    tries, error = sign_in_limits.count_code(context.request, member.pk, code)
    if error:
        raise account_adapter().validation_error(error)
    return tries
