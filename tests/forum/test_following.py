"""Follow, mute and undo it: on the page of a discussion or a group, and in the member's own lists."""

import pytest

from community.content_warnings import Label
from community.forum import operations as forum
from community.forum.models import Audience, Follow, Group, GroupFollow
from community.notifications import operations as notifications
from community.notifications.models import Event, Hint, Kind
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply, start
from tests.forum.statements import statements
from tests.notifications.notifications import notify_followers, sentences, unread

MUTED = "You won’t hear from us about this discussion, even if someone mentions you."
FOLLOWING = "/discussions/following/"
MUTED_LIST = "/discussions/muted/"


def choose(client, path, choice, **more):
    return client.post(f"{path}follow/", {"follow": choice, **more}, follow=True).text


@pytest.fixture
def path(thread):
    return f"/discussions/{thread.pk}/"


def test_a_member_mutes_a_discussion_and_unmutes_it(thread, path, maria, as_member):
    client = as_member(maria)
    assert ">Mute this discussion" in " ".join(client.get(thread.get_absolute_url()).text.split()).replace("> ", ">")

    page = choose(client, path, "mute")
    assert "You’ve muted this discussion." in page and MUTED in page
    assert "Stop following" not in page
    assert not Follow.objects.get(member=maria).active

    page = choose(client, path, "unmute")
    assert "This discussion is no longer muted." in page and MUTED not in page
    assert (Follow.objects.get(member=maria).active, Follow.objects.get(member=maria).muted) == (False, False)


def test_following_ends_a_mute(thread, path, maria, ines, as_member):
    client = as_member(maria)
    choose(client, path, "mute")

    assert "Stop following" in choose(client, path, "yes")
    reply(thread, ines)
    notify_followers()

    assert unread(maria) == 1


def test_to_reply_does_not_end_a_mute(thread, maria, ines):
    forum.mute_thread(thread, maria)

    reply(thread, maria)
    reply(thread, ines, "Dear @Maria")
    notify_followers()

    assert unread(maria) == 0


def test_to_stop_following_elsewhere_does_not_end_a_mute(thread, maria):
    forum.mute_thread(thread, maria)

    forum.unfollow(thread, maria)

    assert Follow.objects.get(member=maria).muted


def test_a_mute_updates_the_bell_and_leaves_others_what_they_have(thread, maria, ines, joan):
    forum.follow(thread, joan)
    reply(thread, ines, "Dear @Maria")
    notify_followers()
    Hint.objects.all().delete()

    forum.mute_thread(thread, maria)

    assert (unread(maria), unread(joan)) == (0, 1)


def test_a_mute_leaves_moderators_decisions_and_what_was_read(thread, maria, ines):
    reply(thread, ines, "Dear @Maria")
    notifications.read(maria)
    notifications.notify(maria, Kind.MODERATED, context=thread.key, source=thread.key, text="Be kind.")

    forum.mute_thread(thread, maria)

    assert unread(maria) == 1
    assert maria.notifications.count() == 2


def test_with_htmx_the_choice_stays_open(thread, path, maria, as_member):
    answer = as_member(maria).post(f"{path}follow/", {"follow": "mute", "page": "1"}, headers={"HX-Request": "true"})

    assert '<details class="where" id="following" open' in answer.text
    assert "<html" not in answer.text


def test_a_discussion_of_a_muted_group_says_so(thread, path, group, joan, as_member):
    forum.mute_group(group, joan)

    page = as_member(joan).get(thread.get_absolute_url()).text

    assert "You’ve muted this group, so we won’t tell you about anything here." in page


def test_a_member_follows_a_group_and_stops(group, joan, ines, as_member, guest):
    client, where = as_member(joan), group.get_absolute_url()
    assert "Follow or mute" not in guest.get(where).text

    assert "We tell you about each new discussion here." in choose(client, where, "yes")
    post = start(group, ines, "A question")
    notify_followers()
    assert sentences(joan) == ["Ines started the discussion “A question”"]
    assert client.get(f"/notifications/{joan.notifications.get().pk}/")["Location"] == post.get_absolute_url()

    assert "You’ve stopped following this group." in choose(client, where, "no")
    start(group, ines, "Another one")
    notify_followers()
    assert joan.notifications.count() == 1


def test_a_group_is_muted_and_unmuted_on_its_page(group, joan, as_member):
    client, where = as_member(joan), group.get_absolute_url()
    forum.follow_group(group, joan)

    page = choose(client, where, "mute")
    assert "even discussions you follow" in page and "Stop following" not in page
    assert GroupFollow.objects.get().muted

    assert "This group is no longer muted." in choose(client, where, "unmute")
    assert not GroupFollow.objects.exists()


def test_nobody_follows_a_group_that_they_may_not_read(joan, as_member):
    hidden = Group.objects.create(slug="hidden", name="Hidden", audience=Audience.PRIVATE)

    assert as_member(joan).post(f"{hidden.get_absolute_url()}follow/", {"follow": "yes"}).status_code == 404
    assert as_member(joan).get(f"{FOLLOWING}?group=hidden").text.count("Hidden") == 0


def test_reading_the_discussion_reads_the_notification(group, joan, ines, as_member):
    forum.follow_group(group, joan)
    post = start(group, ines, "A question")
    notify_followers()

    as_member(joan).get(post.thread.get_absolute_url())

    assert unread(joan) == 0


def test_a_held_discussion_notifies_when_it_is_published(group, joan, ines):
    WatchedPhrase.objects.create(phrase="miracle cure")
    forum.follow_group(group, joan)
    held = start(group, ines, "A miracle cure")
    notify_followers()
    assert unread(joan) == 0

    forum.approve_post(held)
    notify_followers()

    assert sentences(joan) == ["Ines started the discussion “A miracle cure”"]


