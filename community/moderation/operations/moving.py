"""Merge a thread into another, or move some of its posts, and undo that."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from community.forum import operations as forum
from community.forum.models import Group, Post, Thread, ThreadMove
from community.forum.selectors.who_hears import followers_who_may_read
from community.members.models import Member
from community.moderation.models import Act, AuditEntry
from community.moderation.operations.decision import (
    Decision,
    Sentence,
    add_audit_entry,
    close_case,
    notify_concerned,
)
from community.moderation.operations.taking_back import put_case_back
from community.moderation.policies import check_may_decide
from community.notifications import operations as notifications
from community.notifications.models import Kind
from community.safety.models import Case


def merge_threads(thread: Thread, decision: Decision, *, into: Thread) -> AuditEntry:
    """Merge a thread into another one; the entry is about that one, and whoever started the first is notified.

    Raises PermissionDenied, forum.NotPossible or safety.Stale, and changes nothing then."""
    with transaction.atomic():
        starter = _check(decision, thread, into)
        move = forum.merge_threads(thread, into)
        into.refresh_from_db()
        outcome = _with_title(_("Your discussion is now part of “{title}”."), into, starter)
        entry = _complete(decision, Act.MERGE_THREAD, into, {"move": move.pk}, starter)
        notify_concerned(decision, starter, into, outcome or _("Your discussion is now part of another one."), entry)
        return entry


def unmerge_threads(move: ThreadMove, decision: Decision) -> AuditEntry:
    """Take a merged thread out of the other one again. Raises as merge_threads does."""
    with transaction.atomic():
        thread, into = move.source, move.target
        starter = _check(decision, thread, into)
        forum.undo_move(move)
        thread.refresh_from_db()
        notify_concerned(decision, starter, thread, _("Your discussion is on its own again."))
        return _complete(decision, Act.UNMERGE_THREAD, into, {"move": move.pk}, starter)


def split_thread(
    thread: Thread,
    decision: Decision,
    *,
    numbers: Collection[int],
    title: str = "",
    group: Group | None = None,
    into: Thread | None = None,
) -> AuditEntry:
    """Move posts into a new thread with a title, or `into` another one; their authors and the followers are notified.

    Raises as merge_threads does."""
    with transaction.atomic():
        authors = _check_authors(decision, thread, _authors(Post.objects.filter(thread=thread, number__in=numbers)))
        move = forum.split_thread(thread, numbers, title=title, group=group, into=into)
        target = Thread.objects.get(pk=move.target_id)
        for author in authors:
            named = _with_title(_("Your post is now in the discussion “{title}”."), target, author)
            notify_concerned(decision, author, target, named or _("Your post is now in another discussion."))
        outcome = _("Some posts in a discussion that you follow are now in another discussion.")
        _notify_followers(decision, thread, target, authors, outcome)
        before = {"move": move.pk, "numbers": sorted(numbers)}
        return _complete(decision, Act.SPLIT_THREAD, thread, before, authors[0] if authors else None)


def unsplit_thread(move: ThreadMove, decision: Decision) -> AuditEntry:
    """Move posts back to the thread that they came from, and notify whom split_thread notified. Raises as it does."""
    with transaction.atomic():
        thread = move.source
        moved = move.posts.filter(thread=thread, number__isnull=False).order_by("number")
        authors = _check_authors(decision, thread, _authors(Post.objects.filter(pk__in=moved.values("post"))))
        forum.undo_move(move)
        thread.refresh_from_db()
        for author in authors:
            notify_concerned(decision, author, thread, _("Your post is back in its discussion."))
        _notify_followers(decision, thread, thread, authors, _("The posts that had moved are back in the discussion."))
        before = {"move": move.pk, "numbers": list(moved.values_list("number", flat=True))}
        return _complete(decision, Act.UNSPLIT_THREAD, thread, before, authors[0] if authors else None)


def _check(decision: Decision, thread: Thread, into: Thread) -> Member | None:
    """Lock both threads, check that neither is the moderator's, and return who started the first."""
    pks = [thread.pk, into.pk]
    threads = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("author").filter(pk__in=pks)
    by_pk = {row.pk: row for row in threads.order_by("pk")}
    for row in by_pk.values():
        check_may_decide(decision.by, about=row.author, case=decision.case)
    return by_pk[thread.pk].author


def _check_authors(decision: Decision, thread: Thread, authors: list[Member]) -> list[Member]:
    """Check that neither the thread nor one of the posts is the moderator's."""
    for member in (thread.author, *authors):
        check_may_decide(decision.by, about=member, case=decision.case)
    return authors


def _authors(posts: QuerySet[Post]) -> list[Member]:
    return list(Member.objects.filter(pk__in=posts.values("author")).order_by("pk"))


def _with_title(sentence: Any, thread: Thread, member: Member | None) -> Sentence:
    """Write a sentence with a thread's title for a member who may read it; empty for anybody else."""
    return format_lazy(sentence, title=thread.title) if member and thread.is_visible_to(member) else ""


def _notify_followers(
    decision: Decision, thread: Thread, target: Thread, authors: Collection[Member], sentence: Sentence
) -> None:
    """Notify the followers of a thread once, each in their language, on the site alone."""
    besides = {decision.by.pk, *(author.pk for author in authors)}
    by_language: dict[str, list[int]] = {}
    for pk, language in followers_who_may_read(thread, target).values_list("pk", "language"):
        if pk not in besides:
            by_language.setdefault(language or settings.LANGUAGE_CODE, []).append(pk)
    for language, members in by_language.items():
        with override(language):
            text = str(sentence)
        notifications.notify_on_site(members, Kind.MODERATED, context=target.key, source=target.key, text=text)


def _complete(
    decision: Decision, act: Act, row: Thread, before: dict[str, object], subject: Member | None
) -> AuditEntry:
    close_case(decision, Case.State.RESOLVED)
    reopened = put_case_back(decision, act, row, {})
    return add_audit_entry(decision, act, row, before, reopened=reopened, subject=subject)
