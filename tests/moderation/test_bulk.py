"""One decision about several cases: each has a result of its own, and can be undone by itself."""

from typing import Any

import pytest
from django.test import Client

from community.forum.models import Post, State, Thread
from community.members.models import Member
from community.moderation.models import AuditEntry
from community.safety import operations as safety
from community.safety.models import Case
from tests.acts import reply
from tests.moderation.deciding import WHY, case_about, decide, reported

SEVERAL = "/moderation/several/"


def ticked(*cases: Case, **more: Any) -> dict[str, Any]:
    """What the form of the queue sends with these cases ticked."""
    versions = {f"version-{case.pk}": case.version for case in cases}
    return {"case": [case.pk for case in cases], "choice": "take_down", "reason": WHY} | versions | more


@pytest.fixture
def spam(thread: Thread, ines: Member, maria: Member) -> Post:
    """A reported post."""
    post = reply(thread, ines, "Buy my tea.")
    reported(post, maria, "selling")
    return post


def state_of(post: Post) -> str:
    return str(Post.objects.get(pk=post.pk).state)


def test_what_was_ticked_is_taken_down_or_not_published(review: Client, spam: Post, held: Post, ines: Member) -> None:
    page = review.post(SEVERAL, ticked(case_about(spam), case_about(held))).text

    assert (state_of(spam), state_of(held)) == (State.REMOVED, State.REJECTED)
    assert "Done: removed a post" in page
    assert "Done: did not publish a held post" in page
    assert AuditEntry.objects.filter(reason=WHY, subject=ines).count() == 2
    assert not Case.objects.open().exists()


def test_what_was_ticked_is_published_or_left_up_without_a_reason(review: Client, spam: Post, held: Post) -> None:
    review.post(SEVERAL, ticked(case_about(spam), case_about(held), choice="leave", reason=""))

    assert (state_of(spam), state_of(held)) == (State.PUBLISHED, State.PUBLISHED)
    assert set(AuditEntry.objects.values_list("act", "guideline")) == {
        ("reject_report", "fine"),
        ("approve_post", "fine"),
    }


def test_each_case_has_its_own_result(
    review: Client, ada: Member, thread: Thread, spam: Post, held: Post, ines: Member
) -> None:
    late, claimed = reply(thread, ines, "Late."), reply(thread, ines, "Claimed.")
    for post in (late, claimed):
        reported(post)
    letter = Case.objects.get(open_key=safety.write_letter(text="Where is my post?").key)
    form = ticked(*(case_about(post) for post in (spam, held, late, claimed)), letter)
    safety.close_case(case_about(late), by=ada, state=Case.State.REJECTED)
    safety.claim_case(case_about(claimed), by=ada)

    page = review.post(SEVERAL, form).text

    assert page.count("Done:") == 2
    assert page.count("Nothing was changed.") == 3
    assert "This case has changed since you opened it." in page
    assert "Ada is looking at this case now." in page
    assert "You can’t decide about this one here. Open it." in page
    assert state_of(late) == state_of(claimed) == State.PUBLISHED


def test_each_decision_is_undone_by_itself(review: Client, spam: Post, held: Post) -> None:
    review.post(SEVERAL, ticked(case_about(spam), case_about(held)))
    entry = AuditEntry.objects.get(source=spam.key)

    decide(review, f"/moderation/audit/{entry.pk}/undo/", "restore_post")

    assert (state_of(spam), state_of(held)) == (State.PUBLISHED, State.REJECTED)
    assert Case.objects.open().get().source == spam.key


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"choice": ""}, {"choice": "burn"}])
def test_wrong_input_changes_nothing_and_the_ticks_stay(review: Client, spam: Post, wrong: dict[str, str]) -> None:
    case = case_about(spam)

    page = review.post(SEVERAL, ticked(case) | wrong)

    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert page.context["picked"] == [case.pk]
    assert state_of(spam) == State.PUBLISHED


def test_an_empty_choice_is_explained(review: Client, spam: Post) -> None:
    assert "You didn’t tick anything." in review.post(SEVERAL, ticked()).text


def test_nobody_decides_about_their_own_post_in_a_heap(
    review: Client, thread: Thread, ruth: Member, maria: Member
) -> None:
    post = reply(thread, ruth, "Please be kind.")
    reported(post, maria)

    review.post(SEVERAL, ticked(case_about(post)))

    assert state_of(post) == State.PUBLISHED
    assert case_about(post).is_open
