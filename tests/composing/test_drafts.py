"""A draft is stored for its author alone, and deleted only when it is posted or discarded."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection

from community.composing import operations as composing
from community.composing.models import Draft
from community.forum import operations as forum
from community.forum.models import Audience, Group, Post
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply, start
from tests.education.reading import text_of
from tests.forum.statements import statements

TEXT = "It took me all evening to find these words"


def save(client, draft_key, body=TEXT, **more):
    """Send what the page's script sends."""
    return client.post("/drafts/", {"draft_key": draft_key, "body": body, "rich": "", "version": 0, **more})


def choices_of(page):
    """The boxes that are ticked in the form of a page, as (name, value)."""
    boxes = re.findall(r"<input type=\"(?:checkbox|radio)\"[^>]*\schecked[^>]*>", page.text)
    return [tuple(re.search(rf' {name}="([^"]*)"', box)[1] for name in ("name", "value")) for box in boxes]


def test_a_draft_of_a_reply_is_in_its_box_again(thread, ines, as_member):
    client = as_member(ines)
    with time_machine.travel("2026-11-20T17:00:00Z", tick=False):
        answer = save(client, thread.key)

    assert answer.status_code == 200
    assert answer.json()["saved_at"].startswith("2026-11-20T17:00")
    page = client.get(thread.get_absolute_url()).text
    assert f">{TEXT}</textarea>" in page
    assert "Here’s what you started on " in page
    assert "Nov 20, 2026</time>." in page
    assert f'name="draft" value="{answer.json()["version"]}"' in page


def test_a_draft_of_a_discussion_has_its_title_and_its_formatting_again(group, ines, as_member):
    client = as_member(ines)
    save(client, group.key, "<p>It <strong>helped</strong></p>", rich="on", title="Sleep, aga")

    page = client.get(f"/groups/{group.slug}/new/").text

    assert 'value="Sleep, aga"' in page
    assert 'data-html="&lt;p&gt;It &lt;strong&gt;helped&lt;/strong&gt;&lt;/p&gt;">It helped</textarea>' in page


def test_a_draft_of_a_reply_still_answers_the_post_that_it_answered(thread, ines, joan, as_member):
    client, answered = as_member(ines), reply(thread, joan, "It gets better.")
    save(client, thread.key, choices=f"answers={answered.pk}&labels=1")

    page = client.get(thread.get_absolute_url())

    assert "Replying to Joan, 2" in text_of(page)
    assert f'<input type="hidden" name="answers" value="{answered.pk}">' in page.text
    assert choices_of(page) == [("labels", "1")]


def test_a_draft_of_a_discussion_has_its_topics_warnings_and_readers_again(group, ines, topic, as_member):
    client = as_member(ines)
    save(client, group.key, title="Sleep", choices=f"labels=1&labels=4&topics={topic.pk}&audience=members")

    page = client.get(f"/groups/{group.slug}/new/")

    assert choices_of(page) == [("topics", str(topic.pk)), ("labels", "1"), ("labels", "4"), ("audience", "members")]


@pytest.mark.parametrize(
    "choices",
    ["answers=99999", "answers=x&labels=y&topics=z&audience=nobody", "title=Other&body=Other&token=1&%00=1", "&&=;"],
)
def test_a_choice_that_is_none_leaves_the_text_alone(group, thread, ines, as_member, choices):
    client = as_member(ines)
    for draft_key, address in ((thread.key, thread.get_absolute_url()), (group.key, f"/groups/{group.slug}/new/")):
        assert save(client, draft_key, title="Sleep", choices=choices).status_code == 200

        page = client.get(address)

        assert f">{TEXT}</textarea>" in page.text
        assert "Replying to" not in text_of(page)
        assert [choice for choice in choices_of(page) if choice != ("audience", "public")] == []


def test_what_is_chosen_beside_the_text_is_part_of_the_draft(thread, ines, as_member):
    client = as_member(ines)
    first = save(client, thread.key, choices="labels=1").json()

    other = save(client, thread.key, choices="labels=2", version=first["version"])

    assert other.json()["version"] != first["version"]
    assert Draft.objects.get().choices == "labels=2"


