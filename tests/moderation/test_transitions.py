"""What each act does to a post and to a case in each state: two tables, and every cell of them is tried.

"-" is refused with a sentence, and then nothing has changed. Every other cell has exactly one entry in the log, except
for claims, which are no decisions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.core.exceptions import Conflict
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from community.safety import operations as safety
from community.safety.models import Case, WatchedPhrase
from tests.acts import reply
from tests.moderation.deciding import WHY, case_about, reported

POSTS = """
               | approve   | reject   | remove  | restore   | return            | edit      | label     | erase
published      | -         | -        | removed | -         | -                 | published | published | removed
held           | published | rejected | removed | -         | -                 | held      | held      | rejected
rejected       | published | -        | removed | -         | -                 | -         | rejected  | rejected
removed        | -         | -        | -       | published | -                 | -         | removed   | removed
by the author  | -         | -        | removed | -         | -                 | -         | removed   | removed
taken over     | -         | -        | -       | -         | by the author     | -         | removed   | removed
erased         | -         | -        | -       | -         | -                 | -         | removed   | -
"""
CASES = """
               | leave     | settle   | reopen  | claim     | take over         | release
open           | rejected  | resolved | -       | mine      | mine              | open
mine           | rejected  | resolved | -       | mine      | mine              | open
another's      | -         | -        | -       | -         | mine              | another's
run out        | rejected  | resolved | -       | mine      | mine              | open
resolved       | -         | -        | open    | -         | -                 | resolved
rejected       | -         | -        | open    | -         | -                 | rejected
"""
REFUSALS = (Conflict, PermissionDenied)


def cells(table: str) -> list[tuple[str, str, str]]:
    """Return each state, act and expected state of a table."""
    head, *lines = ([cell.strip() for cell in line.split("|")] for line in table.strip("\n").split("\n"))
    return [(line[0], act, state) for line in lines for act, state in zip(head[1:], line[1:], strict=True)]


def erase(post: Post, decision: Decision, asked_by: Member) -> AuditEntry:
    """Erase a post for which another moderator has asked."""
    moderation.ask_redaction(post, Decision(by=asked_by, reason=WHY))
    return moderation.redact_post(post, decision)


ON_POSTS: dict[str, Callable[[Post, Decision], object]] = {
    "approve": moderation.approve_post,
    "reject": moderation.reject_post,
    "remove": moderation.remove_post,
    "restore": moderation.restore_post,
    "return": moderation.return_post,
    "edit": lambda post, decision: moderation.edit_post(post, decision, text=richtext.from_plain("In other words.")),
    "label": lambda post, decision: moderation.label_post(post, decision, labels=1),
}
ON_CASES: dict[str, Callable[[Case, Decision], object]] = {
    "leave": moderation.reject_report,
    "settle": moderation.settle_case,
    "reopen": moderation.reopen_case,
    "claim": lambda case, decision: safety.claim_case(case, by=decision.by),
    "take over": lambda case, decision: safety.claim_case(case, by=decision.by, take_over=True),
    "release": lambda case, decision: safety.release_case(case, by=decision.by),
}


def a_post(state: str, thread: Thread, author: Member, by: Decision, other: Member) -> Post:
    """Return a post in this state."""
    if state in ("held", "rejected"):
        WatchedPhrase.objects.create(phrase="miracle cure")
        post = reply(thread, author, "A miracle cure.")
        if state == "rejected":
            moderation.reject_post(post, by)
        return Post.objects.get(pk=post.pk)
    post = reply(thread, author, "Ordinary words.")
    if state in ("by the author", "taken over"):
        forum.remove_post(post, by_author=True)
    if state in ("removed", "taken over"):
        moderation.remove_post(post, by)
    if state == "erased":
        erase(post, by, other)
    return Post.objects.get(pk=post.pk)


def state_of(post: Post) -> str:
    """Name the state as the table does, as far as it says who removed a post."""
    post.refresh_from_db()
    return "by the author" if post.removed_by_author else str(post.state)


@pytest.mark.parametrize(("state", "act", "expected"), cells(POSTS))
def test_each_act_on_a_post(
    state: str, act: str, expected: str, thread: Thread, ines: Member, ruth: Member, ada: Member
) -> None:
    decision = Decision(by=ruth, reason=WHY)
    post = a_post(state, thread, ines, decision, ada)
    before, entries = state_of(post), AuditEntry.objects.count()

    if expected == "-":
        with pytest.raises(REFUSALS):
            erase(post, decision, ada) if act == "erase" else ON_POSTS[act](post, decision)
        assert (state_of(post), AuditEntry.objects.count()) == (before, entries)
        return
    if act == "erase":
        erase(post, decision, ada)
    else:
        ON_POSTS[act](post, decision)
    labelled_while_away = act == "label" and before == "by the author"
    assert state_of(post) == (before if labelled_while_away else expected)
    assert AuditEntry.objects.count() == entries + (2 if act == "erase" else 1)
    assert list(forum.recount(mend=False)) == []


def a_case(state: str, post: Post, reporter: Member, by: Decision, other: Member) -> Case:
    """Return a case in this state."""
    reported(post, reporter)
    case = case_about(post)
    if state == "mine":
        safety.claim_case(case, by=by.by)
    elif state == "another's":
        safety.claim_case(case, by=other)
    elif state == "run out":
        with time_machine.travel(timezone.now() - timedelta(hours=1)):
            safety.claim_case(case, by=other)
    elif state == "resolved":
        moderation.settle_case(case, by)
    elif state == "rejected":
        moderation.reject_report(case, by)
    return Case.objects.get(pk=case.pk)


def state_of_case(case: Case, me: Member) -> str:
    """Name the state as the table does."""
    case.refresh_from_db()
    if not case.is_open:
        return str(case.state)
    if case.claim_is_over:
        return "open"
    return "mine" if case.claimed_by == me else "another's"


@pytest.mark.parametrize(("state", "act", "expected"), cells(CASES))
def test_each_act_on_a_case(
    state: str, act: str, expected: str, thread: Thread, ines: Member, maria: Member, ruth: Member, ada: Member
) -> None:
    decision = Decision(by=ruth, reason=WHY)
    case = a_case(state, reply(thread, ines, "Buy my tea."), maria, decision, ada)
    before, entries = state_of_case(case, ruth), AuditEntry.objects.count()

    if expected == "-":
        with pytest.raises(REFUSALS):
            ON_CASES[act](case, decision)
        assert (state_of_case(case, ruth), AuditEntry.objects.count()) == (before, entries)
        return
    ON_CASES[act](case, decision)
    assert state_of_case(case, ruth) == expected
    assert AuditEntry.objects.count() == entries + (act in ("leave", "settle", "reopen"))
