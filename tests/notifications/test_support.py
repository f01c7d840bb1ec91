"""A hug notifies the post's author: one row per post until it is read, withdrawn with the reaction."""

from community.forum import operations as forum
from community.forum.models import Group, Reaction
from tests.acts import make_member, reply
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, sentences, unread

TITLE = "It came back after eleven years"


def test_one_hug_is_one_name(thread, ines, joan):
    forum.give_support(reply(thread, ines), joan, Reaction.HUG)

    assert sentences(ines) == [f"Joan sent you a hug for your post in “{TITLE}”"]


def test_each_reaction_has_its_text(thread, ines, joan):
    post, texts = reply(thread, ines), []
    for reaction in Reaction:
        forum.give_support(post, joan, reaction)
        texts += sentences(ines)

    assert texts == [
        f"Joan sent you a hug for your post in “{TITLE}”",
        f"Joan thanked you for your post in “{TITLE}”",
        f"Joan said “Me too” to your post in “{TITLE}”",
        f"Joan found your post in “{TITLE}” helpful",
    ]


def test_many_are_one_row_with_one_name(thread, ines, joan, tess, maria):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    forum.give_support(post, tess, Reaction.THANKS)
    assert sentences(ines) == [f"Tess and 1 other reacted to your post in “{TITLE}”"]
    forum.give_support(post, maria, Reaction.HUG)

    assert sentences(ines) == [f"Maria and 2 others reacted to your post in “{TITLE}”"]
    assert unread(ines) == 1


def test_each_post_has_its_row_beside_that_of_the_discussion(thread, ines, maria, joan):
    opening = thread.posts.get()
    forum.give_support(opening, joan, Reaction.HUG)
    reply(thread, ines)
    forum.give_support(reply(thread, maria), joan, Reaction.HUG)
    notify_followers()

    assert unread(maria) == 3


def test_it_leads_to_the_post_and_is_read_then(thread, ines, joan, as_member):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)

    answer = as_member(ines).get(f"/notifications/{ines.notifications.get().pk}/")

    assert answer["Location"] == post.get_absolute_url()
    assert unread(ines) == 0


def test_reading_on_in_the_discussion_does_not_pass_over_a_hug(thread, ines, joan, as_member):
    forum.give_support(reply(thread, ines), joan, Reaction.HUG)

    as_member(ines).get(thread.get_absolute_url())

    assert unread(ines) == 1


def test_a_read_row_still_has_its_names_and_the_next_hug_is_a_new_row(thread, ines, joan, tess, as_member):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    as_member(ines).post("/notifications/read/", {})
    forum.give_support(post, tess, Reaction.HUG)

    assert sentences(ines) == [f"{name} sent you a hug for your post in “{TITLE}”" for name in ("Tess", "Joan")]
    assert unread(ines) == 1


def test_withdrawing_a_reaction_withdraws_the_row(thread, ines, joan):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    forum.take_support_back(post, joan)

    assert not ines.notifications.exists()


def test_the_others_stay_in_it(thread, ines, joan, tess):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    forum.give_support(post, tess, Reaction.HUG)
    forum.take_support_back(post, joan)
    assert sentences(ines) == [f"Tess sent you a hug for your post in “{TITLE}”"]
    forum.take_support_back(post, tess)

    assert not ines.notifications.exists()


def test_a_withdrawn_reaction_withdraws_its_row_beside_a_read_one(thread, ines, joan, tess, as_member):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    as_member(ines).post("/notifications/read/", {})
    forum.give_support(post, tess, Reaction.HUG)
    forum.take_support_back(post, tess)

    assert unread(ines) == 0
    assert sentences(ines) == [f"Joan sent you a hug for your post in “{TITLE}”"]


def test_a_read_row_of_which_nobody_is_left_says_nothing(thread, ines, joan, as_member):
    post, client = reply(thread, ines), as_member(ines)
    forum.give_support(post, joan, Reaction.HUG)
    client.post("/notifications/read/", {})
    forum.take_support_back(post, joan)

    assert sentences(ines) == []
    assert "Joan" not in client.get("/notifications/").text


def test_another_reaction_from_the_same_person_is_no_news(thread, ines, joan, as_member):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    as_member(ines).post("/notifications/read/", {})
    forum.give_support(post, joan, Reaction.THANKS)

    assert unread(ines) == 0


def test_a_removed_post_takes_the_unread_row_with_it(thread, ines, joan):
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    forum.remove_post(post, by_author=False)
    assert not ines.notifications.exists()
    forum.restore_post(post)

    assert not ines.notifications.exists()


def test_whoever_may_no_longer_read_there_is_not_notified(thread, ines, joan, ruth):
    closed = Group.objects.create(slug="closed", name="Closed Circle", audience="private")
    post = reply(thread, ines)
    forum.give_support(post, joan, Reaction.HUG)
    forum.move_thread(thread, closed)
    assert not ines.notifications.exists()
    forum.give_support(post, ruth, Reaction.HUG)

    assert not ines.notifications.exists()


def test_followers_are_not_notified_of_it(thread, maria, ines, joan):
    post = reply(thread, ines)
    notify_followers()
    before = sentences(maria)
    forum.give_support(post, joan, Reaction.HUG)
    notify_followers()

    assert sentences(maria) == before
    assert not joan.notifications.exists()


def test_a_post_of_somebody_who_left_can_be_supported(thread, ines, joan):
    post = reply(thread, ines)
    type(post).objects.filter(pk=post.pk).update(author=None)

    assert forum.give_support(post, joan, Reaction.HUG).support_count == 1


def test_the_list_costs_the_same_for_one_and_for_thirty(thread, ines, joan, as_member):
    client = as_member(ines)
    forum.give_support(reply(thread, ines), joan, Reaction.HUG)
    one = statements(lambda: client.get("/notifications/"))
    for number in range(29):
        post = reply(thread, ines)
        forum.give_support(post, joan, Reaction.HUG)
        forum.give_support(post, make_member(f"Person{number}"), Reaction.HUG)

    assert len(statements(lambda: client.get("/notifications/"))) == len(one) <= 10
