"""Undo an act by its opposite, with an entry of its own in the log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from community.core import refs
from community.core.text.richtext import RichText
from community.forum.models import Group, Post, PostRevision, Thread, ThreadMove
from community.forum.operations import NotPossible
from community.members.models import Member, Sanction
from community.moderation.models import FINAL, Act, AuditEntry, MemberNote
from community.moderation.operations import (
    accounts,
    appeals,
    cases,
    moving,
    notes,
    posts,
    redaction,
    sanctions,
    threads,
    word_list,
)
from community.moderation.operations.decision import Decision
from community.moderation.operations.taking_back import opposite_act
from community.safety.models import Case, WatchedPhrase


def undo(entry: AuditEntry, decision: Decision) -> AuditEntry:
    """Apply the opposite of `entry`, with a reason of its own.

    A case that it closed is opened again (put_case_back), and one that it opened again is closed. With an appeal as the
    decision's case, that is closed instead.
    Raises forum.NotPossible when a later act supersedes the entry, and whatever the opposite act raises."""
    with transaction.atomic():
        entry = AuditEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
        if entry.act in FINAL:
            raise NotPossible(_("This can’t be undone."))
        later = AuditEntry.objects.filter(source=entry.source, matter=entry.matter, pk__gt=entry.pk)
        if later.exists():
            raise NotPossible(_("This has changed again since that decision, so you can’t undo it."))
        reopened = entry.case if entry.case and entry.reopened_case and entry.case.is_open else None
        return _opposite(opposite_act(entry), entry, replace(decision, undoes=entry, case=decision.case or reopened))


def _opposite(act: Act, entry: AuditEntry, decision: Decision) -> AuditEntry:
    if act in ON_POSTS:
        return ON_POSTS[act](Post.objects.get(pk=refs.split(entry.source)[1]), decision)
    if act in ON_MEMBERS:
        return ON_MEMBERS[act](Member.objects.get(pk=refs.split(entry.source)[1]), decision)
    if act == Act.CHANGE_ROLE:
        member = Member.objects.get(pk=refs.split(entry.source)[1])
        return accounts.change_role(member, decision, role=entry.before["role"])
    if act in ON_SANCTIONS:
        sanction = Sanction.objects.select_related("member").get(pk=refs.split(entry.source)[1])
        return ON_SANCTIONS[act](sanction, decision)
    if act == Act.CHANGE_END:
        sanction = Sanction.objects.select_related("member").get(pk=refs.split(entry.source)[1])
        before = datetime.fromisoformat(entry.before["ends_at"])
        return sanctions.undo_change_of_end(sanction, decision, before=before)
    if act in ON_NOTES:
        return ON_NOTES[act](MemberNote.objects.get(pk=refs.split(entry.source)[1]), decision)
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
    if act == Act.EDIT_POST:
        return _restore_text(entry, decision)
    thread = Thread.objects.get(pk=refs.split(entry.source)[1])
    if act in ON_MOVES:
        return ON_MOVES[act](thread, entry, decision)
    if act in (Act.NARROW_THREAD, Act.WIDEN_THREAD):
        change = threads.widen_thread if act == Act.WIDEN_THREAD else threads.narrow_thread
        return change(thread, decision, audience=entry.before["audience"])
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


def _restore_text(entry: AuditEntry, decision: Decision) -> AuditEntry:
    post = Post.objects.get(pk=refs.split(entry.source)[1])
    revision = PostRevision.objects.get(pk=entry.before["revision"])
    return posts.edit_post(post, decision, text=RichText(revision.html, revision.plain), revision=revision.pk)


def _merge_again(thread: Thread, entry: AuditEntry, decision: Decision) -> AuditEntry:
    return moving.merge_threads(_move_of(entry).source, decision, into=thread)


def _unmerge(thread: Thread, entry: AuditEntry, decision: Decision) -> AuditEntry:
    return moving.unmerge_threads(_move_of(entry), decision)


def _split_again(thread: Thread, entry: AuditEntry, decision: Decision) -> AuditEntry:
    move = _move_of(entry)
    return moving.split_thread(thread, decision, numbers=entry.before["numbers"], into=move.target)


def _unsplit(thread: Thread, entry: AuditEntry, decision: Decision) -> AuditEntry:
    return moving.unsplit_thread(_move_of(entry), decision)


def _move_of(entry: AuditEntry) -> ThreadMove:
    return ThreadMove.objects.select_related("source__author", "target").get(pk=entry.before["move"])


def _case_of(entry: AuditEntry) -> Case:
    if entry.case is None:
        raise NotPossible(_("There’s no case to open."))
    return entry.case


ON_POSTS: dict[Act, Callable[[Post, Decision], AuditEntry]] = {
    Act.RESTORE_POST: posts.restore_post,
    Act.REMOVE_POST: posts.remove_post,
    Act.RETURN_POST: posts.return_post,
    Act.APPROVE_POST: posts.approve_post,
    Act.ASK_REDACTION: redaction.ask_redaction,
    Act.CANCEL_REDACTION: redaction.cancel_redaction,
}
ON_SANCTIONS: dict[Act, Callable[[Sanction, Decision], AuditEntry]] = {
    Act.END_SANCTION: sanctions.end_sanction,
    Act.RESUME_SANCTION: sanctions.resume_sanction,
}
ON_NOTES: dict[Act, Callable[[MemberNote, Decision], AuditEntry]] = {
    Act.ADD_NOTE: notes.restore_note,
    Act.REMOVE_NOTE: notes.remove_note,
}
ON_CASES: dict[Act, Callable[[Case, Decision], AuditEntry]] = {
    Act.REOPEN_CASE: cases.reopen_case,
    Act.SETTLE_CASE: cases.settle_case,
    Act.REJECT_REPORT: cases.reject_report,
    Act.UPHOLD_DECISION: appeals.uphold_decision,
}
ON_THREADS: dict[Act, Callable[[Thread, Decision], AuditEntry]] = {
    Act.LOCK_THREAD: threads.lock_thread,
    Act.UNLOCK_THREAD: threads.unlock_thread,
}
ON_MOVES: dict[Act, Callable[[Thread, AuditEntry, Decision], AuditEntry]] = {
    Act.MERGE_THREAD: _merge_again,
    Act.UNMERGE_THREAD: _unmerge,
    Act.SPLIT_THREAD: _split_again,
    Act.UNSPLIT_THREAD: _unsplit,
}
ON_MEMBERS: dict[Act, Callable[[Member, Decision], AuditEntry]] = {
    Act.CLOSE_ACCOUNT: accounts.close_account,
    Act.REOPEN_ACCOUNT: accounts.reopen_account,
}
ON_WORDS: dict[Act, Callable[[WatchedPhrase, Decision], AuditEntry]] = {
    Act.ADD_WORDS: word_list.restore_words,
    Act.REMOVE_WORDS: word_list.remove_words,
}
