"""Whoever is concerned may ask once for another look; another moderator answers, and the member reads that."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from community.core.text import richtext
from community.forum.models import Post, State, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from community.safety.models import Case
from tests.acts import reply, start
from tests.moderation.deciding import WHY, case_about, decide, reported
from tests.moderation.limits import limited

SIGN_IN = Callable[[Member], Client]
PLEA = "The clinic asked me to name it."


def asked(entry: AuditEntry, member: Member) -> Case:
    """Ask for another look at a decision."""
    return moderation.appeal(entry, by=member, text=PLEA)


@pytest.fixture
def removed(post: Post, ruth: Member) -> AuditEntry:
    """Ruth's decision to remove Ines's post."""
    return moderation.remove_post(post, Decision(by=ruth, reason=WHY))


def test_an_author_asks_from_the_notification(
    removed: AuditEntry, ines: Member, ada: Member, as_member: SIGN_IN
) -> None:
    own, row = as_member(ines), ines.notifications.get()
    page = own.get(f"/notifications/{row.pk}/")["Location"]
    assert "Dr Example" in own.get(page).text

    sent = own.post(page, {"text": PLEA}, follow=True)

    assert "Another moderator will look at it" in sent.text
    case = Case.objects.get()
    assert (case.kind, case.author, case.text, case.source) == ("appeal", ines, PLEA, removed.key)
    assert PLEA in as_member(ada).get("/moderation/").text


@pytest.mark.parametrize("how", ["removed", "rejected"])
def test_the_page_of_a_post_leads_to_the_decision(
    how: str, post: Post, held: Post, ruth: Member, ines: Member, maria: Member, as_member: SIGN_IN
) -> None:
    if how == "removed":
        entry = moderation.remove_post(post, Decision(by=ruth, reason=WHY))
    else:
        entry = moderation.reject_post(held, Decision(by=ruth, reason=WHY, case=case_about(held)))
        post = held
    own = as_member(ines)

    assert f"/posts/{post.pk}/decision/" in own.get("/posts/mine/").text
    assert own.get(f"/posts/{post.pk}/decision/")["Location"] == f"/decisions/{entry.pk}/"
    line = f"/posts/{post.pk}/decision/" in own.get(post.thread.get_absolute_url()).text
    assert line is (how == "removed")
    assert "/decision/" not in as_member(maria).get(post.thread.get_absolute_url()).text


CHANGES: dict[str, Callable[[Post, Thread, Decision], AuditEntry]] = {
    "lock": lambda post, other, decision: moderation.lock_thread(post.thread, decision),
    "label": lambda post, other, decision: moderation.label_post(post, decision, labels=1),
    "narrow": lambda post, other, decision: moderation.narrow_thread(post.thread, decision, audience="members"),
    "merge": lambda post, other, decision: moderation.merge_threads(post.thread, decision, into=other),
    "edit": lambda post, other, decision: moderation.edit_post(post, decision, text=richtext.from_plain("Shorter.")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_leads_to_another_look_and_is_undone_by_it(
    change: str, thread: Thread, ruth: Member, ada: Member, joan: Member, as_member: SIGN_IN
) -> None:
    opening = start(thread.group, joan, "How do you sleep?")
    post = reply(opening.thread, joan, "My own words.")
    entry = CHANGES[change](post, thread, Decision(by=ruth, reason=WHY))
    own, row = as_member(joan), joan.notifications.latest("pk")
    page = own.get(f"/notifications/{row.pk}/")["Location"]
    assert page == f"/decisions/{entry.pk}/"

    own.post(page, {"text": PLEA})
    case = Case.objects.get(kind="appeal")
    acts = as_member(ada).get(f"/moderation/cases/{case.pk}/").context["review"].acts()
    answer = decide(as_member(ada), f"/moderation/cases/{case.pk}/", acts[1].value)

    assert answer.status_code == 302
    assert AuditEntry.objects.latest("pk").undoes == entry


def test_one_decision_is_appealed_once(removed: AuditEntry, ines: Member, as_member: SIGN_IN, ada: Member) -> None:
    own, page = as_member(ines), f"/decisions/{removed.pk}/"
    for text in (PLEA, "And again."):
        assert own.post(page, {"text": text}).status_code == 302
    case = Case.objects.get()
    moderation.uphold_decision(case, Decision(by=ada, reason="The name is still there."))

    own.post(page, {"text": "A third time."})

    assert Case.objects.count() == 1


def test_an_empty_appeal_is_not_sent(removed: AuditEntry, ines: Member, as_member: SIGN_IN) -> None:
    answer = as_member(ines).post(f"/decisions/{removed.pk}/", {"text": " "})

    assert answer.status_code == 422
    assert "Write a few words" in answer.text
    assert not Case.objects.exists()


def test_who_decided_neither_sees_nor_answers_the_appeal(
    removed: AuditEntry, ines: Member, ruth: Member, review: Client
) -> None:
    case = asked(removed, ines)

    assert PLEA not in review.get("/moderation/").text
    assert review.get(f"/moderation/cases/{case.pk}/").status_code == 404
    for act in (moderation.uphold_decision, lambda case, by: moderation.undo(removed, by)):
        with pytest.raises(PermissionDenied):
            act(case, Decision(by=ruth, reason=WHY, case=case))
    case.refresh_from_db()
    assert case.is_open


def test_another_moderator_leaves_the_decision(
    removed: AuditEntry, ines: Member, ada: Member, as_member: SIGN_IN
) -> None:
    page = f"/moderation/cases/{asked(removed, ines).pk}/"
    shown = as_member(ada).get(page).text
    for text in (PLEA, WHY, "Ruth", "removed a post", "Dr Example"):
        assert text in shown

    assert decide(as_member(ada), page, "uphold_decision", reason="The name is still there.").status_code == 302

    assert Case.objects.get().state == "rejected"
    assert Post.objects.get(pk=removed.source.partition(":")[2]).state == State.REMOVED
    answer = ines.notifications.latest("pk")
    assert "The decision is the same. The name is still there." in answer.text
    own = as_member(ines).get(f"/notifications/{answer.pk}/", follow=True).text
    assert "The name is still there." in own
    assert PLEA in own


def test_another_moderator_undoes_the_decision(
    removed: AuditEntry, post: Post, ines: Member, ada: Member, as_member: SIGN_IN
) -> None:
    case = asked(removed, ines)

    assert decide(as_member(ada), f"/moderation/cases/{case.pk}/", "restore_post", reason="Fine.").status_code == 302

    post.refresh_from_db()
    case.refresh_from_db()
    assert post.is_published
    assert (case.state, case.closed_by) == ("resolved", ada)
    undone = AuditEntry.objects.latest("pk")
    assert (undone.act, undone.undoes, undone.case) == ("restore_post", removed, case)
    assert "Your post is back. Fine." in ines.notifications.latest("pk").text
    page = as_member(ines).get(f"/decisions/{removed.pk}/").text
    assert "changed the decision" in page
    assert "Fine." in page


def test_a_limited_member_asks_too_and_the_limit_is_lifted(
    ines: Member, ruth: Member, ada: Member, as_member: SIGN_IN
) -> None:
    entry = limited(ines, ruth, "suspended")
    own = as_member(ines)
    assert own.post(f"/decisions/{entry.pk}/", {"text": "I had a bad day."}).status_code == 302
    case = Case.objects.get()

    assert decide(as_member(ada), f"/moderation/cases/{case.pk}/", "end_sanction").status_code == 302

    ines.refresh_from_db()
    assert not ines.is_suspended
    assert "This decision was undone" in own.get(f"/decisions/{entry.pk}/").text


def test_an_answer_is_undone_and_given_again(removed: AuditEntry, ines: Member, ada: Member) -> None:
    case = asked(removed, ines)
    decision = Decision(by=ada, reason="The name is still there.")
    upheld = moderation.uphold_decision(case, decision)

    reopened = moderation.undo(upheld, decision)

    case.refresh_from_db()
    assert case.is_open
    assert "looking at this decision again" in ines.notifications.latest("pk").text
    assert moderation.undo(reopened, decision).act == "uphold_decision"
    case.refresh_from_db()
    assert case.state == "rejected"


def test_a_decision_that_has_changed_since_can_only_be_left(
    removed: AuditEntry, post: Post, ines: Member, ruth: Member, ada: Member, as_member: SIGN_IN
) -> None:
    case = asked(removed, ines)
    moderation.restore_post(post, Decision(by=ruth, reason="On second thoughts."))

    page = as_member(ada).get(f"/moderation/cases/{case.pk}/").text

    assert "This has changed again since that decision." in page
    assert "Put the post back" not in page
    assert "Leave the decision as it is" in page


def test_nobody_reads_a_decision_about_someone_else(
    removed: AuditEntry, maria: Member, ruth: Member, as_member: SIGN_IN, thread: Thread
) -> None:
    pinned = moderation.lock_thread(thread, Decision(by=ruth, reason=WHY))

    assert as_member(maria).get(f"/decisions/{removed.pk}/").status_code == 404
    assert as_member(maria).get(f"/decisions/{pinned.pk}/").status_code == 200
    with pytest.raises(PermissionDenied):
        asked(removed, maria)


def test_a_reporter_is_not_led_to_the_decision(post: Post, ruth: Member, maria: Member, as_member: SIGN_IN) -> None:
    case = reported(post, maria).case
    moderation.remove_post(post, Decision(by=ruth, reason=WHY, case=case))

    assert maria.notifications.get().source == post.key
