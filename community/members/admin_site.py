"""Django's admin with the second factor that every staff page requires."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from community.core.access import ask_second_factor, has_second_factor
from community.core.admin_pages import CommunityAdmin
from community.core.models import changing_site

# Every model that may be here, with what for. A new one must be added here too (tests/members/test_admin_secrets.py).
REGISTERED = {
    "django_tasks_database.DBTaskResult": "see whether tasks run: status and times only",
    "education.Condition": "edit education pages",
    "education.Page": "edit education pages",
    "education.Procedure": "edit education pages",
    "education.Topic": "edit the topics of discussions",
    "forum.Group": "edit groups, and who is in a private one",
    "members.Member": "change a role, close an account",
    "moderation.AuditEntry": "read what moderators did, and why",
    "newsletter.Subscriber": "see who subscribed; end a subscription that somebody asks to end",
    "notifications.Event": "see whether members are notified",
    "safety.Case": "read cases and reports, without messages to the team",
    "safety.WatchedPhrase": "read the word list, which moderators edit",
    "search.Synonyms": "edit the words that a search takes for one another",
}


class AlongsideAdminSite(AdminSite):
    """Admit administrators and editors with a second factor; raise Http404 for others.

    Nothing secret is read or edited here, whoever does it: sessions, second factors, mail and messages to the team have
    no pages."""

    site_header = site_title = "Alongside"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register our own pages; pass over those that a package brings, which may show secrets."""
        if admin_class is not None and issubclass(admin_class, CommunityAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether staff with a second factor in this session sent the request."""
        user: Any = request.user
        return user.is_authenticated and user.is_staff and has_second_factor(request)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Replace Django's sign-in form, which has neither rate limits nor a second factor."""
        if not getattr(request.user, "is_staff", False):
            raise Http404
        return ask_second_factor(request) or redirect("admin:index")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Replace Django's form, which takes any number of guesses at the present password."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Replace the page after Django's form."""
        return redirect("account_change_password")

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
