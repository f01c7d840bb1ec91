"""A single post: its permalink, editing and removing it, and the member's posts that are not published."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.composing.image_forms import load_images
from community.core.access import MemberRequest, everyone, members
from community.core.http import limits
from community.core.http.fragments import render_done, render_fragment, wants_fragment
from community.core.input_recovery import stash
from community.core.input_recovery.forms import accepts_forms
from community.core.input_recovery.views import restores_input
from community.core.text.richtext import RichText
from community.forum import operations
from community.forum.forms.posting import EditForm
from community.forum.models import Group, Post, State, Thread
from community.forum.policies import check_can_edit, check_can_remove
from community.forum.views.drafting import preview_fragment, submitted_form
from community.forum.views.muted_labels import hidden_page
from community.members.policies import check_may_write


@everyone
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The permalink: redirect to the post's page, or show the author their post that is not published."""
    post = get_object_or_404(Post.objects.select_related("thread"), pk=pk)
    if post.number and Thread.objects.visible_to(request.user).filter(pk=post.thread_id).exists():
        # The content warning comes before the redirect: the thread's address has its title in it.
        return hidden_page(request, post.thread) or redirect(post.thread.url_of(post))
    if request.user.is_authenticated and post.author_id == request.user.pk:
        return render(request, "forum/own_post.html", {"post": post, "title": _title(request, post)})
    raise Http404


@members
def own_posts(request: MemberRequest) -> HttpResponse:
    """List the member's posts that are held, rejected or removed."""
    own = Post.objects.filter(author=request.user).exclude(state=State.PUBLISHED)
    posts = own.select_related("thread").order_by("-created_at", "-pk")[:100]
    return render(request, "forum/own_posts.html", {"posts": posts, "groups": _groups(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@members
@restores_input
@accepts_forms(EditForm)
def edit_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit one's own post."""
    post = _own_post(request, pk)
    page = {"post": post, "title": _title(request, post)}
    if request.method != "POST":
        check_can_edit(request.user, post)
        return render(request, "forum/edit_post.html", page | {"form": _edit_form(request, post)})
    published = RichText(post.html, post.plain) if post.is_published else None
    form = submitted_form(request, EditForm, post.key, posted_images=post.images, published=published, stored=post.html)
    if part := preview_fragment(request, form):
        return part
    if form.comes_back:
        return render(request, "forum/edit_post.html", page | {"form": form}, status=form.status)
    try:
        return _save_edit(request, post, form)
    except (operations.NotPossible, PermissionDenied) as refused:
        status = 409 if isinstance(refused, operations.NotPossible) else 403
        return render(request, "forum/edit_post.html", page | {"form": form, "refused": refused}, status=status)


def _edit_form(request: MemberRequest, post: Post) -> EditForm:
    """The form with stashed input or the post as it is."""
    labels = post.thread.labels if post.begins else post.labels
    saved = {"body": post.html, "rich": True, "version": post.version, "labels": labels}
    initial = stash.pop(request, request.path) or saved
    images = load_images(request.user, post.key, posted=post.images, typed=initial)
    return EditForm(initial=initial, images=images, stored=post.html)


def _save_edit(request: MemberRequest, post: Post, form: EditForm) -> HttpResponse:
    """Save what the valid form holds. Raises NotPossible and PermissionDenied."""
    values = {name: form.cleaned_data[name] for name in ("text", "version", "labels")}
    limits.count_post(request.user)
    edited = operations.edit_post(post, editor=request.user, pictures=form.chosen, **values)
    messages.success(request, _("Your changes are saved."))
    return redirect(edited)


@members
def post_history(request: MemberRequest, pk: int) -> HttpResponse:
    """List the earlier versions of one's own post."""
    post = _own_post(request, pk)
    page = {"post": post, "title": _title(request, post), "revisions": post.revisions.all()}
    return render(request, "forum/post_history.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@members
def remove_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove one's own post, after a confirmation."""
    post = _own_post(request, pk)
    if post.state == State.REMOVED and post.removed_by_author:
        return redirect("own_posts")  # the second click
    check_can_remove(request.user, post)
    if request.method != "POST":
        context = {"post": post, "title": _title(request, post)}
        return render_fragment(request, "forum/remove_post.html", "question", context)
    try:
        removed = operations.remove_post(post, by_author=True)
    except operations.NotPossible:
        return redirect("own_posts")  # two clicks at the same time
    if wants_fragment(request) and Thread.objects.visible_to(request.user).filter(pk=post.thread_id).exists():
        messages.success(request, _("You removed your post."))
        return render_done(request, "forum/remove_post.html#removed", {"post": removed})
    messages.success(request, _("You removed your post. You can put it back here."))
    return redirect("own_posts")


@require_POST
@members
def restore_post(request: MemberRequest, pk: int) -> HttpResponse:
    """Restore a post that its author removed. Raises PermissionDenied when a moderator removed it."""
    post = _own_post(request, pk)
    if post.is_published:
        return redirect(post)  # the second click
    check_may_write(request.user)
    if not post.removed_by_author:
        raise PermissionDenied(_("A moderator removed this post."))
    try:
        operations.restore_post(post)
    except operations.NotPossible:
        messages.info(request, _("This post was never published, so you can’t put it back."))
        return redirect("own_posts")
    messages.success(request, _("Your post is back."))
    return redirect(post)


def _groups(request: HttpRequest) -> set[int]:
    """The keys of the groups whose threads' titles the viewer may see; their own posts they see in any group."""
    return set(Group.objects.visible_to(request.user).values_list("pk", flat=True))


def _title(request: HttpRequest, own: Post) -> str:
    """The thread's title, empty when the author may no longer read in its group."""
    return own.thread.title if own.thread.group_id in _groups(request) else ""


def _own_post(request: MemberRequest, pk: int) -> Post:
    return get_object_or_404(Post.objects.select_related("thread"), pk=pk, author=request.user)
