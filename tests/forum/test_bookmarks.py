"""Bookmarks are private: saved posts, notes, and a sheet of questions without others' names."""

import html
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import Audience, Bookmark, Post
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply, start
from tests.forum.statements import assert_statements

HTMX = {"HX-Request": "true"}
LIST, SHEET = 5, 6


@pytest.fixture
def post(thread, ines):
    """A reply of Ines that Joan saves."""
    return reply(thread, ines, "Ask for the cream before the tenth day.")


@pytest.fixture
def bookmark(post, joan):
    """Joan's bookmark."""
    return forum.add_bookmark(post, joan)


@pytest.fixture(params=[{}, HTMX], ids=["whole page", "htmx"])
def way(request):
    """The headers of a plain browser, and of htmx."""
    return request.param


def ask(post, member, text):
    """Save a post with a question for the visit."""
    bookmark = forum.add_bookmark(post, member)
    forum.write_note(bookmark, text, question=True)
    return bookmark


def main_of(answer):
    """Return the main part of the page."""
    return re.search(r"<main.*</main>", answer.text, re.DOTALL)[0]


def test_saving_does_the_same_with_and_without_htmx_and_is_idempotent(post, joan, as_member, way):
    client = as_member(joan)

    for _ in range(2):
        assert client.post(f"/posts/{post.pk}/save/", headers=way).status_code == (200 if way else 302)

    assert Bookmark.objects.get().member == joan


def test_without_script_a_member_returns_to_the_post_and_may_add_a_note(post, joan, as_member):
    page = as_member(joan).post(f"/posts/{post.pk}/save/", follow=True)

    assert page.request["PATH_INFO"] == post.thread.get_absolute_url()
    assert f'<a href="/saved/{Bookmark.objects.get().pk}/">Add a note</a>' in page.text
    assert "Saved<span" in page.text


def test_with_htmx_the_response_says_saved_and_links_to_the_note(post, joan, as_member):
    answer = as_member(joan).post(f"/posts/{post.pk}/save/", headers=HTMX)

    assert f'id="bookmark-{post.pk}" href="/posts/{post.pk}/save/"' in answer.text
    assert f'href="/saved/{Bookmark.objects.get().pk}/" hx-boost="true" hx-target="#dialog-body"' in answer.text
    assert "<html" not in answer.text


def test_a_guest_is_not_offered_to_save_anything(post, guest):
    assert "/save/" not in guest.get(post.thread.get_absolute_url()).text
    assert guest.post(f"/posts/{post.pk}/save/")["Location"].startswith("/accounts/login/")
    assert not Bookmark.objects.exists()


def test_nobody_saves_what_they_may_not_read(thread, maria, ines, joan, as_member):
    held_back = reply(thread, ines, "Words I regret")
    forum.remove_post(held_back, by_author=True)
    private = start(thread.group, maria, "Among ourselves", audience=Audience.PRIVATE)

    WatchedPhrase.objects.create(phrase="miracle cure")
    held = reply(thread, ines, "A miracle cure")

    for hidden in (held_back, private, held):
        assert as_member(joan).post(f"/posts/{hidden.pk}/save/").status_code == 404
        with pytest.raises(PermissionDenied):
            forum.add_bookmark(hidden, joan)
    assert not Bookmark.objects.exists()


def test_after_signing_in_again_the_address_leads_to_the_post_or_to_the_note(post, joan, as_member):
    client = as_member(joan)
    assert client.get(f"/posts/{post.pk}/save/")["Location"] == post.get_absolute_url()

    forum.write_note(forum.add_bookmark(post, joan), "Which cream?", question=False)

    assert "Which cream?" in client.get(f"/posts/{post.pk}/save/").text


