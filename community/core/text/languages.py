"""Languages and their variants: "en-gb" is English with dates as in the United Kingdom."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from django.utils.translation.trans_real import parse_accept_lang_header

# Where English is written with the month before the day; elsewhere as in the United Kingdom (Unicode CLDR, "en-001").
MONTH_FIRST = {"en-us", "en-ca", "en-ph", "en-pr", "en-gu", "en-vi", "en-as", "en-mh", "en-mp", "en-um"}


def base_of(code: str) -> str:
    """Return the language of a variant: "en" of "en-gb"."""
    return code.partition("-")[0]


def variant_for(language: str, accepted: str) -> str:
    """Return the variant of a language that a browser's Accept-Language header prefers; else the language itself."""
    offered = dict(settings.LANGUAGES)
    asked = (_offered(code) for code, _quality in parse_accept_lang_header(accepted) if base_of(code) == language)
    return next((code for code in asked if code in offered), language)


def language_of(request: HttpRequest) -> str:
    """Return the language that a request asks for by its cookie or by Accept-Language; else the community's own."""
    language = get_language_from_request(request)
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == language:
        return language
    return variant_for(language, request.headers.get("Accept-Language", ""))


def _offered(code: str) -> str:
    """Return the variant that is read for a code: "en-gb" for "en-au"."""
    if code in MONTH_FIRST:
        return "en"
    return "en-gb" if code.startswith("en-") else code
