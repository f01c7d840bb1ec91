"""Django's admin behind the same second factor as every staff page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from community.core.access import ask_second_factor, has_second_factor
from community.core.models import changing_site


class AlongsideAdminSite(AdminSite):
    """Lets in administrators with a second factor; for everyone else it does not exist."""

    site_header = site_title = "Alongside"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether an administrator asks, and gave her second factor in this session."""
        user: Any = request.user
        return user.is_authenticated and user.is_staff and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Never Django's own sign-in form: it knows neither limits nor the second factor."""
        if not getattr(request.user, "is_staff", False):
            raise Http404
        return ask_second_factor(request) or redirect("admin:index")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """As Django's; and whatever is sent here may stand on any page, so all kept pages are made anew."""
        guarded: Callable[..., Any] = super().admin_view(view, cacheable)

        @wraps(guarded)
        def noticed(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "POST":
                return guarded(request, *args, **kwargs)
            with changing_site():
                return guarded(request, *args, **kwargs)

        return noticed