def test_the_list_shows_the_newest_first_with_title_words_author_and_note(
    thread, post, bookmark, maria, joan, as_member
):
    forum.write_note(bookmark, "Which cream?", question=False)
    later = forum.add_bookmark(start(thread.group, maria, "Walking again", "Slowly, round the lake."), joan)
    Bookmark.objects.filter(pk=bookmark.pk).update(created_at=timezone.now() - timedelta(days=1))

    page = main_of(as_member(joan).get("/saved/"))

    for words in (
        "Walking again",
        "Slowly, round the lake.",
        thread.title,
        "Ask for the cream",
        "Ines",
        "Which cream?",
    ):
        assert words in page
    assert page.index(f'id="saved-{later.pk}"') < page.index(f'id="saved-{bookmark.pk}"')


def test_a_page_without_anything_says_where_it_comes_from(joan, as_member):
    client = as_member(joan)

    assert "No saved posts yet." in client.get("/saved/").text
    assert "No questions yet." in client.get("/saved/questions/").text


def test_the_list_goes_on_by_cursor_and_loses_nothing(settings, thread, ines, joan, as_member):
    settings.THREADS_PER_PAGE = 3
    moment = timezone.now()
    bookmarks = [forum.add_bookmark(reply(thread, ines, f"Post {number}"), joan).pk for number in range(8)]
    Bookmark.objects.update(created_at=moment)  # all in one moment: the cursor's second part separates them

    client, path, found = as_member(joan), "/saved/", []
    while path:
        page = client.get(path).text
        found += [int(pk) for pk in re.findall(r'<article [^>]*id="saved-(\d+)"', page)]
        older = re.search(r'href="([^"]+)" rel="next"', page)
        path = html.unescape(older[1]) if older else ""

    assert found == bookmarks[::-1]
    assert as_member(joan).get("/saved/?after=rubbish").status_code == 200


def test_nobody_else_sees_what_a_member_or_moderator_saved(bookmark, ines, ruth, ada, as_member):
    forum.write_note(bookmark, "Only for me", question=True)

    for other in (ines, ruth, ada):
        client = as_member(other)
        assert client.get(f"/saved/{bookmark.pk}/").status_code == 404
        assert client.post(f"/saved/{bookmark.pk}/", {"note": "Mine now"}).status_code == 404
        client.post(f"/saved/{bookmark.pk}/remove/")
        for path in ("/saved/", "/saved/questions/", bookmark.post.thread.get_absolute_url()):
            assert "Only for me" not in client.get(path).text
    bookmark.refresh_from_db()
    assert bookmark.note == "Only for me"


def test_a_note_is_saved_either_way(bookmark, joan, as_member, way):
    answer = as_member(joan).post(f"/saved/{bookmark.pk}/", {"note": "Which\r\ncream?", "question": "on"}, headers=way)

    bookmark.refresh_from_db()
    assert (bookmark.note, bookmark.question) == ("Which\ncream?", True)
    assert answer.status_code == (200 if way else 302)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"note": "a" * 501}, "Shorten your note to 500 characters or fewer."),
        ({"note": " ", "question": "on"}, "Write your question first."),
    ],
)
def test_an_error_in_a_note_is_explained_and_nothing_typed_is_lost(bookmark, joan, as_member, way, sent, message):
    answer = as_member(joan).post(f"/saved/{bookmark.pk}/", sent, headers=way)

    assert answer.status_code == 422
    assert message in answer.text
    assert sent["note"].strip() in answer.text
    bookmark.refresh_from_db()
    assert (bookmark.note, bookmark.question) == ("", False)


def test_a_line_end_counts_as_one_letter_as_in_the_browser(bookmark, joan, as_member):
    as_member(joan).post(f"/saved/{bookmark.pk}/", {"note": "a\r\n" * 249 + "ab"})

    bookmark.refresh_from_db()
    assert len(bookmark.note) == 500


@pytest.mark.parametrize(("text", "question"), [("a" * 501, False), ("", True)])
def test_no_other_way_leads_past_the_rules_for_notes(bookmark, text, question):
    with pytest.raises(ValueError, match="at most 500"):
        forum.write_note(bookmark, text, question=question)


