"""Labels as words, and the line that says what is hidden for a member now."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from community.content_warnings import label_names

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
    viewer = getattr(context.get("request"), "user", None)
    muted_labels = viewer.muted_labels if viewer and viewer.is_authenticated else 0
    return {"muted_labels": muted_labels, "request": context.get("request")} | (
        until_when(viewer) if muted_labels else {}
    )


def until_when(member: Any) -> dict[str, Any]:
    """When muting ends: `today` or `tomorrow` in the community's time zone, else the time; {} for no end."""
    if member.muted_until is None:
        return {}
    days = timezone.localdate(member.muted_until) - timezone.localdate()
    return {"today": days < timedelta(1), "tomorrow": days == timedelta(1), "until": member.muted_until}