def test_each_draft_key_has_its_own_draft_and_nobody_else_sees_it(group, thread, maria, ines, ruth, as_member):
    other = start(group, maria, "Another discussion").thread
    save(as_member(ines), thread.key)

    assert TEXT in as_member(ines).get(thread.get_absolute_url()).text
    assert TEXT not in as_member(ines).get(other.get_absolute_url()).text
    for somebody in (maria, ruth):
        assert TEXT not in as_member(somebody).get(thread.get_absolute_url()).text
        assert TEXT not in as_member(somebody).get("/drafts/").text


def test_a_guest_saves_nothing(thread, guest):
    answer = save(guest, thread.key)

    assert answer["Location"].startswith("/accounts/login/")
    assert not Draft.objects.exists()
    assert "stash" not in guest.session


def test_saving_needs_the_forms_token(thread, ines, as_member):
    client = as_member(ines)
    client.handler.enforce_csrf_checks = True

    assert save(client, thread.key).status_code == 403
    assert not Draft.objects.exists()


def test_what_another_window_saved_is_never_overwritten(thread, ines, as_member):
    client = as_member(ines)
    first = save(client, thread.key, "From the phone").json()

    answer = save(client, thread.key, "From the computer", version=0)

    assert answer.status_code == 409
    assert answer.json()["sentence"] == "You’ve changed this text in another window."
    assert answer.json()["other"]["words"] == "From the phone"
    assert answer.json()["version"] == first["version"]
    assert Draft.objects.get().body == "From the phone"


def test_an_author_chooses_between_two_windows_by_the_version_they_saw(thread, ines, as_member):
    client = as_member(ines)
    save(client, thread.key, "From the phone")
    clash = save(client, thread.key, "From the computer").json()

    answer = save(client, thread.key, "From the computer", version=clash["version"])

    assert answer.json()["version"] == clash["version"] + 1
    assert Draft.objects.get().body == "From the computer"


def test_the_same_text_twice_is_no_conflict(thread, ines, as_member):
    client = as_member(ines)
    first = save(client, thread.key, "A line\nand more ").json()

    again = save(client, thread.key, "A line\r\nand more")

    assert (again.status_code, again.json()) == (200, first)


def test_a_window_that_knew_an_earlier_draft_does_not_take_a_new_one_for_it(thread, ines):
    first = composing.save_draft(ines, thread.key, body="One", rich=False)
    composing.drop_draft(ines, thread.key, version=first.version)
    composing.save_draft(ines, thread.key, body="Two", rich=False)

    with pytest.raises(composing.Stale) as refused:
        composing.save_draft(ines, thread.key, body="One, and more", rich=False, version=first.version)

    assert refused.value.newer.body == "Two"
    assert Draft.objects.get().body == "Two"


def test_an_author_who_deletes_every_word_has_no_draft(thread, ines, as_member):
    client = as_member(ines)
    version = save(client, thread.key).json()["version"]

    assert save(client, thread.key, " ", version=version).json()["version"] == 0
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"draft_key": "thread:999999"}, 404),
        ({"draft_key": "post:1"}, 422),
        ({"draft_key": "letter:1"}, 422),
        ({"draft_key": "nowhere"}, 422),
        ({"draft_key": "thread:" + "9" * 30}, 422),
        ({"draft_key": "thread:1\x00"}, 422),
        ({"body": "x" * 40_001}, 422),
        ({"title": "x" * 151}, 422),
        ({"version": "new"}, 422),
        ({"version": str(2**31)}, 422),
    ],
)
def test_an_invalid_draft_is_not_saved(thread, ines, as_member, sent, status):
    answer = as_member(ines).post("/drafts/", {"draft_key": thread.key, "body": TEXT, "version": 0} | sent)

    assert answer.status_code == status
    assert not Draft.objects.exists()


def test_a_thread_that_a_member_may_not_read_stores_no_draft_and_does_not_reveal_itself(maria, ines, as_member):
    closed = Group.objects.create(slug="closed", name="Closed Circle", audience=Audience.PRIVATE)
    hidden = closed.threads.create(
        author=maria,
        title="Among us",
        slug="among-us",
        published=True,
        audience=Audience.PRIVATE,
        created_at=maria.date_joined,
        last_activity_at=maria.date_joined,
    )

    for draft_key in (closed.key, hidden.key):
        assert save(as_member(ines), draft_key).status_code == 404
    assert not Draft.objects.exists()


def test_posting_deletes_the_draft_and_names_the_local_copy_to_delete(thread, ines, as_member):
    client, token = as_member(ines), uuid4()
    version = save(client, thread.key).json()["version"]

    answer = client.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT + ".", "token": token, "draft": version})

    assert Post.objects.get(author=ines).plain == TEXT + "."
    assert not Draft.objects.exists()
    assert answer.cookies["posted"].value == str(token)


