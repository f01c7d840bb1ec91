"""Avatars: initials on a colour that the member chose; no file, no third-party service."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.members.models import Member

register = template.Library()


@register.simple_tag
def avatar(person: Member | None, small: bool = False) -> SafeString:
    """Render an avatar beside a name, hidden from screen readers; "?" for None, a deleted member."""
    size = " small" if small else ""
    if person is None:
        return format_html('<span class="avatar{}" aria-hidden="true">?</span>', size)
    markup = '<span class="avatar{} hue-{}" aria-hidden="true">{}</span>'
    return format_html(markup, size, person.hue, person.initials)
