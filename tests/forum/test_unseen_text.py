"""A post or title that nobody would see is not posted: on each page on which people write."""

from uuid import uuid4

import pytest

from community.forum.models import Post, Thread
from community.safety.models import Letter, Report
from tests.core.test_text_fields import UNSEEN

KINDS = ["Hangul filler", "braille blank", "soft hyphens", "tag characters", "all at once"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rich", ["", "on"])
def test_a_reply_that_nobody_would_see_is_not_posted(thread, ines, as_member, kind, rich):
    body = (
        f"<p>{UNSEEN[kind]}</p><p><strong>{UNSEEN[kind]}</strong></p>" if rich else f"{UNSEEN[kind]}\n\n{UNSEEN[kind]}"
    )

    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": body, "rich": rich, "token": uuid4()})

    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert not Post.objects.filter(author=ines).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_discussion_without_a_title_to_see_is_not_started(thread, ines, as_member, kind):
    address = f"/groups/{thread.group.slug}/new/"
    form = {"title": UNSEEN[kind], "body": "How was it?", "audience": "public", "token": uuid4()}

    answer = as_member(ines).post(address, form)

    assert answer.status_code == 422
    assert "Enter a title." in answer.text
    assert not Thread.objects.filter(author=ines).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_to_nothing_is_not_saved(thread, maria, as_member, kind):
    post = thread.posts.get(number=1)

    answer = as_member(maria).post(f"/posts/{post.pk}/edit/", {"body": UNSEEN[kind], "version": post.version})

    assert answer.status_code == 422
    assert thread.posts.get(number=1).plain == post.plain


def test_a_title_that_would_turn_its_row_around_is_stored_without_that(thread, ines, as_member):
    form = {
        "title": "\u202eStah \u2067in the summer\u200b",
        "body": "How was it?",
        "audience": "public",
        "token": uuid4(),
    }

    answer = as_member(ines).post(f"/groups/{thread.group.slug}/new/", form)

    assert answer.status_code == 302
    assert Thread.objects.get(author=ines).title == "Stah in the summer"


@pytest.mark.parametrize("written", ["a" + "\u0301" * 141, "a" + "&#x301;" * 141, "a" + "\u0301\u200d" * 141])
def test_a_post_has_at_most_six_accents_on_a_letter(thread, ines, as_member, written):
    form = {"body": f"<p>{written} Thinking of you.</p>", "rich": "on", "token": uuid4()}

    as_member(ines).post(f"/discussions/{thread.pk}/reply/", form)

    post = Post.objects.get(author=ines)
    assert post.plain.count("\u0301") == 6
    assert post.html.count("\u0301") == 6


def test_a_report_and_a_message_have_something_to_see(thread, ines, as_member):
    client = as_member(ines)
    post = thread.posts.get(number=1)

    client.post(f"/report/?source={post.key}", {"reason": "unkind", "note": UNSEEN["all at once"], "token": uuid4()})
    refused = client.post("/contact/", {"text": UNSEEN["all at once"], "token": uuid4()})

    assert Report.objects.get().note == ""
    assert refused.status_code == 422
    assert not Letter.objects.exists()
