"""Django's admin with the second factor that every staff page requires."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from community.core.access import ask_second_factor, has_second_factor
from community.core.models import changing_site


class AlongsideAdminSite(AdminSite):
    """Admit administrators and editors with a second factor; raise Http404 for others."""

    site_header = site_title = "Alongside"

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether staff with a second factor in this session sent the request."""
        user: Any = request.user
        return user.is_authenticated and user.is_staff and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Replace Django's sign-in form, which has neither rate limits nor a second factor."""
        if not getattr(request.user, "is_staff", False):
            raise Http404
        return ask_second_factor(request) or redirect("admin:index")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Invalidate all cached pages on POST: what is edited here may appear on any page."""
        admin_view: Callable[..., Any] = super().admin_view(view, cacheable)

        @wraps(admin_view)
        def invalidating(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method != "POST":
                return admin_view(request, *args, **kwargs)
            with changing_site():
                return admin_view(request, *args, **kwargs)

        return invalidating