def test_a_note_typed_before_being_signed_out_is_restored(bookmark, joan, guest, as_member):
    guest.post(f"/saved/{bookmark.pk}/", {"note": "Typed for a while", "question": "on"})
    guest.force_login(joan, backend="community.members.sessions.MemberBackend")

    page = guest.get(f"/saved/{bookmark.pk}/").text

    assert "Typed for a while" in page
    assert re.search(r'name="question"[^>]* checked', page)


def test_a_note_on_a_bookmark_removed_elsewhere_is_shown_for_copying(bookmark, joan, as_member):
    forum.remove_bookmark(bookmark)

    answer = as_member(joan).post(f"/saved/{bookmark.pk}/", {"note": "Typed for a while"})

    assert answer.status_code == 404
    assert "Typed for a while" in answer.text


def test_removing_and_restoring_a_bookmark_preserves_the_note(bookmark, joan, as_member, way):
    client = as_member(joan)
    forum.write_note(bookmark, "Which cream?", question=True)

    answer = client.post(f"/saved/{bookmark.pk}/remove/", headers=way, follow=True)
    assert not Bookmark.objects.exists()
    assert 'action="/saved/restore/"' in answer.text
    assert "Which cream?" not in answer.text

    page = client.post("/saved/restore/", follow=True)
    again = Bookmark.objects.get()
    assert (again.post, again.member, again.note, again.question) == (bookmark.post, joan, "Which cream?", True)
    assert "Added back to your saved posts." in page.text
    client.post("/saved/restore/")
    assert Bookmark.objects.count() == 1


def test_once_the_member_goes_on_nothing_of_the_note_is_left(bookmark, joan, as_member):
    client = as_member(joan)
    forum.write_note(bookmark, "Only for a day", question=False)
    client.post(f"/saved/{bookmark.pk}/remove/", follow=True)

    client.get("/saved/")
    client.post("/saved/restore/")

    assert not Bookmark.objects.exists()
    assert "Only for a day" not in str(dict(client.session))


def test_a_second_click_removes_nothing_else(thread, post, bookmark, ines, joan, as_member, way):
    other, client = forum.add_bookmark(reply(thread, ines), joan), as_member(joan)

    for _ in range(2):
        assert client.post(f"/saved/{bookmark.pk}/remove/", headers=way).status_code in (200, 302)

    assert list(Bookmark.objects.all()) == [other]


@pytest.mark.parametrize("how", ["removed", "narrowed"])
def test_a_post_that_a_member_may_no_longer_read_leaves_a_line_and_their_note(
    thread, post, bookmark, joan, as_member, how
):
    client = as_member(joan)
    forum.write_note(bookmark, "Which cream?", question=True)
    assert "Ask for the cream" in client.get("/saved/").text
    if how == "removed":
        forum.remove_post(post, by_author=False)
    else:
        type(thread).objects.filter(pk=thread.pk).update(audience=Audience.PRIVATE)

    for path in ("/saved/", f"/saved/{bookmark.pk}/"):
        page = main_of(client.get(path))
        assert "Which cream?" in page
        assert "This post is no longer here" in page
        for gone in ("Ask for the cream", "Ines", thread.title):
            assert gone not in page
    assert thread.title not in client.get("/saved/questions/").text

    client.post(f"/saved/{bookmark.pk}/remove/")
    assert not Bookmark.objects.exists()
    client.post("/saved/restore/")
    assert Bookmark.objects.get().note == "Which cream?"


def test_a_restored_post_is_on_the_list_again(post, bookmark, joan, as_member):
    forum.remove_post(post, by_author=True)
    forum.restore_post(post)

    assert "Ask for the cream" in as_member(joan).get("/saved/").text