def test_a_removed_discussion_is_withdrawn_and_a_restored_one_is_not_announced_again(group, joan, ines):
    forum.follow_group(group, joan)
    post = start(group, ines, "A question")
    notify_followers()

    forum.remove_post(post, by_author=True)
    assert unread(joan) == 0

    forum.restore_post(post)
    notify_followers()
    assert unread(joan) == 0


def test_a_reaction_that_is_taken_back_leaves_it(group, joan, ines, maria):
    forum.follow_group(group, joan)
    post = start(group, ines, "A question")
    notify_followers()
    forum.give_support(post, maria, "hug")

    forum.take_support_back(post, maria)

    assert (unread(joan), unread(ines)) == (1, 0)


def test_a_private_discussion_notifies_only_who_may_read_it(group, joan, ines, tess):
    for member in (joan, tess):
        forum.follow_group(group, member)
    group.memberships.create(member=ines)
    group.memberships.create(member=tess)

    start(group, ines, "Among us", audience=Audience.PRIVATE)
    notify_followers()

    assert (unread(joan), unread(tess)) == (0, 1)


def test_a_narrower_audience_withdraws_it(group, joan, ines):
    forum.follow_group(group, joan)
    post = start(group, ines, "A question")
    notify_followers()
    closed = Group.objects.create(slug="closed", name="Closed", audience=Audience.PRIVATE)

    forum.move_thread(post.thread, closed)

    assert unread(joan) == 0


def test_a_muted_label_goes_before_a_follow(group, joan, ines):
    forum.follow_group(group, joan)
    forum.mute_labels(joan, int(Label.DEATH), until=None)

    start(group, ines, "She died", labels=int(Label.DEATH))
    notify_followers()

    assert unread(joan) == 0


def test_its_author_and_whoever_left_hear_nothing(group, joan, ines):
    for member in (joan, ines):
        forum.follow_group(group, member)
    joan.is_active = False
    joan.save(update_fields=["is_active"])

    start(group, ines, "A question")
    notify_followers()

    assert (unread(joan), unread(ines)) == (0, 0)


def test_a_move_into_a_muted_group_withdraws_what_is_unread(thread, maria, ines, joan):
    other = Group.objects.create(slug="other", name="Other")
    forum.mute_group(other, maria)
    forum.follow(thread, joan)
    reply(thread, ines)
    notify_followers()

    forum.move_thread(thread, other)

    assert (unread(maria), unread(joan)) == (0, 1)


def test_starting_costs_the_same_for_one_follower_and_for_many(group, ines, joan):
    forum.follow_group(group, joan)
    start(group, ines, "The first")
    notify_followers()
    one = len(statements(lambda: start(group, ines, "The second")))
    (event,) = Event.objects.filter(done_at=None)
    expanded = len(statements(lambda: notifications.expand(event.pk)))
    for number in range(20):
        forum.follow_group(group, make_member(f"Follower{number}"))

    assert len(statements(lambda: start(group, ines, "The third"))) == one
    (event,) = Event.objects.filter(done_at=None)
    assert len(statements(lambda: notifications.expand(event.pk))) == expanded
    assert joan.notifications.count() == 3


def test_followed_groups_are_in_the_list_and_can_be_followed_again(group, joan, as_member):
    client = as_member(joan)
    assert "Groups I follow" not in client.get(FOLLOWING).text
    forum.follow_group(group, joan)
    page = client.get(FOLLOWING).text
    assert "Groups I follow" in page and "Follow again" not in page

    page = choose(client, group.get_absolute_url(), "no", next=f"{FOLLOWING}?group={group.slug}")
    assert "You’ve stopped following this group." in page and "Follow again" in page

    choose(client, group.get_absolute_url(), "yes", next=f"{FOLLOWING}?group={group.slug}")
    assert GroupFollow.objects.filter(member=joan, muted=False).exists()


def test_muted_groups_and_discussions_are_in_a_list_and_can_be_muted_again(group, thread, path, joan, as_member):
    client = as_member(joan)
    assert "You haven’t muted anything." in client.get(MUTED_LIST).text
    forum.mute_group(group, joan)
    forum.mute_thread(thread, joan)
    page = client.get(MUTED_LIST).text
    assert page.count('value="unmute"') == 2 and "Mute again" not in page

    page = choose(client, path, "unmute", next=f"{MUTED_LIST}?thread={thread.pk}")
    assert page.count('value="unmute"') == 1 and page.count('value="mute"') == 1
    page = choose(client, group.get_absolute_url(), "unmute", next=f"{MUTED_LIST}?group={group.slug}")
    assert page.count('value="mute"') == 1

    assert "You haven’t muted anything." in client.get(MUTED_LIST).text


@pytest.mark.parametrize("query", ["?group=\0", "?thread=x", "?thread=99999999999999999999", "?after=x"])
def test_an_invalid_query_shows_the_list(query, thread, joan, as_member):
    forum.mute_thread(thread, joan)

    assert "Unmute" in as_member(joan).get(MUTED_LIST + query).text


def test_the_list_takes_as_many_statements_for_one_as_for_many(group, ines, joan, as_member):
    client = as_member(joan)

    def mute(number):
        for each in range(number):
            forum.mute_thread(start(group, ines, f"Discussion {each} of {number}").thread, joan)
            forum.mute_group(Group.objects.create(slug=f"g{each}-{number}", name=f"G{each}"), joan)

    mute(1)
    one = len(statements(lambda: client.get(MUTED_LIST)))
    mute(8)

    assert len(statements(lambda: client.get(MUTED_LIST))) == one
