"""The submitted fields of a failed request, for error pages."""

from typing import Any

from django import template
from django.template import Context

from community.core.input_recovery.submitted import SubmittedForm, submitted_fields

register = template.Library()


@register.simple_tag(takes_context=True)
def submitted_form(context: Context) -> SubmittedForm | None:
    """Return the fields that this request submitted (core/input_recovery/submitted.py), or None."""
    request: Any = context.get("request")
    return submitted_fields(request) if request is not None else None
