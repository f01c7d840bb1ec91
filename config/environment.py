"""Read settings from the environment; a wrong one stops the start with a sentence that says what to write."""

import re
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def required(name: str) -> str:
    """Return a setting that has no default. Raises ImproperlyConfigured."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. `make serve` makes one for you; docs/settings.md lists them all."
        )
    return value


def whole_number(name: str, default: int, least: int = 0) -> int:
    """Return a whole number, `least` or more. Raises ImproperlyConfigured."""
    text = env.str(name, default=str(default)).strip()
    if not text.isdecimal() or len(text) > 9 or int(text) < least:
        raise ImproperlyConfigured(f"{name} is {text!r}. Write a whole number, {least} or more.")
    return int(text)


def switch(name: str, default: bool) -> bool:
    """Return whether a setting is on. Raises ImproperlyConfigured for what is neither yes nor no."""
    text = env.str(name, default=str(default)).strip().lower()
    if text not in (*YES, *NO):
        raise ImproperlyConfigured(f"{name} is {text!r}. Write 1 for yes, or 0 for no.")
    return text in YES


def one_of(name: str, words: Sequence[str], default: str) -> str:
    """Return one of these words. Raises ImproperlyConfigured for any other."""
    text: str = env.str(name, default=default)
    if text not in words:
        raise ImproperlyConfigured(f"{name} is {text!r}. Write one of {', '.join(words)}.")
    return text


def header_name(name: str, such_as: Sequence[str]) -> str:
    """Return the name of a header, or "". Raises ImproperlyConfigured for what is none."""
    text: str = env.str(name, default="")
    if text and not text.replace("-", "").isalpha():
        raise ImproperlyConfigured(f"{name} is {text!r}. Write the name of a header: {' or '.join(such_as)}.")
    return text


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone. Raises ImproperlyConfigured for any other word."""
    text: str = env.str(name, default=default)
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError) as unknown:  # no zone, a path, a folder
        wrong = f"{name} is {text!r}. Write a time zone by its continent and city, such as Europe/Madrid."
        raise ImproperlyConfigured(wrong) from unknown
    return text


def push_key(name: str) -> str:
    """Return a private key for push messages: 32 bytes in base64url (RFC 8292), or "". Raises ImproperlyConfigured."""
    text: str = env.str(name, default="").strip().rstrip("=")
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{43}", text):
        raise ImproperlyConfigured(f"{name} is no key for push messages. Copy the line in push-key of the data folder.")
    return text


def database(name: str) -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL database. Raises ImproperlyConfigured for any other address."""
    try:
        config: dict[str, Any] = env.db(name)
    except Exception as wrong:  # the parser raises whatever its parts do
        raise ImproperlyConfigured(_NO_DATABASE.format(name)) from wrong
    if not config["ENGINE"].endswith("postgresql") or not config["NAME"]:
        raise ImproperlyConfigured(_NO_DATABASE.format(name))
    return config


_NO_DATABASE = "{} is no address of a PostgreSQL database. Write one like postgres://user:password@host:5432/name."
