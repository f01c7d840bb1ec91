"""Reasons that moderators have written once, and choose for a decision."""

import pytest
from django.test import Client

from community.forum.models import Post
from community.members.models import Member
from community.moderation.models import AuditEntry, CannedReason
from tests.moderation.deciding import case_about, decide, reported

REASONS = "/moderation/reasons/"


@pytest.fixture
def names() -> CannedReason:
    """A ready-made reason."""
    return CannedReason.objects.create(title="Names", text="Please leave the names of doctors out.", guideline="names")


def test_a_reason_is_written_listed_and_changed(review: Client, db: None) -> None:
    assert "There are none yet." in review.get(REASONS).text

    review.post(f"{REASONS}new/", {"title": "Selling", "text": "We don’t sell things here.", "is_used": "on"})
    assert "We don’t sell things here." in review.get(REASONS).text

    stored = CannedReason.objects.get()
    review.post(f"{REASONS}{stored.pk}/", {"title": "Selling", "text": "Nobody sells things here."})
    stored.refresh_from_db()
    assert (stored.text, stored.is_used) == ("Nobody sells things here.", False)
    assert "Not offered" in review.get(REASONS).text


@pytest.mark.parametrize("wrong", [{"title": ""}, {"text": ""}, {"title": "Names"}, {"text": "x" * 301}])
def test_wrong_input_is_not_stored(review: Client, names: CannedReason, wrong: dict[str, str]) -> None:
    answer = review.post(f"{REASONS}new/", {"title": "New", "text": "Some words."} | wrong)

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert CannedReason.objects.get() == names


def test_what_was_chosen_is_the_reason_with_its_guideline(review: Client, names: CannedReason, post: Post) -> None:
    decide(review, f"/moderation/posts/{post.pk}/", "remove_post", reason="", canned=names.pk)

    entry = AuditEntry.objects.get()
    assert (entry.reason, entry.guideline) == (names.text, "names")


def test_written_words_and_a_chosen_guideline_go_first(review: Client, names: CannedReason, post: Post) -> None:
    own = {"reason": "Elm Street is in it.", "guideline": "confidence"}
    decide(review, f"/moderation/posts/{post.pk}/", "remove_post", canned=names.pk, **own)

    entry = AuditEntry.objects.get()
    assert (entry.reason, entry.guideline) == ("Elm Street is in it.", "confidence")


def test_only_what_is_used_is_offered_and_taken(review: Client, names: CannedReason, post: Post, maria: Member) -> None:
    reported(post, maria)
    page = f"/moderation/cases/{case_about(post).pk}/"
    assert names.title in review.get(page).text
    CannedReason.objects.update(is_used=False)

    assert "Ready-made reason<" not in review.get(page).text.partition("<main")[2]
    assert decide(review, page, "remove_post", reason="", canned=names.pk).status_code == 422


def test_it_is_a_reason_for_several_cases_too(review: Client, names: CannedReason, post: Post, maria: Member) -> None:
    reported(post, maria)
    case = case_about(post)
    sent = {"case": case.pk, f"version-{case.pk}": case.version, "choice": "take_down", "canned": names.pk}

    review.post("/moderation/several/", sent)

    assert AuditEntry.objects.get().reason == names.text
