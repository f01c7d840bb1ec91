"""A group's discussions, and starting one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.core.access import MemberRequest, everyone, members
from community.core.caching.page_cache import shared
from community.core.caching.shell_cache import render_shell
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.education.models import Topic
from community.forum import operations, versions
from community.forum.forms import StartForm
from community.forum.models import Group
from community.forum.selectors.group_list import ORDERS, thread_list
from community.forum.selectors.groups import group_page, topics_in
from community.forum.selectors.similar import similar_to
from community.forum.views.drafting import begun, let_go_of_draft, preview_in_place
from community.forum.views.input_recovery import never_lose_text


@shared(versions.of_group, query=["order", "topic", "after"])
@everyone
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The threads of a group, in the order and on the topic that the query asks for."""
    page = group_page(request.user, slug)
    if page is None:
        raise Http404
    order = request.GET.get("order", "activity")
    order = order if order in ORDERS else "activity"
    topic = get_object_or_404(_topic_asked_for(request)) if request.GET.get("topic") else None
    threads = thread_list(page, request.user, order=order, after=request.GET.get("after", ""), topic=topic)
    shared = {
        "group": page.group,
        "order": order,
        "topic": topic,
        "discussions": page.discussions,
        "topics": SimpleLazyObject(lambda: list(topics_in(page.group, request.user))),
    }
    own = shared | {"page": threads, "site_version": page.site_version}
    key = (page.group.pk, order, topic and topic.pk, page.discussions, page.viewer_joined)
    return render_shell(request, "forum/group.html", lambda: shared, own, key=key, version=page.version)


@require_http_methods(["GET", "HEAD", "POST"])
@never_lose_text
@members
@accepts_forms(StartForm)
def start(request: MemberRequest, slug: str) -> HttpResponse:
    """Start a discussion in a group."""
    found = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        initial = stash.pop(request, request.path)
        form = StartForm(initial=initial or {"topics": _topic_asked_for(request)})
        if not initial and (draft := begun(request, found.key)):
            form.go_on_with(draft)
        form.begin_with(request.user, found.key)
        return render(request, "forum/start.html", {"group": found, "form": form})
    form = StartForm(request.POST)
    form.take_up(request, found.key)
    if part := preview_in_place(request, form):
        return part
    if form.comes_back:
        page = {"group": found, "form": form, "similar": similar_to(form.data.get("title", ""), request.user)}
        return render(request, "forum/start.html", page, status=form.status)
    wanted = {name: form.cleaned_data[name] for name in ("title", "text", "token", "topics", "audience", "labels")}
    try:
        post = operations.start_thread(found, author=request.user, pictures=form.chosen, **wanted)
    except PermissionDenied as refused:
        return render(request, "forum/start.html", {"group": found, "form": form, "refused": refused}, status=403)
    if post.number:
        messages.success(request, _("Your discussion is posted. We tell you when somebody replies."))
    return let_go_of_draft(request, redirect(post), found.key, form)


@require_safe
@members
def similar(request: MemberRequest, slug: str) -> HttpResponse:
    """What people talked about already under a title like ?title=, for the page on which she types it."""
    get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    found = similar_to(request.GET.get("title", ""), request.user)
    return render(request, "forum/_similar.html", {"similar": found})


def _topic_asked_for(request: HttpRequest) -> QuerySet[Topic]:
    """The topic in ?topic=, if there is one; slugify because PostgreSQL refuses to look for some characters."""
    return Topic.objects.filter(slug=slugify(request.GET.get("topic", "")))
