"""Restrict views to members or staff, and how often a member may send; each URL declares its rule.

tests/test_access.py reads the rules. Limits are counted in the shared cache."""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from math import ceil
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.core.http.origins import page_before
from community.core.input_recovery.views import restores_input, stash_submitted

if TYPE_CHECKING:
    from community.members.models import Member

View = Callable[..., HttpResponse]
DAY, HOUR, MINUTE = 86_400, 3600, 60  # seconds
WITHOUT_SECOND_FACTOR = ("/accounts/", "/help/", "/contact/")
KNOWN_AFTER = timedelta(days=7)
KNOWN_MEMBERS_TIMES = 3  # as often as somebody who has just joined


class TooOften(Exception):
    """A member has reached a limit; they get their text back, to send it again later (core/http/middleware.py).

    `seconds` says how much later."""

    def __init__(self, act: str, seconds: int = MINUTE) -> None:
        super().__init__(act)
        self.seconds = seconds

    @property
    def when(self) -> str:
        """Say when to try again, in a sentence."""
        if self.seconds <= MINUTE:
            return _("Try again in a minute.")
        if self.seconds <= HOUR:
            minutes = ceil(self.seconds / MINUTE)
            return ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes}
        hours = ceil(self.seconds / HOUR)
        return ngettext("Try again in %(n)d hour.", "Try again in %(n)d hours.", hours) % {"n": hours}


class MemberRequest(HttpRequest):
    """A request whose user is signed in, for views behind `members`, `moderators` or `editors`."""

    user: "Member"


def everyone(view: View) -> View:
    """Allow guests too; the view itself shows only what the viewer may see."""
    return _declare(view, "everyone")


def members(view: View) -> View:
    """Allow signed-in members; redirect guests to sign in and back. Raises TooOften for many forms in a minute."""

    @wraps(view)
    def restricted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if request.method == "POST":
            count_change(request.user)
        return view(request, *args, **kwargs)

    return _declare(restricted, "members")


def moderators(view: View) -> View:
    """Allow moderators and administrators with a second factor in this session; raise Http404 for others."""
    return _staff(view, "moderators", lambda member: member.moderates)


def editors(view: View) -> View:
    """Allow editors and administrators with a second factor in this session; raise Http404 for others."""
    return _staff(view, "editors", lambda member: member.edits)


def staff(view: View) -> View:
    """Allow whoever may open Django's admin, with a second factor in this session; raise Http404 for others.

    The demo allows everybody: this is for pages about the software, not about people."""
    restricted = _staff(view, "staff", lambda member: member.is_staff)

    @wraps(view)
    def open_in_the_demo(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (view if settings.DEMO else restricted)(request, *args, **kwargs)

    return _declare(open_in_the_demo, "staff")


def _staff(view: View, rule: str, allowed: Callable[[Any], bool]) -> View:
    @wraps(view)
    def restricted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:  # the sign-in expired during writing
            return _ask_to_sign_in(request)
        if not request.user.is_authenticated or not allowed(request.user):
            raise Http404
        return ask_second_factor(request) or view(request, *args, **kwargs)

    return _declare(restores_input(restricted), rule)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign in, and then back here, or to the page of the button when this address has no page.

    What was submitted to a form that can restore it is stashed until then."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    if not getattr(request.resolver_match and request.resolver_match.func, "restores_input", False):
        return redirect_to_login(page_before(request))
    stash_submitted(request, _("You’ve been signed out. Your text is saved. Sign in to get it back."))
    return redirect_to_login(request.get_full_path())


def _declare(view: View, rule: str) -> View:
    vars(view)["access"] = rule
    return view


def has_second_factor(request: HttpRequest) -> bool:
    """Return whether this session passed a second factor that the member still has."""
    passed = any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
    return passed and is_mfa_enabled(request.user)


def ask_second_factor(request: HttpRequest, then: str = "") -> HttpResponse | None:
    """Redirect to setting up or entering a second factor, and from there to `then` or back; None if it was passed."""
    if has_second_factor(request):
        return None
    back_here = "?" + urlencode({"next": then or request.get_full_path()})
    if is_mfa_enabled(request.user):
        return redirect(reverse("mfa_reauthenticate") + back_here)
    messages.info(request, _("Set up two-step sign-in first. It protects the people you look after."))
    return redirect(reverse("mfa_activate_totp") + back_here)


class AskStaffForSecondFactor:
    """Require a second factor of staff on every page: they can do more than members on ordinary pages too.

    It runs after the CSRF check and before a view's own access decorator."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; process_view does the check, once the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Redirect to the second factor and then back; stash submitted input if the view can restore it."""
        if not request.user.is_authenticated or request.path.startswith(WITHOUT_SECOND_FACTOR):
            return None
        if not request.user.needs_second_factor:
            return None
        restores_input = getattr(view, "restores_input", False)
        is_post = request.method == "POST"
        redirect = ask_second_factor(
            request, page_before(request) if is_post and not restores_input else request.get_full_path()
        )
        if redirect and is_post and restores_input:
            stash_submitted(request, _("Your text is saved. You’ll get it back after this step."))
        return redirect


def allow(key: str, most: int, seconds: int = HOUR) -> bool:
    """Count one use of `key`; False after more than `most` uses in the `seconds` since the first."""
    name = "limit:" + hashlib.sha256(key.encode()).hexdigest()[:32]
    cache.add(name, 0, timeout=seconds)
    try:
        return cache.incr(name) <= most
    except ValueError:  # expired between the two calls: this is the first use of a new hour or minute
        cache.set(name, 1, timeout=seconds)
        return True


def count(member: "Member", act: str, most: int, seconds: int = MINUTE) -> None:
    """Count an act of a member; raise TooOften beyond `most`, or three times that for a member who is known.

    Known are all who joined a week ago, so that programs which sign up to flood the site are slowed down."""
    is_known = member.date_joined < timezone.now() - KNOWN_AFTER
    count_within(f"{act} of member {member.pk}", most * (KNOWN_MEMBERS_TIMES if is_known else 1), seconds)


def count_within(key: str, most: int, seconds: int) -> None:
    """Count one use of `key`; raise TooOften beyond `most`.

    Spans above a minute begin on the clock, so that their end is known; a minute begins with the first use."""
    now = int(time.time())
    span = f" in {now // seconds}" if seconds > MINUTE else ""
    if not allow(key + span, most, seconds):
        raise TooOften(key, seconds - now % seconds if span else seconds)


def count_change(member: "Member") -> None:
    """Count a form or a saved draft of a member, whatever it changes. Raises TooOften."""
    count(member, "changes", settings.CHANGES_PER_MINUTE)


def count_post(member: "Member") -> None:
    """Count what others are shown or told of: a post, an edit, a profile. Raises TooOften."""
    count(member, "posts", settings.POSTS_PER_MINUTE)
    count(member, "posts", settings.POSTS_PER_HOUR, HOUR)


def count_start(member: "Member") -> None:
    """Count a new discussion. Raises TooOften."""
    count(member, "discussions", settings.DISCUSSIONS_PER_DAY, DAY)
