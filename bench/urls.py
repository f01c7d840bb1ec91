"""URLs of the community, and constant pages as the upper bound of what this server can reach."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from bench.prose import page_of
from community.core.access import everyone
from community.forum.models import Group
from config.urls import handler400, handler429, handler500  # noqa: F401 (Django looks for them here)


@everyone
def constant(request: HttpRequest, size: int) -> HttpResponse:
    """Answer with a constant page of `size` bytes."""
    return HttpResponse(_page(size))


@everyone
def one_row(request: HttpRequest, size: int) -> HttpResponse:
    """Answer with a constant page after one query by primary key."""
    Group.objects.values_list("name").get(pk=_first_group())
    return HttpResponse(_page(size))


@cache
def _page(size: int) -> bytes:
    return page_of(size)


@cache
def _first_group() -> int:
    return Group.objects.values_list("pk", flat=True)[0]


urlpatterns = [
    path("bench/constant/<int:size>/", constant),
    path("bench/one-row/<int:size>/", one_row),
    path("", include("config.urls")),
]
