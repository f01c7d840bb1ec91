"""Decisions about a post: its author is notified of the reason, figures follow, and the log has an entry."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, State, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry, Guideline
from community.moderation.operations import Decision
from tests.acts import reply
from tests.moderation.deciding import WHY, case_about, decide, reported, version_on


def page_of(post: Post) -> str:
    """Return the address of a post's review."""
    return f"/moderation/posts/{post.pk}/"


def notified(member: Member) -> list[str]:
    """Return the notifications that a member has from moderators."""
    return list(member.notifications.filter(kind="moderated").order_by("pk").values_list("text", flat=True))


def replies_in(thread: Thread) -> int:
    """Return the discussion's reply count."""
    thread.refresh_from_db()
    return thread.reply_count


def test_removing_a_post_notifies_its_author_why_and_is_logged(
    review: Client, guest: Client, ruth: Member, ines: Member, thread: Thread, post: Post
) -> None:
    assert "Elm Street" in guest.get(thread.get_absolute_url()).text
    assert replies_in(thread) == 1

    response = decide(review, page_of(post), "remove_post", guideline="names")

    assert response.status_code == 302
    assert replies_in(thread) == 0
    assert "Elm Street" not in guest.get(thread.get_absolute_url()).text
    rule = "Protect everyone’s privacy: no full names, addresses or numbers."
    assert notified(ines) == [f"Your post was removed. {WHY} {rule}"]
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.act, entry.source, entry.context) == (ruth, "remove_post", post.key, thread.key)
    assert (entry.subject, entry.reason, entry.guideline) == (ines, WHY, "names")
    assert entry.before == {"state": "published", "removed_by_author": False, "labels": 0}


def test_the_message_after_an_act_leads_to_its_undoing(review: Client, post: Post) -> None:
    decide(review, page_of(post), "remove_post")

    shown = review.get(page_of(post)).text

    assert f'<a href="/moderation/audit/{AuditEntry.objects.get().pk}/undo/" data-undo>Undo</a>' in shown


def test_a_removed_post_can_be_put_back(review: Client, ines: Member, thread: Thread, post: Post) -> None:
    decide(review, page_of(post), "remove_post")
    assert replies_in(thread) == 0

    decide(review, page_of(post), "restore_post")

    assert replies_in(thread) == 1
    assert notified(ines)[1] == f"Your post is back. {WHY}"


def test_removing_a_reported_post_closes_its_case_and_thanks_those_who_reported_it(
    review: Client, ruth: Member, maria: Member, ines: Member, joan: Member, post: Post
) -> None:
    reported(post, maria)
    reported(post, joan)
    reported(post)
    case = case_about(post)

    response = decide(review, f"/moderation/cases/{case.pk}/", "remove_post")

    assert response["Location"] == "/moderation/"
    case.refresh_from_db()
    assert (case.state, case.closed_by) == ("resolved", ruth)
    assert (
        notified(maria)
        == notified(joan)
        == ["Thank you for your report. A moderator looked at the post and took action."]
    )
    assert WHY not in notified(maria)[0]
    assert AuditEntry.objects.get().case == case


def test_a_report_can_be_declined_without_notifying_the_author(
    review: Client, maria: Member, ines: Member, thread: Thread, post: Post
) -> None:
    reported(post, maria)
    case = case_about(post)

    decide(review, f"/moderation/cases/{case.pk}/", "reject_report")

    case.refresh_from_db()
    assert case.state == "rejected"
    assert replies_in(thread) == 1
    assert notified(ines) == []
    assert notified(maria) == [f"Thank you for your report. A moderator looked at the post and left it up. {WHY}"]
    assert AuditEntry.objects.get().act == "reject_report"


def test_a_held_post_is_published_once_a_moderator_approves_it(
    review: Client, guest: Client, ines: Member, maria: Member, thread: Thread, held: Post
) -> None:
    assert "miracle" not in guest.get(thread.get_absolute_url()).text
    case = case_about(held)
    assert "miracle cure" in review.get(f"/moderation/cases/{case.pk}/").text

    decide(review, f"/moderation/cases/{case.pk}/", "approve_post")

    assert replies_in(thread) == 1
    assert "miracle" in guest.get(thread.get_absolute_url()).text
    case.refresh_from_db()
    assert case.state == "resolved"
    assert notified(ines) == [f"Your post is now published. {WHY}"]


def test_a_held_post_that_is_not_published_adds_nothing_and_can_still_be_approved(
    review: Client, ines: Member, thread: Thread, held: Post
) -> None:
    decide(review, f"/moderation/cases/{case_about(held).pk}/", "reject_post")
    held.refresh_from_db()
    assert held.state == State.REJECTED
    assert replies_in(thread) == 0
    assert notified(ines) == [f"Your post was not published. {WHY}"]

    decide(review, page_of(held), "approve_post")

    assert replies_in(thread) == 1


