"""Block a member: nothing by them notifies, their posts are folded away, and they never learn of it."""

import pytest
from django.core.exceptions import PermissionDenied

from community.forum import operations as forum
from community.forum.models import Group
from community.members import operations as members
from community.members.models import Block, Role
from community.moderation import operations as moderation
from community.moderation.operations import Decision
from community.notifications import operations as notifications
from community.notifications.models import Kind
from tests.acts import make_member, reply, start
from tests.forum.statements import assert_statements, statements
from tests.notifications.notifications import notify_followers, sentences, unread

TITLE = "It came back after eleven years"
BLOCKED = "/settings/blocked/"
FOLDED = "A post by a member you’ve blocked."


def test_a_member_is_asked_blocks_and_unblocks(joan, ines, as_member):
    client = as_member(joan)
    assert "/members/Ines/block/" in client.get("/members/Ines/").text
    question = client.get("/members/ines/block/").text
    assert "Block Ines?" in question and "you won’t hear from us about anything they do" in question
    assert not Block.objects.exists()

    page = client.post("/members/ines/block/", {"block": "yes"}, follow=True).text
    assert "You’ve blocked Ines." in page and "Unblock Ines" in page
    assert Block.objects.get().blocked == ines

    page = client.post("/members/ines/block/", {"block": "no"}, follow=True).text
    assert "Ines is no longer blocked." in page and "Unblock" not in page
    assert not Block.objects.exists()


def test_the_card_offers_it_and_says_when_it_is_done(joan, ines, as_member, guest):
    client = as_member(joan)
    assert "Block Ines" in " ".join(client.get("/members/Ines/card/").text.split())
    assert "Block" not in guest.get("/members/Ines/card/").text
    forum.block_member(ines, joan)

    assert "You’ve blocked them." in client.get("/members/Ines/card/").text


def test_blocked_members_are_in_a_list(joan, ines, tess, as_member):
    client = as_member(joan)
    assert "You haven’t blocked anyone." in client.get("/settings/blocked/").text
    forum.block_member(ines, joan)
    forum.block_member(tess, joan)
    assert client.get("/settings/blocked/").text.count('value="no"') == 2

    page = client.post("/members/ines/block/", {"block": "no", "next": "/settings/blocked/"}, follow=True).text

    assert page.count('value="no"') == 1 and "Tess" in page


def test_whoever_was_unblocked_in_the_list_can_be_blocked_again_without_script(joan, ines, tess, as_member):
    client, here = as_member(joan), f"{BLOCKED}?member={ines.pk}#member-{ines.pk}"
    for person in (tess, ines):
        forum.block_member(person, joan)
    assert f'value="{here}"' in client.get(BLOCKED).text

    page = client.post("/members/Ines/block/", {"block": "no", "next": here}, follow=True).text
    rows = page.partition('<ul class="threads box">')[2]
    assert not Block.objects.filter(blocked=ines).exists()
    assert "Ines is no longer blocked." in page and "Block again" in page
    assert rows.index('value="yes"') < rows.index('value="no"'), "rows are in the order of names: Ines, Tess"

    page = client.post("/members/Ines/block/", {"block": "yes", "next": here}, follow=True).text
    assert "You’ve blocked Ines." in page and "Block again" not in page
    assert page.count('value="no"') == 2


@pytest.mark.parametrize("who", ["ruth", "joan", "nobody"])
def test_the_list_offers_to_block_nobody_who_cannot_be_blocked(who, joan, ruth, as_member):
    key = {"ruth": ruth.pk, "joan": joan.pk, "nobody": 99_999}[who]

    assert "Block again" not in as_member(joan).get(f"{BLOCKED}?member={key}").text


def test_the_list_costs_the_same_for_one_and_for_ten(joan, as_member):
    client, counts = as_member(joan), []
    for number in range(10):
        forum.block_member(make_member(f"Person{number}"), joan)
        counts.append(len(statements(lambda: client.get(BLOCKED))))

    assert set(counts) == {counts[0]}


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_nobody_blocks_a_moderator(role, joan, as_member):
    make_member("Rosa", role)
    client = as_member(joan)

    assert "/block/" not in client.get("/members/Rosa/").text
    assert client.get("/members/rosa/block/").status_code == 403
    assert client.post("/members/rosa/block/", {"block": "yes"}).status_code == 403
    assert not Block.objects.exists()


def test_nobody_blocks_themselves(joan):
    with pytest.raises(PermissionDenied):
        forum.block_member(joan, joan)


def test_whoever_becomes_a_moderator_is_blocked_no_longer(joan, ines):
    forum.block_member(ines, joan)
    members.change_account(ines, role=Role.MENTOR, is_active=True)
    assert Block.objects.exists()

    members.change_account(ines, role=Role.MODERATOR, is_active=True)

    assert not Block.objects.exists()


def test_a_moderators_decision_arrives_all_the_same(thread, maria, ines, ruth):
    forum.block_member(ines, maria)
    post = reply(thread, maria)

    moderation.remove_post(post, Decision(by=ruth, reason="It names a clinic."))

    assert maria.notifications.unread().get().kind == Kind.MODERATED


def test_the_blocked_member_notices_nothing(thread, maria, ines, as_member):
    client = as_member(ines)
    before = client.get("/members/Maria/").text
    forum.block_member(ines, maria)
    assert client.get("/members/Maria/").status_code == 200
    assert ("Block Maria" in before) == ("Block Maria" in client.get("/members/Maria/").text)

    post = reply(thread, ines, "Dear @Maria", answers=thread.posts.get())
    assert 'href="/members/Maria/"' in post.html
    assert "Dear" in client.get(thread.get_absolute_url()).text
    assert not ines.notifications.exists()


