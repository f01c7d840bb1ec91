"""The front page and single pages: where to begin, guidelines, privacy, help."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.access import everyone
from community.core.caching.page_cache import of_site, shared
from community.core.caching.shell_cache import render_shell
from community.forum.selectors.groups import groups_for
from community.forum.versions import of_all
from community.home.member_home import MemberHome
from community.home.selectors import RecentActivity

SITUATIONS = ("just-diagnosed", "it-came-back", "i-care-for-someone")


@shared(of_all)
@everyone
def home(request: HttpRequest) -> HttpResponse:
    """Introduce the community to a guest; show a member what is new for them."""
    if request.user.is_authenticated:
        site = of_site(request)
        own = {"home": MemberHome(request.user), "site_version": site}
        return render_shell(request, "home/member_home.html", dict, own, key=(), version=site)
    page = {"groups": groups_for(request.user), "activity": RecentActivity()}
    return render_shell(request, "home/home.html", lambda: page, {}, key=(), version=of_all(request))


@shared(of_all)
@everyone
def begin(request: HttpRequest, way: str) -> HttpResponse:
    """Introduce the site to somebody newly diagnosed, ill again, or caring for someone."""
    if way not in SITUATIONS:
        raise Http404
    return render(request, f"home/begin/{way}.html", {"groups": groups_for(request.user)})


@shared(of_site)
@everyone
def guidelines(request: HttpRequest) -> HttpResponse:
    """Show the community's guidelines, each with an anchor that messages link to."""
    return render(request, "home/guidelines.html")


@shared(of_site)
@everyone
def privacy(request: HttpRequest) -> HttpResponse:
    """Explain what is stored, why and for how long."""
    return render(request, "home/privacy.html")


@shared(of_site)
@everyone
def help(request: HttpRequest) -> HttpResponse:
    """List whom to contact in an emergency."""
    return render(request, "home/help.html")
