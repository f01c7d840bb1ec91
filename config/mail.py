"""Build the settings for sending mail, by SMTP or through a provider that django-anymail knows."""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Config = dict[str, Any]

# For each provider anymail's names for its key, and for what its reports of bounces are checked by
PROVIDERS = {
    "brevo": ("BREVO_API_KEY", "WEBHOOK_SECRET"),
    "mailgun": ("MAILGUN_API_KEY", "MAILGUN_WEBHOOK_SIGNING_KEY"),
    "postmark": ("POSTMARK_SERVER_TOKEN", "WEBHOOK_SECRET"),
}
SHORTEST_SECRET = 16  # characters


def anymail(provider: str, *, key: str, secret: str, api_url: str) -> Config:
    """Build ANYMAIL: the keys of the provider; nothing without one. Raises ImproperlyConfigured."""
    if not provider:
        return {}
    if provider not in PROVIDERS:
        raise ImproperlyConfigured(f"ALONGSIDE_MAIL_PROVIDER is {provider!r}. Write one of {', '.join(PROVIDERS)}.")
    if not key:
        raise ImproperlyConfigured(f"ALONGSIDE_MAIL_KEY is not set. {provider} shows it to whoever has the account.")
    option_for_key, option_for_secret = PROVIDERS[provider]
    config = {option_for_key: key, "REQUESTS_TIMEOUT": 10}
    if secret:
        has_colon = ":" in secret or provider == "mailgun"
        if len(secret) < SHORTEST_SECRET or not has_colon:
            raise ImproperlyConfigured(
                f"ALONGSIDE_MAIL_WEBHOOK_SECRET is too short, or has no colon. For {provider} see docs/settings.md."
            )
        config[option_for_secret] = secret
    if api_url:
        config[f"{provider.upper()}_API_URL"] = api_url
    return config


def mailers(provider: str, smtp: Config) -> Config:
    """Build MAILERS: the outbox of the worker, and what it sends with."""
    at_once: Config = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": smtp}
    if provider:
        at_once = {"BACKEND": f"anymail.backends.{provider}.EmailBackend"}
    return {"default": {"BACKEND": "community.core.mail.OutboxEmailBackend"}, "at_once": at_once}


def mailers_to_files(folder: str) -> Config:
    """Build MAILERS of the demo, which shows its mail on a page."""
    files: Config = {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": folder}}
    return {"default": files, "at_once": files}


def reply_domain(domain: str, provider: str, secret: str) -> str:
    """Return the domain that takes replies by email, "" where they are off. Raises ImproperlyConfigured."""
    if domain and not (provider and secret):
        raise ImproperlyConfigured(
            "ALONGSIDE_REPLY_DOMAIN needs ALONGSIDE_MAIL_PROVIDER and ALONGSIDE_MAIL_WEBHOOK_SECRET too."
        )
    if domain and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain.lower()):
        raise ImproperlyConfigured(f"ALONGSIDE_REPLY_DOMAIN is {domain!r}. Write a name like reply.example.org.")
    return domain.lower()