def test_starting_a_discussion_deletes_its_draft(group, ines, as_member):
    client = as_member(ines)
    version = save(client, group.key, title="Sleep, again").json()["version"]
    sent = {"title": "Sleep, again", "body": TEXT, "audience": "public", "token": uuid4(), "draft": version}

    assert client.post(f"/groups/{group.slug}/new/", sent).status_code == 302
    assert not Draft.objects.exists()


def test_a_post_that_is_held_deletes_its_draft_too(thread, ines, as_member):
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    client = as_member(ines)
    version = save(client, thread.key, "A miracle cure").json()["version"]
    sent = {"body": "A miracle cure", "token": uuid4(), "draft": version}

    client.post(f"/discussions/{thread.pk}/reply/", sent)

    assert not Post.objects.get(author=ines).is_published
    assert not Draft.objects.exists()


def test_the_same_post_sent_twice_leaves_no_draft(thread, ines, as_member):
    client, token = as_member(ines), uuid4()
    sent = {"body": TEXT, "token": token, "draft": save(client, thread.key).json()["version"]}
    client.post(f"/discussions/{thread.pk}/reply/", sent)
    save(client, thread.key)  # it was sent while the reply was being posted

    client.post(f"/discussions/{thread.pk}/reply/", sent)

    assert Post.objects.filter(author=ines).count() == 1
    assert not Draft.objects.exists()


def test_posting_from_one_window_preserves_what_another_one_saved(thread, ines, as_member):
    client = as_member(ines)
    save(client, thread.key, "Something else, from my phone")

    client.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4(), "draft": "0"})

    assert Post.objects.filter(author=ines).count() == 1
    assert Draft.objects.get().body == "Something else, from my phone"


@pytest.mark.parametrize("draft", ["", "soon", "9" * 40, "-1"])
def test_an_invalid_version_stops_no_post(thread, ines, as_member, draft):
    as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4(), "draft": draft})

    assert Post.objects.filter(author=ines).count() == 1


def test_a_draft_that_cannot_be_deleted_undoes_no_post(thread, ines, as_member):
    client = as_member(ines)
    version = save(client, thread.key).json()["version"]

    def broken(execute, sql, params, many, context):
        if sql.startswith("DELETE") and "composing_draft" in sql:
            raise DatabaseError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        sent = {"body": TEXT, "token": uuid4(), "draft": version}
        answer = client.post(f"/discussions/{thread.pk}/reply/", sent)

    assert answer.status_code == 302
    assert Post.objects.filter(author=ines).count() == 1


def test_a_refused_post_leaves_its_draft(thread, ines, as_member):
    client = as_member(ines)
    version = save(client, thread.key).json()["version"]
    forum.set_locked(thread, True)

    answer = client.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4(), "draft": version})

    assert answer.status_code == 403
    assert TEXT in answer.text
    assert Draft.objects.get().body == TEXT


def test_a_closed_discussion_links_to_the_saved_draft(thread, ines, as_member):
    client = as_member(ines)
    save(client, thread.key)
    forum.set_locked(thread, True)

    page = client.get(thread.get_absolute_url()).text

    assert "<textarea" not in page
    assert 'href="/drafts/"' in page.partition("<main")[2].partition("</main>")[0]


def test_text_stashed_at_sign_in_takes_precedence_over_the_draft(thread, ines, guest, as_member):
    save(as_member(ines), thread.key, "An older text")
    guest.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT, "token": uuid4()})
    guest.force_login(ines, backend="community.members.sessions.MemberBackend")

    first, second = guest.get(thread.get_absolute_url()).text, guest.get(thread.get_absolute_url()).text

    assert TEXT in first
    assert "An older text" not in first
    assert "An older text" in second


def test_a_members_drafts_are_listed_on_a_page_with_a_link_back_to_each(group, thread, ines, as_member):
    client = as_member(ines)
    save(client, thread.key)
    save(client, group.key, "Words", title="A new one")

    page = client.get("/drafts/").text

    assert page.index("A new one") < page.index(TEXT)
    for way in (f"/discussions/{thread.pk}/reply/", f"/groups/{group.slug}/new/"):
        assert f'href="{way}"' in page
        assert TEXT in client.get(way, follow=True).text or "Words" in client.get(way, follow=True).text


