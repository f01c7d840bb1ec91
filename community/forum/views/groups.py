"""A group's discussions, and starting one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from community.core import kept
from community.core.access import MemberRequest, everyone, members
from community.education.models import Topic
from community.forum import operations, queries
from community.forum.forms import StartForm
from community.forum.models import Group, Thread
from community.forum.views.keeping import keep_text_of_guests


@everyone
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The discussions of a group, in the order and on the topic that the reader chose."""
    found = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    order = request.GET.get("order", "activity")
    order = order if order in queries.ORDERS else "activity"
    in_group = threads = Thread.objects.visible_to(request.user).filter(group=found)
    topic = None
    if request.GET.get("topic"):
        topic = get_object_or_404(Topic, slug=request.GET["topic"])
        threads = threads.filter(topics=topic)
    page = queries.threads_page(threads, request.user, order=order, after=request.GET.get("after", ""))
    return render(
        request,
        "forum/group.html",
        {
            "group": found,
            "page": page,
            "order": order,
            "topic": topic,
            "figures": queries.group_figures(found, request.user),
            "topics": Topic.objects.filter(threads__in=in_group).distinct(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keep_text_of_guests
@members
def start(request: MemberRequest, slug: str) -> HttpResponse:
    """Start a discussion in a group."""
    found = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        initial = kept.take(request, request.path) or {"topics": Topic.objects.filter(slug=request.GET.get("topic"))}
        return render(request, "forum/start.html", {"group": found, "form": StartForm(initial=initial)})
    form = StartForm(request.POST)
    if not form.is_valid():
        return render(request, "forum/start.html", {"group": found, "form": form}, status=422)
    wanted = {name: form.cleaned_data[name] for name in ("title", "text", "token", "topics", "audience")}
    try:
        post = operations.start_thread(found, author=request.user, **wanted)
    except PermissionDenied as refused:
        return render(request, "forum/start.html", {"group": found, "form": form, "refused": refused}, status=403)
    return redirect(post)
