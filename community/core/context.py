"""What every template may say."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def community(request: HttpRequest) -> dict[str, Any]:
    """The names of the community and of who runs it, and whether this is the demo."""
    return {
        "COMMUNITY_NAME": settings.COMMUNITY_NAME,
        "ORGANISATION_NAME": settings.ORGANISATION_NAME,
        "DEMO": settings.DEMO,
    }