@pytest.mark.parametrize("act", ["remove_post", "restore_post"])
def test_no_decision_without_a_reason(review: Client, post: Post, act: str) -> None:
    if act == "restore_post":
        Post.objects.filter(pk=post.pk).update(state="removed")

    response = decide(review, page_of(post), act, reason="  ")

    assert response.status_code == 422
    assert "Choose a guideline, or write a reason." in response.text
    assert not AuditEntry.objects.exists()


def test_a_guideline_can_be_the_whole_reason(review: Client, ines: Member, post: Post) -> None:
    decide(review, page_of(post), "remove_post", reason="", guideline="kind")

    assert notified(ines) == ["Your post was removed. Be kind: disagree with what was said, never with the person."]


def test_nobody_decides_about_their_own_post(
    review: Client, as_member: Callable, ada: Member, ruth: Member, thread: Thread
) -> None:
    own = reply(thread, ruth, "Please be kind.")

    response = decide(review, page_of(own), "remove_post")

    assert response.status_code == 403
    assert "Another moderator will decide." in response.text
    own.refresh_from_db()
    assert own.is_published
    assert decide(as_member(ada), page_of(own), "remove_post").status_code == 302


@pytest.mark.parametrize("act", ["remove_post", "restore_post", "approve_post", "reject_post"])
def test_the_operations_refuse_ones_own_post_and_members_too(
    act: str, ruth: Member, maria: Member, thread: Thread, post: Post
) -> None:
    own = reply(thread, ruth)

    with pytest.raises(PermissionDenied):
        getattr(moderation, act)(own, Decision(by=ruth, reason=WHY))
    with pytest.raises(PermissionDenied):
        getattr(moderation, act)(post, Decision(by=maria, reason=WHY))
    assert not AuditEntry.objects.exists()


def test_a_post_removed_by_its_author_stays_removed(review: Client, ruth: Member, ines: Member, post: Post) -> None:
    forum.remove_post(post, by_author=True)

    assert decide(review, page_of(post), "restore_post").status_code == 403
    post.refresh_from_db()
    assert post.state == State.REMOVED


def test_a_case_whose_post_is_gone_can_be_dismissed(review: Client, maria: Member, ines: Member, post: Post) -> None:
    reported(post, maria)
    case = case_about(post)
    forum.remove_post(post, by_author=True)

    decide(review, f"/moderation/cases/{case.pk}/", "settle_case")

    case.refresh_from_db()
    assert case.state == "resolved"
    assert notified(ines) == []


def test_whoever_comes_second_reads_who_acted_and_finds_their_reason(
    review: Client, as_member: Callable, ada: Member, maria: Member, ines: Member, post: Post
) -> None:
    reported(post, maria)
    url = f"/moderation/cases/{case_about(post).pk}/"
    seen = version_on(review, url)
    decide(as_member(ada), url, "reject_report")

    response = review.post(url, {"act": "remove_post", "version": seen, "reason": "My own words."})

    assert response.status_code == 409
    assert "Ada reviewed a report and left the post up" in response.text
    assert "My own words." in response.text
    post.refresh_from_db()
    assert post.is_published
    assert AuditEntry.objects.count() == 1


def test_an_edit_or_a_new_report_since_the_page_was_opened_asks_to_check_it_again(
    review: Client, ines: Member, maria: Member, joan: Member, post: Post
) -> None:
    reported(post, maria)
    url = f"/moderation/cases/{case_about(post).pk}/"
    before_edit = version_on(review, url)
    forum.edit_post(post, editor=ines, text=richtext.from_plain("Better words."), version=post.version)
    before_report = version_on(review, url)
    assert before_report != before_edit
    reported(post, joan, "danger")

    for seen in (before_edit, before_report):
        response = review.post(url, {"act": "remove_post", "version": seen, "reason": WHY})
        assert response.status_code == 409
        assert "edited or reported again" in response.text
    assert decide(review, url, "remove_post").status_code == 302


def test_an_action_that_the_state_does_not_allow_answers_409(review: Client, post: Post) -> None:
    assert decide(review, page_of(post), "approve_post").status_code == 409
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("act", ["", "dance", "lock_thread", "settle_case"])
def test_an_unknown_action_is_a_bad_request(review: Client, post: Post, act: str) -> None:
    assert decide(review, page_of(post), act).status_code == 400


def test_the_page_shows_the_earlier_text_and_the_posts_around_it(
    review: Client, maria: Member, ines: Member, thread: Thread, post: Post
) -> None:
    reply(thread, maria, "That sounds hard.")
    reported(post, maria, note="Look at the address.")
    forum.edit_post(post, editor=ines, text=richtext.from_plain("He was rude."), version=post.version)

    shown = review.get(page_of(post)).text

    assert "How did you get through it?" in shown
    assert "That sounds hard." in shown
    assert shown.count("Elm Street") == 2  # as reported, and in its history
    assert "Look at the address." in shown


def test_each_guideline_that_a_reason_names_is_on_the_guidelines_page(guest: Client, db: None) -> None:
    page = guest.get("/guidelines/").text

    for guideline in set(Guideline) - {Guideline.FINE}:
        assert f'id="{guideline.value}"' in page, guideline
