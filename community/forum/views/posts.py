"""A single post: its permalink, editing, removing, and what waits for a moderator."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.core.access import MemberRequest, everyone, members
from community.core.http.fragments import render_done, render_fragment, wants_fragment
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.text.richtext import RichText
from community.forum import operations
from community.forum.forms import EditForm
from community.forum.models import Group, Post, State, Thread
from community.forum.policies import check_can_edit, check_can_remove
from community.forum.views.drafting import preview_in_place
from community.forum.views.input_recovery import never_lose_text
from community.forum.views.muted_labels import hidden_page


@everyone
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink: the right page for this viewer, or her own post that waits for a moderator."""
    found = get_object_or_404(Post.objects.select_related("thread"), pk=pk)
    if found.number and Thread.objects.visible_to(request.user).filter(pk=found.thread_id).exists():
        # Said here already: the discussion's address has its title in it.
        return hidden_page(request, found.thread) or redirect(found.thread.url_of(found))
    if request.user.is_authenticated and found.author_id == request.user.pk:
        return render(request, "forum/own_post.html", {"post": found, "title": _title(request, found)})
    raise Http404


@members
def own_posts(request: MemberRequest) -> HttpResponse:
    """The member's posts that are not published: waiting, not published, or taken back."""
    own = Post.objects.filter(author=request.user).exclude(state=State.PUBLISHED)
    posts = own.select_related("thread").order_by("-created_at", "-pk")[:100]
    return render(request, "forum/own_posts.html", {"posts": posts, "groups": _groups(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_lose_text
@members
@accepts_forms(EditForm)
def edit_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what one's own post says."""
    found = _own(request, pk)
    page = {"post": found, "title": _title(request, found)}
    if request.method != "POST":
        check_can_edit(request.user, found)
        sort_value = {"body": found.html, "rich": True, "version": found.version}
        sort_value["labels"] = found.thread.labels if found.begins else found.labels
        initial = stash.pop(request, request.path) or sort_value
        form = EditForm(initial=initial)
        form.begin_with(request.user, found.key, shown=found.images)
        return render(request, "forum/edit_post.html", page | {"form": form})
    form = EditForm(request.POST)
    form.take_up(request, found.key, shown=found.images)
    form.posted = RichText(found.html, found.plain) if found.is_published else None
    if part := preview_in_place(request, form):
        return part
    if form.comes_back:
        return render(request, "forum/edit_post.html", page | {"form": form}, status=form.status)
    wanted = {name: form.cleaned_data[name] for name in ("text", "version", "labels")}
    try:
        changed = operations.edit_post(found, editor=request.user, pictures=form.chosen, **wanted)
    except (operations.NotPossible, PermissionDenied) as refused:
        status = 409 if isinstance(refused, operations.NotPossible) else 403
        return render(request, "forum/edit_post.html", page | {"form": form, "refused": refused}, status=status)
    messages.success(request, _("Your changes are saved."))
    return redirect(changed)


@members
def post_history(request: MemberRequest, pk: int) -> HttpResponse:
    """What one's own post said before it was edited."""
    found = _own(request, pk)
    page = {"post": found, "title": _title(request, found), "revisions": found.revisions.all()}
    return render(request, "forum/post_history.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@members
def remove_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's own post back, after a question."""
    found = _own(request, pk)
    if found.state == State.REMOVED and found.removed_by_author:
        return redirect("own_posts")  # the second click
    check_can_remove(request.user, found)
    if request.method != "POST":
        context = {"post": found, "title": _title(request, found)}
        return render_fragment(request, "forum/remove_post.html", "question", context)
    try:
        removed = operations.remove_post(found, by_author=True)
    except operations.NotPossible:
        return redirect("own_posts")  # the second click was as quick as the first
    if wants_fragment(request) and Thread.objects.visible_to(request.user).filter(pk=found.thread_id).exists():
        messages.success(request, _("Your post is removed."))
        return render_done(request, "forum/remove_post.html#removed", {"post": removed})
    messages.success(request, _("Your post is removed. You can put it back here."))
    return redirect("own_posts")


@require_POST
@members
def restore_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Put back what one removed oneself; what a moderator removed is not one's own to put back."""
    found = _own(request, pk)
    if found.is_published:
        return redirect(found)  # the second click
    if not found.removed_by_author:
        raise PermissionDenied(_("A moderator removed this post."))
    try:
        operations.restore_post(found)
    except operations.NotPossible:
        messages.info(request, _("This post was never published, so it cannot be put back."))
        return redirect("own_posts")
    messages.success(request, _("Your post is back where it was."))
    return redirect(found)


def _groups(request: HttpRequest) -> set[int]:
    """The groups whose threads' titles she may see; what she wrote herself is hers in any."""
    return set(Group.objects.visible_to(request.user).values_list("pk", flat=True))


def _title(request: HttpRequest, own: Post) -> str:
    """The title of the discussion, as far as she still may read it."""
    return own.thread.title if own.thread.group_id in _groups(request) else ""


def _own(request: MemberRequest, pk: int) -> Post:
    return get_object_or_404(Post.objects.select_related("thread"), pk=pk, author=request.user)
