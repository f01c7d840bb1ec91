"""A moderator labels a discussion or a post, with a reason; it is logged, and can be undone."""

import pytest
from django.test import Client

from community.content_warnings import Label
from community.forum import operations as forum
from community.forum.models import Post, Thread
from community.members.models import Member
from community.moderation.models import AuditEntry
from tests.moderation.deciding import WHY, case_about, decide, decide_thread, reported, version_on


def notified(member: Member) -> list[str]:
    """Return the notifications that a member has from moderators."""
    return list(member.notifications.filter(kind="moderated").order_by("pk").values_list("text", flat=True))


def test_a_discussion_is_labelled_and_its_starter_is_notified_why(
    review: Client, thread: Thread, maria: Member
) -> None:
    page = f"/moderation/discussions/{thread.pk}/"

    assert decide_thread(review, page, "label_thread", labels=["1", "2"]).status_code == 302

    thread.refresh_from_db()
    assert thread.labels == Label.PROGNOSIS | Label.DEATH
    assert notified(maria) == [f"Your discussion now has these content warnings: Prognosis, Death and grief. {WHY}"]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.reason, entry.before["labels"]) == ("label_thread", WHY, 0)


def test_a_post_is_labelled_and_its_author_is_notified_why(review: Client, post: Post, ines: Member) -> None:
    assert decide_thread(review, f"/moderation/posts/{post.pk}/", "label_post", labels=["8"]).status_code == 302

    post.refresh_from_db()
    assert post.labels == Label.DETAIL
    assert notified(ines) == [f"Your post now has these content warnings: Graphic detail. {WHY}"]


def test_labels_are_undone_like_any_other_action(review: Client, thread: Thread, post: Post, ines: Member) -> None:
    forum.label_post(post, Label.DEATH)
    decide_thread(review, f"/moderation/discussions/{thread.pk}/", "label_thread", labels=["1"])
    decide_thread(review, f"/moderation/posts/{post.pk}/", "label_post", labels=["8"])

    for entry in AuditEntry.objects.all():
        assert decide(review, f"/moderation/audit/{entry.pk}/undo/", entry.act).status_code == 302

    thread.refresh_from_db()
    post.refresh_from_db()
    assert (thread.labels, post.labels) == (0, Label.DEATH)
    assert notified(ines)[-1] == f"Your post now has these content warnings: Death and grief. {WHY}"


def test_a_reason_is_asked_for_and_the_ticks_stay(review: Client, post: Post) -> None:
    answer = decide_thread(review, f"/moderation/posts/{post.pk}/", "label_post", labels=["8"], reason="")

    assert answer.status_code == 422
    assert answer.context["review"].label_form["labels"].value() == ["8"]
    assert not AuditEntry.objects.exists()


def test_setting_the_same_labels_says_so(review: Client, thread: Thread) -> None:
    forum.label_thread(thread, Label.DEATH)

    answer = decide_thread(review, f"/moderation/discussions/{thread.pk}/", "label_thread", labels=["2"])

    assert answer.status_code == 409
    assert "This discussion already has these content warnings." in answer.text


def test_nobody_decides_about_labels_that_they_did_not_see(review: Client, thread: Thread, post: Post) -> None:
    for url, act in (
        (f"/moderation/discussions/{thread.pk}/", "label_thread"),
        (f"/moderation/posts/{post.pk}/", "label_post"),
    ):
        seen = version_on(review, url)
        forum.label_thread(thread, Label.DEATH) if act == "label_thread" else forum.label_post(post, Label.DEATH)

        sent = {"act": act, "version": seen, f"{act}-reason": WHY, f"{act}-labels": ["1"]}
        assert review.post(url, sent).status_code == 409


def test_an_opening_post_is_labelled_with_its_discussion(review: Client, thread: Thread) -> None:
    url = f"/moderation/posts/{thread.posts.get().pk}/"

    assert 'value="label_post"' not in review.get(url).text
    assert decide_thread(review, url, "label_post", labels=["1"]).status_code == 409


@pytest.mark.parametrize("kind", ["reported", "held"])
def test_a_label_is_no_answer_to_a_case(
    kind: str, review: Client, post: Post, held: Post, joan: Member, request: pytest.FixtureRequest
) -> None:
    about = post if kind == "reported" else held
    if kind == "reported":
        reported(post, joan)
    url = f"/moderation/cases/{case_about(about).pk}/"

    assert decide_thread(review, url, "label_post", labels=["8"])["Location"] == url

    about.refresh_from_db()
    assert about.labels == Label.DETAIL
    assert case_about(about).is_open


def test_a_moderator_does_not_label_what_they_wrote_here(as_member, thread: Thread, ruth: Member) -> None:  # type: ignore[no-untyped-def]
    from tests.acts import reply

    own, client = reply(thread, ruth), as_member(ruth)

    assert 'value="label_post"' not in client.get(f"/moderation/posts/{own.pk}/").text
    assert decide_thread(client, f"/moderation/posts/{own.pk}/", "label_post", labels=["8"]).status_code == 403
