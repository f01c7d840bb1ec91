"""What was typed into a form that failed, for the pages that say so."""

from typing import Any

from django import template
from django.template import Context

from community.core.given_back import Typed, typed_in

register = template.Library()


@register.simple_tag(takes_context=True)
def what_she_typed(context: Context) -> Typed | None:
    """The fields of this request's form (core/given_back.py); None where there are none."""
    request: Any = context.get("request")
    return typed_in(request) if request is not None else None
