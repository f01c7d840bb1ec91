"""allauth's forms with our labels, hints and messages for empty fields."""

from copy import deepcopy
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.account.fields import PasswordField
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.translation import gettext_lazy as _

NEW_PASSWORD = (
    _("New password"),
    _("10 characters or more. Three or four words that do not belong together are easy to keep in mind."),
    _("Choose a password."),
)
SAME_AGAIN = (_("The same password again"), "", _("Write the new password a second time."))
PASSWORD = (_("Password"), "", _("Write your password."))
EMAIL = (_("Email"), "", _("Write your email address."))
CODE = (_("Code"), _("From your app, or one of your recovery codes."), _("Write the code."))


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
        "login": (_("Your name here, or your email"), "", _("Write your name here, or your email.")),
        "password": PASSWORD,
        "remember": (_("Keep me signed in on this device"), "", ""),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(OurTexts, account.SignupForm):
    password1 = PasswordField(autocomplete="new-password")  # see LoginForm.login

    texts = {
        "username": (
            _("Username: the name you use here"),
            _(
                "Everyone sees this name, and search engines may too. Please do not use your real name, or one you use "
                "elsewhere. A flower, a bird or a place you love works well. Letters, numbers, - and _."
            ),
            _("Choose a name."),
        ),
        "email": (
            _("Email"),
            _("Only for signing in and for the mail you ask for. Nobody else sees it."),
            EMAIL[2],
        ),
        "password1": (_("Password"), NEW_PASSWORD[1], NEW_PASSWORD[2]),
    }


class AddEmailForm(OurTexts, account.AddEmailForm):
    texts = {"email": EMAIL}


class ChangePasswordForm(OurTexts, account.ChangePasswordForm):
    texts = {
        "oldpassword": (_("The password you have now"), "", _("Write the password you have now.")),
        "password1": NEW_PASSWORD,
        "password2": SAME_AGAIN,
    }


class ResetPasswordForm(OurTexts, account.ResetPasswordForm):
    texts = {"email": EMAIL}


class ResetPasswordKeyForm(OurTexts, account.ResetPasswordKeyForm):
    """Set a new password, after following the link in the mail."""

    texts = {"password1": NEW_PASSWORD, "password2": SAME_AGAIN}


class ReauthenticateForm(OurTexts, account.ReauthenticateForm):
    """Confirm the password before a sensitive change."""

    texts = {"password": PASSWORD}


class CodeForm(OurTexts, second_step.AuthenticateForm):
    """Enter a code of the second factor to sign in."""

    texts = {"code": CODE}


class CodeAgainForm(OurTexts, second_step.ReauthenticateForm):
    """Confirm a code before a sensitive change."""

    texts = {"code": CODE}


class SetUpCodeForm(OurTexts, totp.ActivateTOTPForm):
    """Enter the first code, which proves that the app has the key."""

    texts = {"code": (CODE[0], _("Six digits, from your app."), CODE[2])}
