"""The old address of a discussion that was merged into another one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from community.forum.selectors.moved import merged_into, moved_post
from community.forum.selectors.thread_page import ThreadPage, thread_page
from community.forum.views.muted_labels import hidden_page


def redirect_merged(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the same post in the thread that has the posts of `pk` now. Raises Http404.

    The answer is permanent, and asked again each time: the merge may be undone."""
    thread = merged_into(pk, request.user)
    if thread is None:
        raise Http404
    if warning := hidden_page(request, thread):  # the address has the title in it
        return warning
    post = moved_post(pk, request.GET.dict(), thread)
    address = thread.get_absolute_url() if post is None else thread.url_of(post)
    if "number" not in request.GET:  # the browser adds the part of the address that it has not sent: #post-7
        address = address.partition("#")[0]
    response = redirect(address, permanent=True)
    response["Cache-Control"] = "no-cache"
    return response


def merged_page_or_404(request: HttpRequest, pk: int) -> ThreadPage:
    """Load the page of the thread that has the posts of `pk` now. Raises Http404."""
    thread = merged_into(pk, request.user)
    page = thread_page(request.user, thread.pk) if thread else None
    if page is None:
        raise Http404
    return page
