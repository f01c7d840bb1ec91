"""A thread: read it, and reply."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from community.composing import operations as composing
from community.core.access import MemberRequest, everyone, members
from community.core.caching.page_cache import shared
from community.core.http.time_zone import viewer_zone
from community.core.input_recovery.forms import accepts_forms
from community.core.input_recovery.views import restores_input
from community.core.text.dates import format_date
from community.forum import operations, versions
from community.forum.forms.posting import ReplyForm
from community.forum.forms.reading import day_in
from community.forum.policies import can_reply, reason_against_reply
from community.forum.rendering import shown_posts
from community.forum.selectors.entries import entries_between
from community.forum.selectors.filters import first_on
from community.forum.selectors.moved import merged_into
from community.forum.selectors.thread_page import ThreadPage, thread_page
from community.forum.views.drafting import (
    count_submission,
    end_draft,
    how_sent,
    preview_fragment,
    saved_when_refused,
    submitted_form,
)
from community.forum.views.filters import filtered_page
from community.forum.views.merged import merged_page_or_404, redirect_merged
from community.forum.views.muted_labels import hidden_page
from community.forum.views.printing import printed_page
from community.forum.views.thread_page import (
    note_on_number,
    page_asked_for,
    record_visit,
    render_thread,
    reply_form,
    thread_page_or_404,
)


@shared(versions.of_thread, query=["page", "print"])
@everyone
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One page of a thread, or those of its posts that the query asks for."""
    page = thread_page(request.user, pk)
    if page is None:
        return redirect_merged(request, pk)
    if slug != page.thread.slug:
        query = request.META.get("QUERY_STRING")
        return redirect(page.thread.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    thread = page.thread
    if instead := hidden_page(request, thread) or filtered_page(request, page) or printed_page(request, thread):
        return instead
    if "date" in request.GET:
        return _go_to_day(request, page)
    number = page_asked_for(request, page.thread)
    form = reply_form(request, page)
    # Stashed input came back where no reply is allowed any more; an empty form exists only where one is.
    refused = reason_against_reply(request.user, thread) if isinstance(form, ReplyForm) else ""
    note = note_on_number(request, page.thread)
    return render_thread(request, page, number, form, refused=refused or None, note=note)


@require_http_methods(["GET", "HEAD", "POST"])
@members
@restores_input
@accepts_forms(ReplyForm)
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """Post a reply; a GET, as after signing in again, redirects to the form.

    What was written for a discussion that was merged meanwhile is posted where its posts are now."""
    page = thread_page(request.user, pk) or merged_page_or_404(request, pk)
    last = page.thread.page_count
    if request.method != "POST":
        return redirect(f"{page.thread.get_absolute_url()}?page={last}#reply")
    form = submitted_form(request, ReplyForm, page.thread.key, thread=page.thread)
    if part := preview_fragment(request, form):
        return part
    if form.comes_back:
        return render_thread(request, page, last, form, status=form.status)
    try:
        return _post_reply(request, page, form)
    except operations.AlreadyPosted as earlier:
        return render_thread(request, page, last, form, posted=earlier.post, status=409)
    except PermissionDenied as refused:
        if thread_page(request.user, pk) is None and merged_into(pk, request.user):  # at this very moment
            return _post_after_merge(request, pk, page, form)
        return render_thread(request, page, last, form, refused=refused, status=403)


def _post_after_merge(request: MemberRequest, pk: int, before: ThreadPage, form: ReplyForm) -> HttpResponse:
    """Post into the thread that took this one in; the draft that the refused attempt has saved goes."""
    body = form.cleaned_data["body"].replace("\r\n", "\n")
    response = _post_reply(request, merged_page_or_404(request, pk), form)
    composing.drop_draft(request.user, before.thread.key, version=form.draft_version, body=body)
    return response


def _post_reply(request: MemberRequest, page: ThreadPage, form: ReplyForm) -> HttpResponse:
    """Post what the valid form holds. Raises PermissionDenied, and AlreadyPosted until the author chose "again"."""
    values = {name: form.cleaned_data[name] for name in ("text", "token", "answers", "labels")}
    values |= how_sent(request, form) | {"follows": page.reading.follows}
    with saved_when_refused(request, page.thread.key, form):
        count_submission(request)
        post = operations.reply_to(page.thread, author=request.user, pictures=form.chosen, **values)
    if post.number:
        messages.success(request, _("Your reply is posted."))
    response = redirect(page.thread.url_of(post) if post.number else post)
    return end_draft(request, response, page.thread.key, form, has_draft=page.reading.has_draft)


@require_GET
@members
def posts_after(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """The posts after post `number`, up to the end of its page: what "2 new replies. Show" fetches."""
    page = thread_page_or_404(request, pk)
    page_number = page.thread.page_of(max(number, 1))
    entries = entries_between(page.thread, number + 1, page_number * settings.POSTS_PER_PAGE, request.user)
    posts = shown_posts(request, page, entries, may_reply=can_reply(request.user, page.thread))
    record_visit(request, page, entries)
    context = {"thread": page.thread, "posts": posts, "page": page_number}
    return render(request, "forum/thread.html#new_posts", context)


def _go_to_day(request: HttpRequest, page: ThreadPage) -> HttpResponse:
    """Redirect to the first post on or after the day in ?date=; without one, show the newest posts and say so."""
    day = day_in(request.GET["date"])
    if day is None:
        note = _("Choose a day, or enter it like this: 2025-07-16.")
        return render_thread(request, page, 1, reply_form(request, page), status=422, note=note)
    if number := first_on(page.thread, day, viewer_zone(request)):
        return redirect(f"{page.thread.get_absolute_url()}?number={number}#sought")
    note = _("Nobody has posted here since %(day)s. These are the newest posts.") % {"day": format_date(day)}
    if day > timezone.localdate(timezone=viewer_zone(request)):
        note = _("That day is in the future. These are the newest posts.")
    return render_thread(request, page, page.thread.page_count, reply_form(request, page), note=note)
