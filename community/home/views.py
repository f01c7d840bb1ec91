"""The front page and the pages that belong to nobody else: where to begin, guidelines, privacy, help."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.access import everyone
from community.core.page_cache import of_site, shared
from community.forum.models import Thread
from community.forum.queries import groups_for
from community.forum.versions import of_all
from community.home.queries import today_began, wrote_since

LATEST = 5
WEEK = timedelta(days=7)
WAYS = ("just-diagnosed", "it-came-back", "i-care-for-someone")


@shared(of_all)
@everyone
def home(request: HttpRequest) -> HttpResponse:
    """What this is, how many wrote today, three ways in, the groups, and what people talk about."""
    midnight = today_began()
    today = wrote_since(midnight)
    public = Thread.objects.public().not_hidden_from(request.user)
    context = {
        "today": today,
        "week": 0 if today else wrote_since(midnight - WEEK),
        "groups": groups_for(request.user),
        "threads": public.for_display().order_by("-last_activity_at", "-pk")[:LATEST],
    }
    return render(request, "home/home.html", context)


@shared(of_all)
@everyone
def begin(request: HttpRequest, way: str) -> HttpResponse:
    """A first page for somebody newly diagnosed, ill again, or caring for someone."""
    if way not in WAYS:
        raise Http404
    return render(request, f"home/begin/{way}.html", {"groups": groups_for(request.user)})


@shared(of_site)
@everyone
def guidelines(request: HttpRequest) -> HttpResponse:
    """The rules of the house, each with an anchor that notices can link to."""
    return render(request, "home/guidelines.html")


@shared(of_site)
@everyone
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, why and for how long."""
    return render(request, "home/privacy.html")


@shared(of_site)
@everyone
def help(request: HttpRequest) -> HttpResponse:
    """Whom to turn to when it cannot wait."""
    return render(request, "home/help.html")
