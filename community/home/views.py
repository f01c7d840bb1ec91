"""The front page and the pages that belong to nobody else: where to begin, guidelines, privacy, help."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.access import everyone
from community.core.caching.page_cache import of_site, shared
from community.core.caching.shell_cache import render_shell
from community.forum.selectors.groups import groups_for
from community.forum.versions import of_all
from community.home.selectors import Lately

WAYS = ("just-diagnosed", "it-came-back", "i-care-for-someone")


@shared(of_all)
@everyone
def home(request: HttpRequest) -> HttpResponse:
    """What this is, how many wrote today, three ways in, the groups, and what people talk about."""
    lately, version = Lately(request.user), of_all(request)
    personal = {"groups": groups_for(request.user), "lately": lately, "version": version}
    return render_shell(request, "home/home.html", lambda: {"lately": lately}, personal, key=(), version=version)


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
