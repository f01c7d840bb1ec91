"""Editing one's own post."""

import pytest
from django.core.exceptions import PermissionDenied

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post
from tests.acts import reply


def edit(post, editor, body="Changed.", version=1):
    return forum.edit_post(post, editor=editor, text=richtext.from_plain(body), version=version)


def test_the_earlier_text_is_stored(thread, ines):
    post = reply(thread, ines, "First words")

    changed = edit(post, ines, "Better words")

    revision = changed.revisions.get()
    assert (changed.plain, revision.plain, revision.editor) == ("Better words", "First words", ines)
    assert changed.edited_at is not None


def test_an_edit_moves_nothing(thread, maria, ines):
    post = reply(thread, ines)
    reply(thread, maria)
    thread.refresh_from_db()
    before = (thread.reply_count, thread.last_number, thread.last_activity_at, thread.last_poster)

    edit(post, ines)

    thread.refresh_from_db()
    assert (thread.reply_count, thread.last_number, thread.last_activity_at, thread.last_poster) == before


def test_cached_pages_learn_of_an_edit(thread, ines):
    post = reply(thread, ines)
    thread.refresh_from_db()
    before = thread.version

    edit(post, ines)

    thread.refresh_from_db()
    assert thread.version > before


def test_a_member_edits_on_the_page_and_sees_it(thread, ines, as_member):
    post, client = reply(thread, ines, "First words"), as_member(ines)
    form = client.get(f"/posts/{post.pk}/edit/")
    assert "First words" in form.text

    answer = client.post(f"/posts/{post.pk}/edit/", {"body": "Better words", "version": 1}, follow=True)

    assert "Better words" in answer.text
    assert "edited" in answer.text
    assert "First words" in client.get(f"/posts/{post.pk}/history/").text


FORMATTED = (
    '<p>So <strong>glad</strong> and <em>calm</em>, see <a href="https://example.org/a_(b)">this</a>.</p>'
    "<ul><li><p>one<br>line</p></li><li><p>two</p></li></ul><blockquote><p>Rest <s>now</s>.</p></blockquote>"
)


@pytest.mark.parametrize(("ends", "more"), [("\n", ""), ("\r\n", ""), ("\n", " And more.")])
def test_a_plain_box_that_comes_back_unchanged_leaves_the_formatting(thread, ines, as_member, ends, more):
    post, client = reply(thread, ines), as_member(ines)
    text = richtext.clean(FORMATTED)
    Post.objects.filter(pk=post.pk).update(html=text.html, plain=text.plain)
    plain = client.get(f"/posts/{post.pk}/edit/").context["form"].composer_text.plain

    client.post(f"/posts/{post.pk}/edit/", {"body": plain.replace("\n", ends) + more, "version": 1})

    post.refresh_from_db()
    assert post.version == 2
    assert ("<strong>glad</strong>" in post.html) == (not more)
    assert (post.html == text.html) == (not more)


def test_an_edit_of_an_older_version_is_refused_and_the_text_comes_back(thread, ines, as_member):
    post = reply(thread, ines)
    edit(post, ines, "Changed in another tab")

    answer = as_member(ines).post(f"/posts/{post.pk}/edit/", {"body": "From the first tab", "version": 1})

    assert answer.status_code == 409
    assert "From the first tab" in answer.text
    assert "Changed in another tab" in answer.text, "the post as it is now, to compare"
    assert f'<a href="/posts/{post.pk}/edit/">' in answer.text
    post.refresh_from_db()
    assert post.plain == "Changed in another tab"


def test_an_empty_edit_is_explained(thread, ines, as_member):
    post = reply(thread, ines, "Words")

    answer = as_member(ines).post(f"/posts/{post.pk}/edit/", {"body": " ", "version": 1})

    assert answer.status_code == 422
    assert "Write something first." in answer.text


@pytest.mark.parametrize("path", ["edit", "history", "remove"])
def test_nobody_else_edits_a_post_or_sees_its_earlier_text(thread, ines, joan, ruth, tess, as_member, path):
    post = reply(thread, ines)
    assert as_member(ines).get(f"/posts/{post.pk}/{path}/").status_code == 200

    for other in (joan, tess, ruth):
        assert as_member(other).get(f"/posts/{post.pk}/{path}/").status_code == 404


def test_an_operation_checks_whose_it_is_too(thread, ines, joan):
    post = reply(thread, ines)

    with pytest.raises(PermissionDenied):
        edit(post, joan)


def test_a_post_in_a_closed_discussion_stays_as_it_is(thread, ines, as_member):
    post = reply(thread, ines)
    forum.set_locked(thread, True)

    with pytest.raises(PermissionDenied):
        edit(post, ines)
    assert as_member(ines).get(f"/posts/{post.pk}/edit/").status_code == 403


def test_a_removed_post_is_not_edited(thread, ines):
    post = reply(thread, ines)
    forum.remove_post(post, by_author=True)

    with pytest.raises(PermissionDenied, match="put it back first"):
        edit(post, ines)
