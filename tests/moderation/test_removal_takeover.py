"""An author removes a reported post; a moderator decides whether it stays removed."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum import operations as forum
from community.forum.models import Post, State
from community.members.models import Member
from community.moderation.models import AuditEntry
from tests.moderation.deciding import WHY, case_about, decide, reported


@pytest.fixture
def removed_by_author(post: Post, joan: Member) -> Post:
    """A post that was reported, and then removed by Ines."""
    reported(post, joan)
    return forum.remove_post(post, by_author=True)


def buttons(client: Client, url: str) -> list[str]:
    """Return the actions that a page offers."""
    return [act for act, _ in client.get(url).context["review"].buttons()]


def test_a_moderator_takes_over_the_removal_and_its_author_cannot_put_it_back(
    review: Client, as_member: Callable, ines: Member, removed_by_author: Post
) -> None:
    url = f"/moderation/cases/{case_about(removed_by_author).pk}/"
    assert buttons(review, url) == ["settle_case", "remove_post"], "there is nothing left to take down: that leads"

    assert decide(review, url, "remove_post").status_code == 302

    assert ines.notifications.get(kind="moderated").text == f"You removed your post, so it stays removed. {WHY}"
    assert as_member(ines).post(f"/posts/{removed_by_author.pk}/restore/").status_code == 403
    removed_by_author.refresh_from_db()
    assert removed_by_author.state == State.REMOVED


def test_taking_that_back_leaves_the_post_to_its_author(
    review: Client, as_member: Callable, ines: Member, removed_by_author: Post
) -> None:
    decide(review, f"/moderation/posts/{removed_by_author.pk}/", "remove_post")
    entry = AuditEntry.objects.get()

    assert buttons(review, f"/moderation/audit/{entry.pk}/undo/") == ["return_post"]
    assert decide(review, f"/moderation/audit/{entry.pk}/undo/", "return_post").status_code == 302

    removed_by_author.refresh_from_db()
    assert (removed_by_author.state, removed_by_author.removed_by_author) == (State.REMOVED, True)
    assert buttons(review, f"/moderation/posts/{removed_by_author.pk}/") == ["settle_case", "remove_post"], (
        "the report waits again"
    )
    as_member(ines).post(f"/posts/{removed_by_author.pk}/restore/")
    removed_by_author.refresh_from_db()
    assert removed_by_author.is_published


def test_a_moderator_never_restores_what_its_author_removed(review: Client, removed_by_author: Post) -> None:
    url = f"/moderation/posts/{removed_by_author.pk}/"
    decide(review, url, "remove_post")

    assert buttons(review, url) == ["return_post"]
    assert decide(review, url, "restore_post").status_code == 403
    removed_by_author.refresh_from_db()
    assert removed_by_author.state == State.REMOVED


def test_the_taking_over_can_be_done_again_after_its_undoing(review: Client, removed_by_author: Post) -> None:
    url = f"/moderation/posts/{removed_by_author.pk}/"
    decide(review, url, "remove_post")
    decide(review, url, "return_post")

    decide(review, f"/moderation/audit/{AuditEntry.objects.latest('pk').pk}/undo/", "remove_post")

    removed_by_author.refresh_from_db()
    assert not removed_by_author.removed_by_author
    assert removed_by_author.state == State.REMOVED