def test_the_page_of_drafts_costs_the_same_for_one_and_for_ten(group, maria, ines, as_member):
    client = as_member(ines)

    def begin(count):
        for number in range(count):
            save(client, start(group, maria, f"Discussion {number}").thread.key)
        save(client, group.key)

    begin(1)
    one = statements(lambda: client.get("/drafts/"))
    begin(9)

    assert len(statements(lambda: client.get("/drafts/"))) == len(one) <= 6


def test_a_draft_in_a_thread_that_its_author_lost_shows_its_text_and_no_title(group, thread, ines, as_member):
    client = as_member(ines)
    save(client, thread.key, f"{TEXT} " * 20)
    Group.objects.filter(pk=group.pk).update(audience=Audience.PRIVATE)
    type(thread).objects.filter(pk=thread.pk).update(audience=Audience.PRIVATE)

    page = client.get("/drafts/").text

    assert page.count(TEXT) == 20
    assert thread.title not in page
    assert "Something you can no longer see" in page


def test_a_draft_is_deleted_after_a_question(thread, ines, joan, as_member):
    client = as_member(ines)
    save(client, thread.key)
    path = f"/drafts/{Draft.objects.get().pk}/throw-away/"
    version = Draft.objects.get().version
    assert TEXT in client.get(path).text
    assert as_member(joan).get(path).status_code == 404
    as_member(joan).post(path, {"version": version})
    assert Draft.objects.exists()

    answer = client.post(path, {"version": version, "back": "1"}, follow=True)

    assert not Draft.objects.exists()
    assert "Draft deleted." in answer.text
    assert answer.redirect_chain[0] == (f"/discussions/{thread.pk}/reply/", 302)
    assert client.post(path, {"version": version})["Location"] == "/drafts/"


def test_the_question_shows_the_draft_as_a_post_and_nothing_else_of_it(thread, ines, as_member):
    sent = '<p onclick="x()">Hello <strong>all</strong></p><script>x()</script><img src="x" onerror="x()">'
    draft = composing.save_draft(ines, thread.key, body=sent, rich=True)

    page = as_member(ines).get(f"/drafts/{draft.pk}/throw-away/").text.partition("<main")[2]

    assert "<p>Hello <strong>all</strong></p>" in page
    assert "x()" not in page


def test_a_draft_that_is_too_much_for_a_post_is_shown_as_words(thread, ines, as_member):
    draft = composing.save_draft(ines, thread.key, body="<em>" * 200 + "Hello & all" + "</em>" * 200, rich=True)

    page = as_member(ines).get(f"/drafts/{draft.pk}/throw-away/").text.partition("<main")[2]

    assert "Hello &amp; all" in page
    assert "<em>" not in page


def test_the_page_of_drafts_shows_an_authors_own_words_and_not_quoted_ones(thread, ines, as_member):
    quote = f'<blockquote><p><a href="/posts/{thread.posts.get().pk}/">Maria</a> wrote:</p><p>How?</p></blockquote>'
    composing.save_draft(ines, thread.key, body=f"{quote}<p>Day by day.</p>", rich=True)

    page = as_member(ines).get("/drafts/").text.partition("<main")[2]

    assert "Day by day." in page
    assert "wrote:" not in page


def test_text_written_after_the_question_is_not_deleted(thread, ines, as_member):
    client = as_member(ines)
    version = save(client, thread.key).json()["version"]
    save(client, thread.key, TEXT + " and more", version=version)

    answer = client.post(f"/drafts/{Draft.objects.get().pk}/throw-away/", {"version": version})

    assert answer.status_code == 409
    assert "and more" in answer.text
    assert Draft.objects.exists()


def test_the_latest_fifty_drafts_are_stored(db):
    ines = make_member("Ines")
    for number in range(composing.MOST_DRAFTS + 1):
        composing.save_draft(ines, f"thread:{number}", body="Words", rich=False)

    assert Draft.objects.count() == composing.MOST_DRAFTS
    assert not Draft.objects.filter(draft_key="thread:0").exists()


def test_the_lines_of_a_draft_are_shown_as_they_were_written(thread, ines, as_member):
    composing.save_draft(ines, thread.key, body="Good days:\nMonday\n\nand Friday", rich=False)

    assert "Good days:<br>Monday<br>and Friday" in as_member(ines).get("/drafts/").text
