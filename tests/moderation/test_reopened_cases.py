"""Whoever takes back a decision that closed a case puts it into the queue again, and its reporters are notified."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import Group, Post, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import Act, AuditEntry
from community.moderation.operations import Decision
from community.moderation.selectors.queue import open_queue
from community.safety import operations as safety
from community.safety.models import Case
from tests.acts import reply
from tests.moderation.deciding import WHY, case_about, decide, reported

ACTED = "Thank you for your report. A moderator looked at the post and took action."
AGAIN = "A moderator is looking at your report again."
LATER = "Looked at once more."


def news(member: Member) -> list[str]:
    """Return what moderators sent a member, the oldest first."""
    return list(member.notifications.filter(kind="moderated").order_by("pk").values_list("text", flat=True))


def case_of(row: Post | Thread, by: Member, reason: str = "danger") -> Case:
    """Report a post or a discussion, or a held post once more, and return its open case."""
    context = row.thread.key if isinstance(row, Post) else row.key
    text = row.plain if isinstance(row, Post) else row.title
    fields = {"reason": reason, "note": "", "text": text, "author": row.author}
    return safety.report(row.key, context=context, member=by, **fields).case


CLOSING: dict[str, Callable[..., AuditEntry]] = {
    "remove_post": lambda the, by: moderation.remove_post(the["post"], by),
    "take over a removal": lambda the, by: moderation.remove_post(forum.remove_post(the["post"], by_author=True), by),
    "approve_post": lambda the, by: moderation.approve_post(the["held"], by),
    "reject_post": lambda the, by: moderation.reject_post(the["held"], by),
    "lock_thread": lambda the, by: moderation.lock_thread(the["thread"], by),
    "unlock_thread": lambda the, by: moderation.unlock_thread(forum.set_locked(the["thread"], True), by),
    "pin_thread": lambda the, by: moderation.pin_thread(the["thread"], by, until=the["until"]),
    "unpin_thread": lambda the, by: moderation.unpin_thread(forum.pin(the["thread"], the["until"]), by),
    "move_thread": lambda the, by: moderation.move_thread(the["thread"], by, group=the["other"]),
    "label_thread": lambda the, by: moderation.label_thread(the["thread"], by, labels=1),
    "label_post": lambda the, by: moderation.label_post(the["post"], by, labels=1),
    "reject_report": lambda the, by: moderation.reject_report(by.case, by),
    "settle_case": lambda the, by: moderation.settle_case(by.case, by),
}


@pytest.fixture
def the(thread: Thread, post: Post, held: Post) -> dict[str, object]:
    """What the acts are about."""
    other = Group.objects.create(slug="other", name="Other", position=1)
    return {
        "thread": thread,
        "post": post,
        "held": held,
        "other": other,
        "until": timezone.now() + timedelta(days=3),
    }


def about(name: str) -> str:
    """Say which row an act is about."""
    if name in ("approve_post", "reject_post"):
        return "held"
    return "thread" if "thread" in name else "post"


@pytest.mark.parametrize("name", CLOSING)
def test_undoing_what_closed_an_urgent_case_opens_it_in_its_lane_and_notifies_the_reporters(
    name: str, review: Client, the: dict, ruth: Member, joan: Member
) -> None:
    case = case_of(the[about(name)], joan)
    later = case_of(reply(the["thread"], joan, "Another one."), ruth, "unkind")
    entry = CLOSING[name](the, Decision(by=ruth, reason=WHY, case=case))
    case.refresh_from_db()
    assert not case.is_open
    assert len(news(joan)) == 1

    page = f"/moderation/audit/{entry.pk}/undo/"
    assert "reopens the case" in review.get(page).text
    response = decide(review, page, AuditEntry.objects.get(pk=entry.pk).act, reason=LATER)

    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.closed_by) == ("open", None, None)
    queue = [row.item for row in open_queue(ruth).rows]
    assert queue.index(case) < queue.index(later), "urgent as before"
    assert news(joan)[1:] == [AGAIN]
    assert AuditEntry.objects.latest("pk").case == case


@pytest.mark.parametrize("name", [name for name in CLOSING if name not in ("reject_report", "settle_case")])
def test_undoing_the_undoing_closes_the_case_again(
    name: str, review: Client, the: dict, ruth: Member, joan: Member
) -> None:
    case = case_of(the[about(name)], joan)
    entry = CLOSING[name](the, Decision(by=ruth, reason=WHY, case=case))
    back = moderation.undo(entry, Decision(by=ruth, reason=LATER))

    page = f"/moderation/audit/{back.pk}/undo/"
    assert "closes the case again" in review.get(page).text
    decide(review, page, back.act)

    case.refresh_from_db()
    assert case.state == "resolved"
    assert news(joan)[1:] == [AGAIN, ACTED]


@pytest.mark.parametrize(
    ("closing", "opposite"),
    [
        ("remove_post", "restore_post"),
        ("take over a removal", "return_post"),
        ("reject_post", "approve_post"),
    ],
)
def test_the_opposite_act_on_the_posts_page_does_the_same(
    closing: str, opposite: str, review: Client, the: dict, ruth: Member, joan: Member
) -> None:
    row = the[about(closing)]
    case = case_of(row, joan)
    CLOSING[closing](the, Decision(by=ruth, reason=WHY, case=case))

    assert decide(review, f"/moderation/posts/{row.pk}/", opposite).status_code == 302

    case.refresh_from_db()
    assert case.is_open
    assert news(joan)[1:] == [AGAIN]


@pytest.mark.parametrize(
    ("closing", "opposite", "more"),
    [
        ("lock_thread", "unlock_thread", {}),
        ("pin_thread", "unpin_thread", {}),
        ("move_thread", "move_thread", {"group": "back"}),
        ("label_thread", "label_thread", {"labels": []}),
    ],
)
def test_the_opposite_act_on_the_discussions_page_does_the_same(
    closing: str, opposite: str, more: dict, review: Client, the: dict, ruth: Member, joan: Member
) -> None:
    thread = the["thread"]
    home = thread.group_id
    case = case_of(thread, joan)
    CLOSING[closing](the, Decision(by=ruth, reason=WHY, case=case))

    fields = {name: home if value == "back" else value for name, value in more.items()}
    page = f"/moderation/discussions/{thread.pk}/"
    version = review.get(page).context["review"].version
    sent = {f"{opposite}-{name}": value for name, value in ({"reason": WHY} | fields).items()}
    assert review.post(page, {"act": opposite, "version": version} | sent).status_code == 302

    case.refresh_from_db()
    assert case.is_open
    assert news(joan)[1:] == [AGAIN]


def test_the_case_page_opens_it_again_and_notifies_the_reporters(review: Client, post: Post, joan: Member) -> None:
    case = case_of(post, joan)
    page = f"/moderation/cases/{case.pk}/"
    decide(review, page, "reject_report")
    decide(review, page, "reopen_case", reason="For the team alone.")

    assert news(joan)[1:] == [AGAIN]
    entry = AuditEntry.objects.get(act=Act.REOPEN_CASE)
    decide(review, f"/moderation/audit/{entry.pk}/undo/", "reject_report", reason="It stays up.")

    case.refresh_from_db()
    assert case.state == "rejected", "as it was before"
    assert news(joan)[2] == "Thank you for your report. A moderator looked at the post and left it up. It stays up."


def test_an_act_that_takes_nothing_back_leaves_the_old_case_closed(
    review: Client, held: Post, ruth: Member, joan: Member
) -> None:
    """A post that was approved, and that is removed much later."""
    old = case_about(held)
    moderation.approve_post(held, Decision(by=ruth, reason=WHY, case=old))

    decide(review, f"/moderation/posts/{held.pk}/", "remove_post")

    old.refresh_from_db()
    assert not old.is_open


@pytest.mark.parametrize(
    ("act", "closing"),
    [("lock_thread", "settle_case"), ("move_thread", "settle_case"), ("label_post", "reject_report")],
)
def test_a_case_that_was_settled_since_the_act_had_answered_it_comes_back_too(
    act: str, closing: str, the: dict, ruth: Member, joan: Member
) -> None:
    """A discussion has a page of its own, where the case is not closed with the act."""
    case = case_of(the[about(act)], joan)
    entry = CLOSING[act](the, Decision(by=ruth, reason=WHY))
    getattr(moderation, closing)(case, Decision(by=ruth, reason=WHY))

    moderation.undo(entry, Decision(by=ruth, reason=LATER))

    case.refresh_from_db()
    assert case.is_open
    assert news(joan)[1:] == [AGAIN]


@pytest.mark.parametrize("first", [True, False])
def test_a_case_of_another_time_stays_closed(first: bool, the: dict, ruth: Member, joan: Member) -> None:
    thread, decision = the["thread"], Decision(by=ruth, reason=WHY)
    if first:
        moderation.settle_case(case_of(thread, joan), decision)
    entry = moderation.lock_thread(thread, decision)
    if not first:
        moderation.settle_case(case_of(thread, joan), decision)

    moderation.undo(entry, decision)

    assert not Case.objects.open().filter(source=thread.key).exists()


def test_another_open_case_becomes_as_urgent_instead(post: Post, ruth: Member, joan: Member, maria: Member) -> None:
    urgent = case_of(post, joan)
    entry = moderation.label_post(post, Decision(by=ruth, reason=WHY, case=urgent), labels=1)
    newer = reported(post, maria, "unkind").case

    moderation.undo(entry, Decision(by=ruth, reason=LATER))

    newer.refresh_from_db()
    urgent.refresh_from_db()
    assert (newer.is_open, newer.urgency, urgent.is_open) == (True, 3, False)
    assert news(joan)[1:] == [AGAIN]


def test_an_author_who_puts_a_post_back_brings_back_the_case_that_was_settled_meanwhile(
    review: Client, as_member: Callable[[Member], Client], post: Post, ines: Member, joan: Member
) -> None:
    case = case_of(post, joan)
    forum.remove_post(post, by_author=True)
    decide(review, f"/moderation/cases/{case.pk}/", "settle_case")

    as_member(ines).post(f"/posts/{post.pk}/restore/")

    post.refresh_from_db()
    case.refresh_from_db()
    assert post.is_published
    assert case.is_open
    assert news(joan)[1:] == [AGAIN]
    assert news(ines) == [], "an author never learns of a report"


@pytest.mark.parametrize("settled", [True, False])
def test_an_author_who_puts_back_a_post_brings_back_no_older_case(
    settled: bool, post: Post, ruth: Member, joan: Member
) -> None:
    case = case_of(post, joan) if settled else None
    if case:
        moderation.reject_report(case, Decision(by=ruth, reason=WHY))

    forum.restore_post(forum.remove_post(post, by_author=True))

    assert not Case.objects.open().filter(source=post.key).exists()
    assert len(news(joan)) == int(settled)


def test_who_reported_their_own_moderation_or_left_is_not_notified(
    post: Post, ruth: Member, ines: Member, joan: Member
) -> None:
    case = case_of(post, ruth)
    reported(post, None, "danger")
    case.refresh_from_db()
    entry = moderation.remove_post(post, Decision(by=ruth, reason=WHY, case=case))

    moderation.undo(entry, Decision(by=ruth, reason=LATER))

    case.refresh_from_db()
    assert case.is_open
    assert news(ruth) == []
