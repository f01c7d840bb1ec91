"""Tag for the part of a page on which push messages are turned on and off."""

from typing import Any

from django import template

from community.notifications.selectors import push_devices as selector

register = template.Library()


@register.simple_tag(takes_context=True)
def push_devices(context: dict[str, Any]) -> selector.PushDevices:
    """Return the viewer's devices."""
    return selector.push_devices(context["request"])
