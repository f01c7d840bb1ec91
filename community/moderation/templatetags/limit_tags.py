"""Show a member their own limits, on the pages where they matter."""

from typing import Any

from django import template
from django.urls import reverse

from community.members.models import Sanction, Scope
from community.moderation.models import Act, AuditEntry

register = template.Library()
READING = (Scope.READ_ONLY, Scope.SUSPENDED)


@register.inclusion_tag("moderation/_limits.html", takes_context=True)
def limits_of(context: dict[str, Any], member: Any, *, on_writing: bool = False) -> dict[str, Any]:
    """List the limits in force, each with its page: all, or what matters on a page for writing.

    No query for a member without any."""
    if not (member.is_authenticated and member.is_limited):
        return {"limits": []}
    sanctions = Sanction.objects.visible_to(member).filter(member=member).in_force()
    if on_writing:
        sanctions = sanctions.filter(scope__in=READING if member.is_read_only else [Scope.HELD])
    limits = list(sanctions)
    entries = AuditEntry.objects.about(member).filter(act__in=[Act.LIMIT_MEMBER, Act.SUSPEND_MEMBER])
    pages = dict(entries.filter(source__in=[limit.key for limit in limits]).values_list("source", "pk"))
    return {
        "CONTENT_LANG": context.get("CONTENT_LANG", ""),
        "limits": [
            (limit, reverse("decision", args=[pages[limit.key]]) if limit.key in pages else "") for limit in limits
        ],
    }
