"""Offer a page in the other languages."""

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from community.core.text.languages import base_of

register = template.Library()


@register.simple_tag
def other_languages() -> list[tuple[str, str]]:
    """The languages other than the page's, once each whatever variants they have: code, and name in that language."""
    bases = dict.fromkeys(base_of(code) for code, _name in settings.LANGUAGES)
    return [(base, get_language_info(base)["name_local"]) for base in bases if base != base_of(get_language() or "")]
