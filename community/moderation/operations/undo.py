"""Undo an act by its opposite, with an entry of its own in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from community.core import refs
from community.forum.models import Group, Post, Thread
from community.forum.operations import NotPossible
from community.members.models import Member
from community.moderation.models import Act, AuditEntry
from community.moderation.operations import accounts, cases, posts, threads, word_list
from community.moderation.operations.decision import Decision
from community.moderation.operations.taking_back import opposite_act
from community.safety.models import Case, WatchedPhrase


def undo(entry: AuditEntry, decision: Decision) -> AuditEntry:
    """Apply the opposite of `entry`, with a reason of its own.

    A case that it closed is opened again (put_case_back), and one that it opened again is closed.
    Raises forum.NotPossible when a later act supersedes the entry, and whatever the opposite act raises."""
    with transaction.atomic():
        entry = AuditEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
        later = AuditEntry.objects.filter(source=entry.source, matter=entry.matter, pk__gt=entry.pk)
        if later.exists():
            raise NotPossible(_("This has changed again since that decision, so you can’t undo it."))
        reopened = entry.case if entry.case and entry.reopened_case and entry.case.is_open else None
        return _opposite(opposite_act(entry), entry, replace(decision, undoes=entry, case=reopened))


def _opposite(act: Act, entry: AuditEntry, decision: Decision) -> AuditEntry:
    if act in ON_POSTS:
        return ON_POSTS[act](Post.objects.get(pk=refs.split(entry.source)[1]), decision)
    if act in ON_MEMBERS:
        return ON_MEMBERS[act](Member.objects.get(pk=refs.split(entry.source)[1]), decision)
    if act == Act.CHANGE_ROLE:
        member = Member.objects.get(pk=refs.split(entry.source)[1])
        return accounts.change_role(member, decision, role=entry.before["role"])
    if act in ON_WORDS:
        return ON_WORDS[act](WatchedPhrase.objects.get(pk=refs.split(entry.source)[1]), decision)
    if act == Act.CHANGE_WORDS:
        words = WatchedPhrase.objects.get(pk=refs.split(entry.source)[1])
        return word_list.change_words(words, entry.before, decision)
    if act in ON_CASES:
        return ON_CASES[act](_case_of(entry), decision)
    if act == Act.LABEL_POST:
        post = Post.objects.get(pk=refs.split(entry.source)[1])
        return posts.label_post(post, decision, labels=entry.before["labels"])
    thread = Thread.objects.get(pk=refs.split(entry.source)[1])
    if act in ON_THREADS:
        return ON_THREADS[act](thread, decision)
    if act == Act.LABEL_THREAD:
        return threads.label_thread(thread, decision, labels=entry.before["labels"])
    if act == Act.MOVE_THREAD:
        group = Group.objects.get(pk=entry.before["group"])
        return threads.move_thread(thread, decision, group=group, audience=entry.before["audience"])
    if until := entry.before["pinned_until"]:
        return threads.pin_thread(thread, decision, until=datetime.fromisoformat(until))
    return threads.unpin_thread(thread, decision)


def _case_of(entry: AuditEntry) -> Case:
    if entry.case is None:
        raise NotPossible(_("There’s no case to open."))
    return entry.case


ON_POSTS: dict[Act, Callable[[Post, Decision], AuditEntry]] = {
    Act.RESTORE_POST: posts.restore_post,
    Act.REMOVE_POST: posts.remove_post,
    Act.RETURN_POST: posts.return_post,
    Act.APPROVE_POST: posts.approve_post,
}
ON_CASES: dict[Act, Callable[[Case, Decision], AuditEntry]] = {
    Act.REOPEN_CASE: cases.reopen_case,
    Act.SETTLE_CASE: cases.settle_case,
    Act.REJECT_REPORT: cases.reject_report,
}
ON_THREADS: dict[Act, Callable[[Thread, Decision], AuditEntry]] = {
    Act.LOCK_THREAD: threads.lock_thread,
    Act.UNLOCK_THREAD: threads.unlock_thread,
}
ON_MEMBERS: dict[Act, Callable[[Member, Decision], AuditEntry]] = {
    Act.CLOSE_ACCOUNT: accounts.close_account,
    Act.REOPEN_ACCOUNT: accounts.reopen_account,
}
ON_WORDS: dict[Act, Callable[[WatchedPhrase, Decision], AuditEntry]] = {
    Act.ADD_WORDS: word_list.restore_words,
    Act.REMOVE_WORDS: word_list.remove_words,
}
