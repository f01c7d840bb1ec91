"""What was typed into a form that failed, for the pages that say so."""

from typing import Any

from django import template
from django.template import Context

from community.core.input_recovery.submitted import SubmittedForm, submitted_fields

register = template.Library()


@register.simple_tag(takes_context=True)
def submitted_form(context: Context) -> SubmittedForm | None:
    """The fields of this request's form (core/input_recovery/submitted.py); None where there are none."""
    request: Any = context.get("request")
    return submitted_fields(request) if request is not None else None