def test_others_and_the_names_of_several_leave_them_out(thread, maria, ines, joan, tess):
    for author in (joan, ines, tess):
        reply(thread, author)
    notify_followers()
    assert sentences(maria) == [f"Tess and 2 others replied in “{TITLE}”"]

    forum.block_member(tess, maria)

    assert sentences(maria) == [f"Ines and 1 other replied in “{TITLE}”"]
    reply(thread, tess)
    notify_followers()
    assert sentences(maria) == [f"Ines and 1 other replied in “{TITLE}”"]


def test_an_open_row_begins_at_the_first_post_of_somebody_else(thread, maria, ines, joan):
    reply(thread, ines)
    second = reply(thread, joan)
    notify_followers()

    forum.block_member(ines, maria)

    assert maria.notifications.get().first_number == second.number


def test_reactions_of_several_leave_them_out(thread, maria, ines, joan):
    opening = thread.posts.get()
    forum.give_support(opening, ines, "hug")
    forum.give_support(opening, joan, "hug")

    forum.block_member(joan, maria)
    assert sentences(maria) == [f"Ines sent you a hug for your post in “{TITLE}”"]

    forum.take_support_back(opening, ines)
    assert unread(maria) == 0


def test_a_block_leaves_what_others_did_and_other_members_rows(thread, maria, ines, joan):
    forum.follow(thread, joan)
    reply(thread, ines, "Dear @Maria")
    reply(thread, joan, "Dear @Maria")
    notify_followers()

    forum.block_member(ines, maria)

    assert sentences(maria) == [f"Joan mentioned you in “{TITLE}”"]
    assert unread(joan) == 1


def test_reading_reads_a_row_that_only_a_blocked_members_posts_are_left_in(thread, maria, ines, joan):
    reply(thread, joan)
    notify_followers()
    forum.block_member(ines, maria)
    reply(thread, ines)
    notify_followers()

    notifications.seen_up_to(maria, thread.key, number=2)

    assert unread(maria) == 0


def test_to_unblock_sends_nothing_of_before(thread, maria, ines):
    forum.block_member(ines, maria)
    reply(thread, ines)
    notify_followers()

    forum.unblock_member(ines, maria)
    notify_followers()
    assert unread(maria) == 0

    reply(thread, ines)
    notify_followers()
    assert unread(maria) == 1


def test_posts_of_a_blocked_member_are_folded_for_the_blocker_alone(thread, maria, ines, joan, as_member, guest):
    post = reply(thread, ines, "The words of Ines")
    reply(thread, joan, "The words of Joan")
    clients = {who: as_member(who) for who in (maria, ines, joan)}
    for client in [*clients.values(), guest]:
        assert FOLDED not in client.get(thread.get_absolute_url()).text

    forum.block_member(ines, maria)

    page = clients[maria].get(thread.get_absolute_url()).text
    assert page.count(FOLDED) == 1 and "Show it" in page and "The words of Ines" in page
    assert page.count(f'id="post-{post.pk}"') == 1
    for client in (clients[ines], clients[joan], guest):
        assert FOLDED not in client.get(thread.get_absolute_url()).text
    forum.unblock_member(ines, maria)
    assert FOLDED not in clients[maria].get(thread.get_absolute_url()).text


def test_new_replies_that_are_fetched_are_folded_too(thread, maria, ines, as_member):
    forum.block_member(ines, maria)
    reply(thread, ines)

    assert FOLDED in as_member(maria).get(f"/discussions/{thread.pk}/after/1/").text


def test_a_removed_post_of_theirs_is_the_line_that_it_is_for_all(thread, maria, ines, as_member):
    post = reply(thread, ines)
    forum.block_member(ines, maria)
    forum.remove_post(post, by_author=True)

    page = as_member(maria).get(thread.get_absolute_url()).text

    assert FOLDED not in page and "The author removed post 2." in page


def test_the_same_page_costs_a_blocker_what_it_costs_others(thread, maria, ines, joan, as_member):
    for number in range(5):
        reply(thread, ines, f"Reply {number}")
    clients = as_member(joan), as_member(maria)
    forum.block_member(ines, maria)
    for client in clients:
        client.get(thread.get_absolute_url())
        client.get(thread.get_absolute_url())
    usual = len(statements(lambda: clients[0].get(thread.get_absolute_url())))

    assert_statements(usual, lambda: clients[1].get(thread.get_absolute_url()))


def test_to_block_takes_as_many_statements_for_few_posts_as_for_many(group, maria, ines):
    def discussion(posts):
        thread = start(group, maria, f"With {posts}").thread
        for number in range(posts):
            reply(thread, ines, f"Dear @Maria, {number}")
        notify_followers()
        return thread

    discussion(1)
    few = len(statements(lambda: forum.block_member(ines, maria)))
    forum.unblock_member(ines, maria)
    maria.notifications.all().delete()
    discussion(8)

    assert len(statements(lambda: forum.block_member(ines, maria))) == few
    assert unread(maria) == 0


def test_a_new_discussion_of_theirs_stays_in_lists(group: Group, maria, ines, as_member):
    forum.block_member(ines, maria)
    start(group, ines, "How do you sleep?")

    assert "How do you sleep?" in as_member(maria).get(group.get_absolute_url()).text
