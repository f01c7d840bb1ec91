"""The round picture of a member: her initials on a colour that she chose. No file, no other company."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.members.models import Member

register = template.Library()


@register.simple_tag
def avatar(person: Member | None, small: bool = False) -> SafeString:
    """Beside the name it stands for, hidden from screen readers. None, somebody who is gone, is a "?"."""
    size = " small" if small else ""
    if person is None:
        return format_html('<span class="avatar{}" aria-hidden="true">?</span>', size)
    picture = '<span class="avatar{} hue-{}" aria-hidden="true">{}</span>'
    return format_html(picture, size, person.hue, person.initials)
