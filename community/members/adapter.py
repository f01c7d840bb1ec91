"""Where allauth asks us how members sign up and sign in, and how it writes to them."""

import secrets
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils import translation

from community.members.account_words import ERRORS, SECOND_STEP_ERRORS
from community.members.display import Display, language_in_cookie
from community.members.models import HUES, Member


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by pseudonym, our words, one password in five minutes; everything else is allauth's own."""

    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        """Store the new member, with a colour for her picture and with what she chose while she was a guest."""
        user.hue = secrets.randbelow(HUES) + 1
        user.adopt(Display.from_request(request), language_in_cookie(request))
        saved: Member = super().save_user(request, user, form, commit)
        return saved

    def login(self, request: HttpRequest, user: Member) -> None:
        """Sign her in. Who has chosen nothing as a member goes on as she chose in this browser as a guest."""
        chosen, language = Display.from_request(request), language_in_cookie(request)
        super().login(request, user)
        if chosen and not Display.from_member(user):
            user.prefer(chosen, user.language or language)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language that she chose, whoever's request this is; without a choice in the request's own."""
        person = context.get("user") or Member.objects.filter(email__iexact=email).first()
        language = person.language if isinstance(person, Member) else ""
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def can_delete_email(self, email_address: Any) -> bool:
        """Never the main one, also when it is the only one: a forgotten password needs it."""
        return not email_address.primary and bool(super().can_delete_email(email_address))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for the first second step right after signing in: the password that was just given is the one that
        would be asked for again. With a second step there is more to lose, and allauth's rule stands."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required and not (self._gave_password_just_now() and not is_mfa_enabled(self.request.user))

    def _gave_password_just_now(self) -> bool:
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return any(record["method"] == "password" and record["at"] > since for record in records)


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step in our words."""

    error_messages = DefaultMFAAdapter.error_messages | SECOND_STEP_ERRORS
