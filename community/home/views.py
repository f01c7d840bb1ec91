"""The front page and the pages that belong to nobody else: where to begin, guidelines, privacy, help."""

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.access import everyone
from community.forum.models import Group, Thread
from community.forum.models.group import Viewer, readable_by

LATEST = 5
WAYS = ("just-diagnosed", "it-came-back", "i-care-for-someone")


@everyone
def home(request: HttpRequest) -> HttpResponse:
    """What this is, three ways in, the groups, and what people talk about."""
    threads = Thread.objects.public().for_display().order_by("-last_activity_at", "-pk")[:LATEST]
    return render(request, "home/home.html", {"groups": _groups(request.user), "threads": threads})


@everyone
def begin(request: HttpRequest, way: str) -> HttpResponse:
    """A first page for somebody newly diagnosed, ill again, or caring for someone."""
    if way not in WAYS:
        raise Http404
    return render(request, f"home/begin/{way}.html", {"groups": _groups(request.user)})


@everyone
def guidelines(request: HttpRequest) -> HttpResponse:
    """The rules of the house, each with an anchor that notices can link to."""
    return render(request, "home/guidelines.html")


@everyone
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, why and for how long."""
    return render(request, "home/privacy.html")


@everyone
def help(request: HttpRequest) -> HttpResponse:
    """Whom to turn to when it cannot wait."""
    return render(request, "home/help.html")


def _groups(viewer: Viewer) -> QuerySet[Group]:
    """The groups that the viewer may see, each with the number of discussions that she finds there."""
    counted = readable_by(viewer, audience="tallies__audience", group="pk")
    return Group.objects.visible_to(viewer).annotate(
        discussions=Coalesce(Sum("tallies__thread_count", filter=counted), 0)
    )
