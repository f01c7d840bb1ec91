"""Labels as words, and the line that says what is hidden for a member now."""

from datetime import timedelta, tzinfo
from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from community.content_warnings import label_names
from community.core.http.time_zone import viewer_zone

register = template.Library()


@register.filter
def label_words(number: int) -> list[Promise]:
    """The names of the labels in this bit field."""
    return label_names(number)


@register.filter
def in_a_sentence(number: int) -> str:
    """The labels in the middle of a sentence: "prognosis, death and grief or graphic detail"."""
    return get_text_list([str(word).lower() for word in label_names(number)], _("or"))


@register.inclusion_tag("forum/_muted_labels.html", takes_context=True)
def muted_labels_line(context: dict[str, Any]) -> dict[str, Any]:
    """Say which labels the viewer mutes and until when, above a list that leaves muted threads out."""
    request = context.get("request")
    viewer = getattr(request, "user", None)
    muted_labels = viewer.muted_labels if viewer and viewer.is_authenticated else 0
    end = until_when(viewer, viewer_zone(request)) if request and muted_labels else {}
    return {"muted_labels": muted_labels, "request": request} | end


def until_when(member: Any, zone: tzinfo) -> dict[str, Any]:
    """When muting ends: `today` or `tomorrow` in the member's time zone, else the day; {} for no end."""
    if member.muted_until is None:
        return {}
    last_day = timezone.localdate(member.muted_until, zone)
    days = last_day - timezone.localdate(timezone=zone)
    return {"today": days < timedelta(1), "tomorrow": days == timedelta(1), "until": last_day}