def test_a_post_by_somebody_who_left_stays_on_the_list_without_the_name(post, bookmark, joan, as_member):
    Post.objects.filter(pk=post.pk).update(author=None)

    for path in ("/saved/", f"/saved/{bookmark.pk}/"):
        page = main_of(as_member(joan).get(path))
        assert "Ask for the cream" in page
        assert "Someone who has left" in page
        assert "Ines" not in page


def test_a_saved_post_moved_out_of_reach_has_no_link_until_it_moves_back(
    thread, post, bookmark, group, closed, joan, as_member
):
    client = as_member(joan)
    forum.move_thread(thread, closed)

    page = main_of(client.get("/saved/"))
    assert "This post is no longer here" in page
    assert f"/posts/{post.pk}/" not in page
    assert client.post(f"/posts/{post.pk}/save/").status_code == 404
    forum.move_thread(thread, group, audience=Audience.PUBLIC)

    assert "Ask for the cream" in client.get("/saved/").text


def test_saving_changes_no_count_and_notifies_nobody(thread, post, ines, joan):
    before = (thread.reply_count, thread.version, ines.notifications.count())

    forum.add_bookmark(post, joan)

    thread.refresh_from_db()
    assert (thread.reply_count - 1, thread.version - 1, ines.notifications.count()) == before


def test_the_sheet_has_the_members_questions_in_order_and_nothing_of_others(thread, post, ines, tess, joan, as_member):
    forum.write_note(forum.add_bookmark(thread.posts.get(number=1), joan), "Not a question", question=False)
    ask(post, joan, "How long may I take it?")
    ask(reply(thread, tess, "Mine was cold all night."), joan, "What helps at night?")

    page = main_of(as_member(joan).get("/saved/questions/"))

    assert page.index("How long may I take it?") < page.index("What helps at night?")
    assert thread.title in page
    for other in ("Maria", "Ines", "Tess", "Joan", "Ask for the cream", "Mine was cold", "Not a question"):
        assert other not in page


@pytest.mark.parametrize(
    "title",
    ["Ines, how did you sleep?", "For INES's sister", "How is Sea-Heron now", "Inés y el cansancio", "Sea and sleep"],
)
def test_a_title_that_names_a_member_is_left_out(group, maria, joan, as_member, title):
    for name in ("Ines", "Sea-Heron", "Sea"):
        make_member(name)
    ask(start(group, maria, "Sleep after treatment"), joan, "What helps at night?")
    ask(start(group, maria, title), joan, "How long does it last?")

    page = html.unescape(as_member(joan).get("/saved/questions/").text)

    assert "Sleep after treatment" in page
    assert "How long does it last?" in page
    assert title not in page


def test_the_titles_can_be_left_out(thread, post, joan, as_member):
    ask(post, joan, "How long may I take it?")

    page = as_member(joan).get("/saved/questions/?titles=no").text

    assert "How long may I take it?" in page
    assert thread.title not in page


def test_a_long_list_of_questions_says_that_there_are_more(thread, ines, joan, as_member):
    for number in range(51):
        ask(reply(thread, ines, f"Post {number}"), joan, f"Question {number}?")

    page = as_member(joan).get("/saved/questions/").text

    assert "Question 49?" in page
    assert "Question 50?" not in page
    assert "You have more questions than fit here." in page


@pytest.mark.parametrize("many", [1, 50])
def test_the_list_and_the_sheet_cost_the_same_for_one_and_for_fifty(settings, group, maria, joan, as_member, many):
    settings.THREADS_PER_PAGE = 50
    client = as_member(joan)
    for number in range(many):
        author = make_member(f"Person{number}")
        ask(start(group, author, f"Discussion {number}"), joan, "What helps?")

    assert_statements(LIST, lambda: client.get("/saved/"))
    assert_statements(SHEET, lambda: client.get("/saved/questions/"))


def test_deleting_a_member_deletes_their_list(bookmark, joan):
    joan.delete()

    assert not Bookmark.objects.exists()
