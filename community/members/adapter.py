"""Adapters that customise allauth: sign-up, sign-in, mail and error messages."""

import secrets
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from community.core.http.limits import client_address
from community.core.http.origins import own_page
from community.members import sign_in_limits
from community.members.account_errors import ERRORS, SECOND_STEP_ERRORS
from community.members.display import Display, language_in_cookie
from community.members.models import HUES, Member

# Mails that whoever knows an address can cause, and what they are counted as
BY_ANYBODY = {
    "account/email/password_reset_key": "reset",
    "account/email/unknown_account": "reset",
    "account/email/account_already_exists": "join",
    "account/email/email_confirmation": "join",
    "account/email/email_confirmation_signup": "join",
}
# What these say is not so for a closed account, and each would lead to the other.
NOT_FOR_A_CLOSED_ACCOUNT = ("account/email/unknown_account", "account/email/account_already_exists")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up with a pseudonym, our error messages, and one password prompt in five minutes."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        """Store a new member with a random avatar colour and the choices made in this browser as a guest."""
        user.hue = secrets.randbelow(HUES) + 1
        user.set_display(Display.from_request(request), language_in_cookie(request))
        saved: Member = super().save_user(request, user, form, commit)
        return saved

    def login(self, request: HttpRequest, user: Member) -> None:
        """Sign a member in; one without display choices adopts those made in this browser as a guest."""
        chosen, language = Display.from_request(request), language_in_cookie(request)
        super().login(request, user)
        if chosen and not Display.from_member(user):
            user.save_display(chosen, user.language or language)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try by network and name, and by name, before the password is checked. Raises ValidationError."""
        login = credentials.get("email") or credentials.get("username") or ""
        self._tries, error = sign_in_limits.count_password(request, login)
        if error:
            raise self.validation_error(error)

    def _rollback_login_failed_rl_usage(self) -> None:
        """Undo the count after a right password; allauth calls this."""
        sign_in_limits.give_back(self._tries)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send mail in the language that its recipient chose; without a choice, in the request's.

        What anybody can cause is sent to an address a few times only: the links of earlier mails are still valid."""
        with_address = Member.objects.filter(email__iexact=email).first()  # always: the time must not tell
        person = context.get("user") or with_address
        since = getattr(context.get("user"), "last_login", None)
        kind = BY_ANYBODY.get(template_prefix)
        if kind and not sign_in_limits.may_mail(self.request, kind, email, since):
            return
        if with_address and not with_address.is_active and template_prefix in NOT_FOR_A_CLOSED_ACCOUNT:
            template_prefix = "account/email/closed_account"
            context = context | {"contact_url": self.request.build_absolute_uri(reverse("contact"))}
        language = person.language if isinstance(person, Member) else ""
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self, template_prefix: str, user: Member, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a member of a change in their language, also at an address that is no longer theirs."""
        super().send_notification_mail(template_prefix, user, {"user": user} | (context or {}), email)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link in the mail, which leads back to the page that the member came from."""
        link: str = super().get_email_confirmation_url(request, emailconfirmation)
        came_from = own_page(request.POST.get("next", ""))
        return f"{link}?{urlencode({'next': came_from})}" if came_from else link

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Return where a confirmed address leads without `next`: to the page about it, or to signing in."""
        if self.request.user.is_authenticated:
            return reverse("account_email")
        url: str = super().get_email_verification_redirect_url(email_address)
        return url

    def is_safe_url(self, url: str) -> bool:
        """Allow redirects to paths of this site only; allauth's own check fails for "http://["."""
        return bool(own_page(url))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that all our limits count by; allauth's own fails without one."""
        return client_address(request)

    def can_delete_email(self, email_address: Any) -> bool:
        """Forbid deleting the primary address, which resetting a password needs."""
        return not email_address.primary and bool(super().can_delete_email(email_address))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Skip the prompt when a member without a second factor has just entered the password.

        Otherwise setting up the first second factor right after signing in would ask for the same password again."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required and not (self._entered_password_recently() and not is_mfa_enabled(self.request.user))

    def _entered_password_recently(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return any(record["method"] == "password" and record["at"] > since for record in records)


class SecondStepAdapter(DefaultMFAAdapter):
    """Our error messages for the second factor."""

    error_messages = DefaultMFAAdapter.error_messages | SECOND_STEP_ERRORS
