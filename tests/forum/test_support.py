"""Reactions to a post: one per member, added and withdrawn; counts for everybody, names for members."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, Reaction, Support, Thread
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply, start
from tests.forum.concurrency import together
from tests.forum.statements import statements

HTMX = {"HX-Request": "true"}


@pytest.fixture(params=[{}, HTMX], ids=["whole page", "htmx"])
def way(request):
    """The headers of a plain browser, and of htmx."""
    return request.param


@pytest.fixture
def post(thread, ines) -> Post:
    """A post of Ines."""
    return reply(thread, ines)


def figures(post: Post) -> tuple[int, dict[str, int]]:
    """Return the counts stored with the post, once they equal the rows."""
    assert not list(forum.recount(mend=False))
    post.refresh_from_db()
    return post.support_count, post.reactions


def test_a_hug_is_counted(post, joan, maria):
    forum.give_support(post, joan, Reaction.HUG)
    forum.give_support(post, maria, Reaction.THANKS)

    assert figures(post) == (2, {"hug": 1, "thanks": 1})


def test_the_same_twice_is_one(post, joan):
    forum.give_support(post, joan, Reaction.HUG)
    forum.give_support(post, joan, Reaction.HUG)

    assert figures(post) == (1, {"hug": 1})


def test_another_reaction_replaces_the_first(post, joan):
    forum.give_support(post, joan, Reaction.HUG)
    forum.give_support(post, joan, Reaction.SAME)

    assert figures(post) == (1, {"same": 1})


def test_a_reaction_can_be_withdrawn_and_withdrawing_none_is_no_error(post, joan, maria):
    forum.give_support(post, joan, Reaction.HUG)
    forum.give_support(post, maria, Reaction.HUG)
    forum.take_support_back(post, joan)
    forum.take_support_back(post, joan)

    assert figures(post) == (1, {"hug": 1})


def test_an_old_copy_of_the_post_changes_no_figure(post, joan, maria):
    old = Post.objects.get(pk=post.pk)
    forum.give_support(post, joan, Reaction.HUG)
    forum.give_support(old, maria, Reaction.HUG)

    assert figures(post) == (2, {"hug": 2})


def test_it_moves_neither_order_nor_last_activity(thread, post, joan):
    before = Thread.objects.filter(pk=thread.pk).values().get()
    forum.give_support(post, joan, Reaction.HUG)
    forum.take_support_back(post, joan)

    after = Thread.objects.filter(pk=thread.pk).values().get()
    assert after == before | {
        "version": before["version"] + 2
    }  # its page shows another count, and nothing else changed


def test_nobody_supports_their_own_post(post, ines, as_member, way):
    with pytest.raises(PermissionDenied):
        forum.give_support(post, ines, Reaction.HUG)

    assert as_member(ines).post(f"/posts/{post.pk}/support/", {"reaction": "hug"}, headers=way).status_code == 403
    assert figures(post) == (0, {})


def test_whoever_lost_the_audience_meanwhile_cannot_give_it(thread, post, closed, joan):
    held = Post.objects.get(pk=post.pk)
    forum.move_thread(thread, closed)

    with pytest.raises(PermissionDenied):
        forum.give_support(held, joan, Reaction.HUG)
    assert figures(post) == (0, {})


def test_a_closed_discussion_takes_a_hug(thread, post, joan, as_member):
    forum.set_locked(thread, True)
    client = as_member(joan)

    assert "Support" in client.get(thread.get_absolute_url()).text
    client.post(f"/posts/{post.pk}/support/", {"reaction": "hug"})

    assert figures(post) == (1, {"hug": 1})


def test_the_reactions_of_a_removed_post_come_back_with_it(post, joan):
    forum.give_support(post, joan, Reaction.HUG)
    forum.remove_post(post, by_author=True)
    assert figures(post) == (1, {"hug": 1})
    forum.restore_post(post)

    assert figures(post) == (1, {"hug": 1})


def test_a_removed_opening_post_counts_for_nothing_when_a_reaction_is_withdrawn(thread, joan, ines):
    opening = thread.posts.get(number=1)
    for member in (joan, ines):
        forum.give_support(opening, member, Reaction.HUG)
    reply(thread, ines)
    forum.remove_post(opening, by_author=True)

    forum.take_support_back(opening, joan)

    assert not list(forum.recount(mend=False))
    thread.refresh_from_db()
    assert thread.support_count == 0


def test_a_removed_post_shows_no_reactions_until_it_is_restored(thread, post, joan, maria, guest, as_member):
    forum.give_support(post, joan, Reaction.HUG)
    path, readers = thread.get_absolute_url(), [guest, as_member(maria)]
    assert all("Hug 1" in reader.get(path).text for reader in readers)

    forum.remove_post(post, by_author=False)
    for reader in readers:
        assert "Hug 1" not in reader.get(path).text
        assert "Hug 1" not in reader.get(f"{path}?show=supported").text
    assert as_member(maria).get(f"/posts/{post.pk}/support/").status_code == 404
    forum.restore_post(post)

    assert all("Hug 1" in reader.get(path).text for reader in readers)


def test_the_reactions_for_somebody_who_left_stay_and_the_name_goes(thread, post, ines, joan, as_member):
    forum.give_support(post, joan, Reaction.HUG)
    Post.objects.filter(pk=post.pk).update(author=None)

    post.refresh_from_db()
    assert (post.support_count, post.reactions) == (1, {"hug": 1})
    page = as_member(joan).get(f"/posts/{post.pk}/support/").text
    assert "For the post by someone who has left." in page
    assert "Ines" not in page


def test_a_narrower_audience_preserves_the_reactions_and_shows_them_to_those_who_read_there(
    thread, post, closed, group_member, ruth, joan, maria, as_member
):
    forum.give_support(post, maria, Reaction.HUG)
    forum.move_thread(thread, closed)

    assert figures(post) == (1, {"hug": 1})
    for reader in (group_member, ruth):
        assert "Maria" in as_member(reader).get(f"/posts/{post.pk}/support/").text
    for other in (joan, maria):  # also members who reacted
        client = as_member(other)
        assert client.get(f"/posts/{post.pk}/support/").status_code == 404
        assert client.post(f"/posts/{post.pk}/support/", {"reaction": ""}).status_code == 404
    assert figures(post) == (1, {"hug": 1})


def test_a_moderator_reacts_like_everybody_and_withdraws_only_their_own_reaction(post, joan, ruth, as_member):
    forum.give_support(post, joan, Reaction.HUG)
    client = as_member(ruth)
    client.post(f"/posts/{post.pk}/support/", {"reaction": "thanks"})
    assert figures(post) == (2, {"hug": 1, "thanks": 1})

    client.post(f"/posts/{post.pk}/support/", {"reaction": ""})

    assert figures(post) == (1, {"hug": 1})


def test_an_edit_leaves_the_reactions_alone(post, ines, joan):
    forum.give_support(post, joan, Reaction.HUG)
    forum.edit_post(post, editor=ines, text=richtext.from_plain("In other words."), version=post.version)

    assert figures(post) == (1, {"hug": 1})


# On the page


def test_reacting_and_withdrawing_do_the_same_with_and_without_htmx(post, joan, as_member, way):
    client, path = as_member(joan), f"/posts/{post.pk}/support/"

    client.post(path, {"reaction": "hug"}, headers=way)
    assert figures(post) == (1, {"hug": 1})

    client.post(path, {"reaction": ""}, headers=way)
    assert figures(post) == (0, {})


def test_without_script_the_member_is_back_at_the_post(thread, post, joan, as_member):
    answer = as_member(joan).post(f"/posts/{post.pk}/support/", {"reaction": "hug"})

    assert (answer.status_code, answer["Location"]) == (302, f"{thread.get_absolute_url()}#post-{post.pk}")


def test_with_htmx_the_response_is_the_reactions_and_the_counts(post, joan, as_member):
    answer = as_member(joan).post(f"/posts/{post.pk}/support/", {"reaction": "hug"}, headers=HTMX)

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="first-{post.pk}" name="reaction" value="hug" aria-pressed="true"' in answer.text
    assert f'id="hug-{post.pk}" name="reaction" value="hug" aria-pressed="true"' in answer.text
    assert f'form="give-{post.pk}" name="reaction" value="">Remove reaction</button>' in answer.text
    assert 'value="thanks" aria-pressed="false"' in answer.text
    assert f'id="reactions-{post.pk}" hx-swap-oob="true"' in answer.text
    assert "Hug 1" in answer.text


def test_a_finger_that_presses_twice_gives_one_hug_and_more_is_left_as_it_is(post, joan, as_member, way):
    client = as_member(joan)

    for _ in range(2):
        answer = client.post(f"/posts/{post.pk}/support/", {"reaction": "hug"}, headers=way)

    assert figures(post) == (1, {"hug": 1})
    assert ("popover" in answer.text, f'id="kinds-{post.pk}"' in answer.text) == (False, bool(way))


def test_there_is_nothing_to_withdraw_before_a_reaction(thread, post, joan, as_member):
    client = as_member(joan)
    page = client.get(thread.get_absolute_url()).text
    assert page.count("disabled>Remove reaction</button>") == page.count("Remove reaction") > 0

    forum.give_support(post, joan, Reaction.HUG)

    page = client.get(thread.get_absolute_url()).text
    assert f'form="give-{post.pk}" name="reaction" value="">Remove reaction</button>' in page


def test_the_members_own_reaction_is_pressed_on_the_page(thread, post, joan, maria, as_member):
    forum.give_support(post, joan, Reaction.SAME)

    pressed = f'id="first-{post.pk}" name="reaction" value="same" aria-pressed="true"'
    assert pressed in as_member(joan).get(thread.get_absolute_url()).text
    others = as_member(maria).get(thread.get_absolute_url()).text
    assert "Me too 1" in others
    assert pressed not in others
    assert 'aria-pressed="true"' not in others


def test_a_members_own_post_has_counts_and_no_menu(group, maria, joan, as_member):
    own = start(group, maria, "Alone here")
    forum.give_support(own, joan, Reaction.HUG)

    page = as_member(maria).get(own.thread.get_absolute_url()).text

    assert "Hug 1" in page
    assert 'name="reaction"' not in page


def test_a_guest_sees_figures_in_words_and_no_names_or_buttons(thread, post, joan, guest):
    assert "reactions" not in guest.get(thread.get_absolute_url()).text
    forum.give_support(post, joan, Reaction.HUG)

    page = guest.get(thread.get_absolute_url())

    assert "Hug 1" in page.text
    assert "Joan" not in page.text
    assert "/support/" not in page.text
    assert not page.cookies


def test_a_guest_is_asked_to_sign_in(post, guest, way):
    answer = guest.post(f"/posts/{post.pk}/support/", {"reaction": "hug"}, headers=way)

    assert (answer.headers.get("Location") or answer["HX-Redirect"]).startswith("/accounts/login/")
    assert figures(post) == (0, {})


@pytest.mark.parametrize("sent", [{}, {"reaction": "kiss"}], ids=["no button", "no such reaction"])
def test_an_unknown_reaction_changes_nothing(post, joan, as_member, sent, way):
    forum.give_support(post, joan, Reaction.HUG)

    answer = as_member(joan).post(f"/posts/{post.pk}/support/", sent, headers=way)

    assert answer.status_code == (400 if sent else 200 if way else 302)
    assert figures(post) == (1, {"hug": 1})


def test_a_post_that_a_member_cannot_read_is_not_found(thread, post, group, maria, ines, joan, as_member, way):
    WatchedPhrase.objects.create(phrase="miracle cure")
    held = reply(thread, ines, "A miracle cure")
    hidden = start(group, maria, "Among ourselves", audience="private")
    forum.remove_post(post, by_author=True)
    client = as_member(joan)

    for unseen in (held, hidden, post):
        path = f"/posts/{unseen.pk}/support/"
        assert client.get(path, headers=way).status_code == 404
        assert client.post(path, {"reaction": "hug"}, headers=way).status_code == 404
    assert not Support.objects.exists()


def test_a_form_without_its_token_is_refused(post, joan, as_member, way):
    client = as_member(joan)
    client.handler.enforce_csrf_checks = True

    assert client.post(f"/posts/{post.pk}/support/", {"reaction": "hug"}, headers=way).status_code == 403
    assert figures(post) == (0, {})


# Who reacted


def test_members_see_from_whom_they_are_in_the_order_in_which_they_came(post, joan, tess, ruth, maria, as_member):
    for person, reaction in ((tess, "thanks"), (joan, "hug"), (maria, "thanks")):
        forum.give_support(post, person, reaction)

    page = as_member(ruth).get(f"/posts/{post.pk}/support/").text

    positions = [page.index(words) for words in (">Hug<", ">Joan<", ">Thank you<", ">Tess<", ">Maria<")]
    assert positions == sorted(positions)
    assert "Me too" not in page


def test_of_very_many_the_latest_are_named_and_the_page_says_so(post, as_member, joan):
    people = [make_member(f"Person{number:03}") for number in range(101)]
    Support.objects.bulk_create(Support(post=post, member=person, reaction="hug") for person in people)
    list(forum.recount(mend=True))

    page = as_member(joan).get(f"/posts/{post.pk}/support/").text

    assert "These are the latest 100 of 101." in page
    assert "Person000" not in page
    assert "Person001" in page and "Person100" in page


def test_before_anybody_did_it_says_so(post, joan, as_member):
    assert "Nobody has sent a hug or a thank you yet." in as_member(joan).get(f"/posts/{post.pk}/support/").text


# Counts


@pytest.mark.parametrize(
    "planted", [{"support_count": 7}, {"reactions": {"hug": 2}}, {"reactions": {}, "support_count": 0}]
)
def test_a_wrong_figure_is_found_and_mended(post, joan, planted):
    forum.give_support(post, joan, Reaction.HUG)
    Post.objects.filter(pk=post.pk).update(**planted)

    found = list(forum.recount(mend=True))

    assert {difference.name for difference in found} == set(planted)
    assert figures(post) == (1, {"hug": 1})


def test_a_count_without_any_reaction_is_found(post):
    Post.objects.filter(pk=post.pk).update(reactions={"hug": 1}, support_count=1)

    assert [difference.what for difference in forum.recount(mend=True)] == [f"post {post.pk}"] * 2
    assert figures(post) == (0, {})


def test_counting_again_costs_the_same_for_one_and_for_fifty_posts(thread, ines, joan, maria):
    def support(posts):
        for _ in range(posts):
            forum.give_support(reply(thread, ines), joan, Reaction.HUG)

    support(1)
    one = statements(lambda: list(forum.recount(mend=False)))
    support(49)

    assert len(statements(lambda: list(forum.recount(mend=False)))) == len(one)


def test_giving_costs_the_same_under_one_and_under_fifty_others(post, joan, maria, as_member):
    few = statements(lambda: as_member(joan).post(f"/posts/{post.pk}/support/", {"reaction": "hug"}))
    people = [make_member(f"Person{number}") for number in range(50)]
    Support.objects.bulk_create(
        Support(post=post, member=person, reaction=list(Reaction)[number % 4], given_at=timezone.now())
        for number, person in enumerate(people)
    )

    many = statements(lambda: as_member(maria).post(f"/posts/{post.pk}/support/", {"reaction": "hug"}))

    assert len(many) == len(few)
    assert figures(post)[0] == 52


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_are_eight_and_the_same_one_eight_times_is_one(thread):
    post = reply(thread, make_member("Author"))
    people = [make_member(f"Person{number}") for number in range(8)]
    once = make_member("Often")

    together([lambda person=person: forum.give_support(post, person, Reaction.HUG) for person in people])
    together([lambda: forum.give_support(post, once, Reaction.THANKS) for _ in range(8)])

    assert figures(post) == (9, {"hug": 8, "thanks": 1})


@pytest.mark.django_db(transaction=True)
def test_reactions_added_changed_and_withdrawn_while_the_post_is_removed_and_edited_leave_the_counts_right(thread):
    author = make_member("Author")
    post, people = reply(thread, author), [make_member(f"Person{number}") for number in range(6)]

    def change_reaction(person):
        def go():
            for reaction in (Reaction.HUG, Reaction.HELPFUL, None, Reaction.SAME):
                with suppress(PermissionDenied):  # while it is removed
                    forum.give_support(post, person, reaction) if reaction else forum.take_support_back(post, person)

        return go

    def remove():
        for _ in range(3):
            forum.restore_post(forum.remove_post(post, by_author=True))

    together([*map(change_reaction, people), remove])
    together([lambda person=person: forum.give_support(post, person, Reaction.SAME) for person in people])

    assert figures(post) == (6, {"same": 6})
