"""Show a thread for printing, all of it or the largest part that one page may have: ?print=1."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from community.core.text.parsing import number_in
from community.forum.models import Thread
from community.forum.selectors.printed import printed_part


def printed_page(request: HttpRequest, thread: Thread) -> HttpResponse | None:
    """Render the part that ?print= asks for; None when the request asks for none. Raises Http404."""
    if "print" not in request.GET:
        return None
    part = printed_part(thread, number_in(request.GET["print"]) or 0, request.user)
    if part is None:
        raise Http404
    address = request.build_absolute_uri(thread.get_absolute_url())
    return render(request, "forum/printed.html", {"thread": thread, "part": part, "address": address})
