"""A group's threads, and starting one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from community.composing.image_forms import load_images
from community.composing.typing_time import shown_now
from community.core.access import MemberRequest, count_start, everyone, members
from community.core.caching.page_cache import shared
from community.core.caching.shell_cache import render_shell
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.input_recovery.views import restores_input
from community.core.text.characters import clean_line
from community.education.models import Topic
from community.forum import operations, versions
from community.forum.forms.posting import StartForm
from community.forum.models import Group
from community.forum.selectors.group_list import ORDERS, thread_list
from community.forum.selectors.groups import group_page, topics_in
from community.forum.selectors.similar import similar_to
from community.forum.views.drafting import (
    count_submission,
    end_draft,
    how_sent,
    preview_fragment,
    saved_draft,
    saved_when_refused,
    submitted_form,
)
from community.forum.views.read_group import may_unread


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
        "thread_count": page.thread_count,
        "topics": SimpleLazyObject(lambda: list(topics_in(page.group, request.user))),
    }
    own = shared | {"page": threads, "site_version": page.site_version, "may_unread": may_unread(request, page.group)}
    own |= {"follows": page.follows, "mutes": page.mutes}
    key = (page.group.pk, order, topic and topic.pk, page.thread_count, page.viewer_joined)
    return render_shell(request, "forum/group.html", lambda: shared, own, key=key, version=page.version)


@require_http_methods(["GET", "HEAD", "POST"])
@members
@restores_input
@accepts_forms(StartForm)
def start(request: MemberRequest, slug: str) -> HttpResponse:
    """Start a thread in a group."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        return render(request, "forum/start.html", {"group": group, "form": _start_form(request, group)})
    form = submitted_form(request, StartForm, group.key)
    if part := preview_fragment(request, form):
        return part
    if form.comes_back:
        similar = similar_to(request.POST.get("title", ""), request.user)
        page = {"group": group, "form": form, "similar": similar}
        return render(request, "forum/start.html", page, status=form.status)
    return _post_discussion(request, group, form)


def _post_discussion(request: MemberRequest, group: Group, form: StartForm) -> HttpResponse:
    """Post what the valid form holds, or show it again with the reason."""
    values = {name: form.cleaned_data[name] for name in ("title", "text", "token", "topics", "audience", "labels")}
    values |= how_sent(request, form)
    page: dict[str, Any] = {"group": group, "form": form}
    try:
        with saved_when_refused(request, group.key, form):
            count_submission(request)
            if not values["once"]:
                count_start(request.user)
            post = operations.start_thread(group, author=request.user, pictures=form.chosen, **values)
    except operations.AlreadyPosted as earlier:
        return render(request, "forum/start.html", page | {"posted": earlier.post}, status=409)
    except PermissionDenied as refused:
        return render(request, "forum/start.html", page | {"refused": refused}, status=403)
    if post.number:
        messages.success(request, _("Your discussion is posted. We’ll tell you when someone replies."))
    return end_draft(request, redirect(post), group.key, form)


@require_safe
@members
def similar(request: MemberRequest, slug: str) -> HttpResponse:
    """List threads with a title like ?title=, for a member who is typing the title of a new one."""
    get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    return render(request, "forum/_similar.html", {"similar": similar_to(request.GET.get("title", ""), request.user)})


def _start_form(request: MemberRequest, group: Group) -> StartForm:
    """The form with stashed input or the draft, and with the images that wait for it."""
    stashed = stash.pop(request, request.path)
    asked = {"topics": _topic_asked_for(request), "title": clean_line(request.GET.get("title", ""))[:150]}
    initial = stashed or asked
    form = StartForm(initial=initial, images=load_images(request.user, group.key, typed=initial))
    if not stashed and (draft := saved_draft(request, group.key)):
        form.resume_draft(draft)
    elif not stashed:
        form.initial["shown"] = shown_now(request.user)
    return form


def _topic_asked_for(request: HttpRequest) -> QuerySet[Topic]:
    """The topic in ?topic=, or none; slugify removes characters that PostgreSQL refuses in a text."""
    return Topic.objects.filter(slug=slugify(request.GET.get("topic", "")))
