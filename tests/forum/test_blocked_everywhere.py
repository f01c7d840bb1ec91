"""What a member whom the viewer has blocked wrote is folded, or left out, wherever it would be shown.

Every address is opened, so that a new list cannot be forgotten (docs/decisions/0025-blocked-members.md).
"""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from community.core.text import richtext
from community.education.models import Condition
from community.forum import operations as forum
from community.forum.models import Thread
from community.members.models import Member
from community.notifications import operations as notifications
from tests.acts import reply, start
from tests.forum.statements import statements
from tests.forum.test_muted_discussions import at, everywhere
from tests.notifications.mails import mails_to, text_of, wants
from tests.notifications.notifications import notify_followers, sentences
from tests.test_access import samples  # noqa: F401 (a fixture)

WORDS, TITLE = "quagga", "Zebrafinch"
QUOTED = "A quote from a member you’ve blocked."
LINE = "A post by a member you’ve blocked."
TAG = re.compile(r"<(/?)details\b([^>]*)>")
# Where a member who blocks nobody finds the words: the proof that this test would find them.
WORDS_AT = {"thread", "posts_after", "catch_up", "member", "member_posts", "search", "bookmarks"}
# The viewer saved the post, and decides about that themselves.
STAYS_AT = {"bookmarks"}
# Titles and names are no posts. Who started a discussion and who replied last is said to all alike.
TITLES_AT = {"home", "group", "search", "suggestions", "similar"}


def without_folded(page: str) -> str:
    """The page without what is to be opened first, however deep it is nested."""
    shown, depth, done = [], 0, 0
    for tag in TAG.finditer(page):
        if depth:
            depth += -1 if tag[1] else 1
            if not depth:
                done = tag.end()
        elif 'class="folded"' in tag[2]:
            shown.append(page[done : tag.start()])
            depth = 1
    return "".join([*shown, page[done:]])


def quoting(post) -> str:
    """The HTML of a quote, with a quote of its own."""
    return f'<blockquote><p><a href="/posts/{post.pk}/">{post.author.username}</a> wrote:</p>{post.html}</blockquote>'


@pytest.fixture
def found(thread: Thread, maria: Member, ines: Member, joan: Member, tess: Member, samples: Any) -> dict[str, Any]:  # noqa: F811
    """Tess, who is blocked later, has written here, is quoted, and has started a discussion; Ines and Joan follow."""
    thread.group.condition = Condition.objects.get(slug="recurrent-breast-cancer")
    thread.group.save(update_fields=["condition"])
    for reader in (ines, joan):
        forum.follow(thread, reader)
        forum.follow_group(thread.group, reader)
        forum.visit(reader, thread, number=1)
    post = reply(thread, tess, f"A {WORDS} is everything to @Ines and @Joan, how long")
    forum.give_support(post, maria, "hug")
    for reader in (ines, joan):
        forum.add_bookmark(post, reader)
    inner = quoting(post)
    text = richtext.clean(f"<p>Before</p><blockquote><p>Outer</p>{inner}</blockquote>{inner}<p>After it</p>")
    forum.reply_to(thread, author=maria, text=text, token=uuid4())
    start(thread.group, tess, f"{TITLE} and how long", f"A {WORDS}, @Ines and @Joan")
    notify_followers()
    notifications.read(ines)
    notifications.read(joan)
    name = {"username": tess.username}
    return samples | {"member": name, "member_posts": name, "posts_after": {"pk": thread.pk, "number": 1}}


def test_a_member_who_blocks_nobody_reads_it_everywhere(found: dict[str, Any], joan: Member, as_member: Any) -> None:
    opened = everywhere(as_member(joan), found)

    assert at(opened, WORDS) >= WORDS_AT
    assert at(opened, TITLE) >= TITLES_AT
    assert at(opened, QUOTED) == at(opened, LINE) == set()


def test_no_address_shows_the_words_of_a_blocked_member(
    found: dict[str, Any], joan: Member, tess: Member, as_member: Any
) -> None:
    forum.block_member(tess, joan)

    opened = everywhere(as_member(joan), found)

    shown = [type(page)(page.name, without_folded(page.text)) for page in opened]
    assert at(shown, WORDS) <= STAYS_AT
    assert at(opened, LINE) >= {"thread", "posts_after"}
    assert at(opened, QUOTED) >= {"thread", "posts_after"}
    assert at(opened, TITLE) >= TITLES_AT


SURFACES = {
    "page": {},
    "printed": {"print": "1"},
    "by the starter": {"show": "starter"},
    "by mentors": {"show": "mentors"},
    "most supported": {"show": "supported"},
    "with words": {"q": "everything"},
}


@pytest.mark.parametrize("surface", SURFACES)
def test_every_view_of_a_discussion_folds_posts_and_quotes(
    surface: str, group, ines: Member, joan: Member, tess: Member, as_member: Any
) -> None:
    thread = start(group, tess, "Everything", f"A {WORDS} is everything").thread
    forum.give_support(thread.posts.get(), ines, "hug")
    post = forum.reply_to(
        thread, author=ines, text=richtext.clean(quoting(thread.posts.get()) + "<p>Mine</p>"), token=uuid4()
    )
    client, path = as_member(joan), thread.get_absolute_url()
    before = client.get(path, SURFACES[surface]).text
    assert WORDS in without_folded(before)

    forum.block_member(tess, joan)
    page = client.get(path, SURFACES[surface]).text

    assert WORDS not in without_folded(page)
    assert LINE in page
    if f"post-{post.pk}" in page:
        assert QUOTED in page and "Mine" in without_folded(page)
    assert LINE not in as_member(ines).get(path, SURFACES[surface]).text
    forum.unblock_member(tess, joan)
    assert client.get(path, SURFACES[surface]).text.count(WORDS) == before.count(WORDS)


def test_on_paper_nothing_of_a_folded_post_is_there(thread, joan: Member, tess: Member, as_member: Any) -> None:
    reply(thread, tess, f"A {WORDS}")
    forum.block_member(tess, joan)

    page = as_member(joan).get(thread.get_absolute_url(), {"print": "1"}).text

    assert WORDS not in page and "Tess" not in page.partition("<main")[2]
    assert "2 · A post by a member you’ve blocked." in page


def test_a_quote_is_left_out_of_mail(thread, maria: Member, ines: Member, tess: Member) -> None:
    wants(maria, "replied")
    post = reply(thread, tess, f"A {WORDS}")
    forum.visit(maria, thread, number=2)
    forum.block_member(tess, maria)
    forum.reply_to(thread, author=ines, text=richtext.clean(quoting(post) + "<p>Mine</p>"), token=uuid4())

    (mail,) = mails_to(maria)

    assert WORDS not in str(mail) and "Tess" not in text_of(mail)
    assert f"> {QUOTED}\n\nMine" in text_of(mail)


def test_the_bell_leaves_out_what_was_read_of_them_and_unblocking_brings_it_back(
    thread, maria: Member, ines: Member, joan: Member, as_member: Any
) -> None:
    reply(thread, ines, "Dear @Maria")
    reply(thread, joan, "Dear @Maria")
    notifications.read(maria)
    assert len(sentences(maria)) == 2

    forum.block_member(ines, maria)

    assert sentences(maria) == ["Joan mentioned you in “It came back after eleven years”"]
    assert "Ines" not in as_member(maria).get("/notifications/").text
    forum.unblock_member(ines, maria)
    assert len(sentences(maria)) == 2


def test_a_search_by_a_blocked_author_finds_titles_alone(group, joan: Member, tess: Member, as_member: Any) -> None:
    thread = start(group, tess, "How do you sleep?", f"A {WORDS} sleeps").thread
    reply(thread, joan, "I sleep well.")
    forum.block_member(tess, joan)
    client = as_member(joan)

    page = client.get("/search/", {"q": "sleep"}).text
    assert "How do you sleep?" in page and WORDS not in page
    assert not client.get("/search/", {"q": WORDS}).context["results"].rows


def test_excerpts_leave_out_what_is_quoted_of_them(
    thread, maria: Member, joan: Member, tess: Member, as_member: Any
) -> None:
    forum.visit(joan, thread, number=1)
    quote = quoting(reply(thread, tess, f"A {WORDS} sleeps"))
    forum.reply_to(thread, author=maria, text=richtext.clean(f"{quote}<p>So do I.</p>"), token=uuid4())
    pages = [
        ("/members/Maria/", {}),
        ("/members/Maria/posts/", {}),
        ("/search/", {"q": "so sleeps"}),
        (f"/discussions/{thread.pk}/catch-up/", {"since": "1"}),
    ]
    client = as_member(joan)
    assert all(WORDS in client.get(*page).text for page in pages)

    forum.block_member(tess, joan)

    for page in pages:
        assert WORDS not in client.get(*page).text, page
        assert "So do I." in re.sub("</?mark>", "", client.get(*page).text), page


def test_the_names_of_blocked_members_are_not_suggested(thread, ines: Member, joan: Member, as_member: Any) -> None:
    reply(thread, ines)
    client, address = as_member(joan), f"/discussions/{thread.pk}/people/"
    assert "Ines" in client.get(address).text

    forum.block_member(ines, joan)

    assert "Ines" not in client.get(address).text
    assert "Ines" not in client.get(address, {"q": "ine"}).text
    assert "Joan" in as_member(ines).get(address, {"q": "joa"}).text


def test_their_page_says_why_it_lists_nothing(
    thread, ines: Member, joan: Member, as_member: Any, guest: Client
) -> None:
    reply(thread, ines, f"A {WORDS}")
    forum.block_member(ines, joan)
    client = as_member(joan)

    page = client.get("/members/Ines/").text
    assert "We don’t list their posts here" in page
    assert WORDS not in page and "Latest posts" not in page and "hasn’t written" not in page
    posts = client.get("/members/Ines/posts/").text
    assert "You’ve blocked Ines, so we don’t list their posts." in posts and WORDS not in posts
    assert "post" not in client.get("/members/Ines/card/").text.lower().replace("posted", "")
    assert WORDS in guest.get("/members/Ines/").text


def test_a_page_with_quotes_costs_one_statement_more_for_who_blocks_somebody(
    thread, maria: Member, ines: Member, joan: Member, tess: Member, as_member: Any
) -> None:
    clients = as_member(joan), as_member(maria)
    forum.block_member(tess, joan)
    first = reply(thread, ines, f"A {WORDS}")

    def cost(client: Client) -> int:
        client.get(thread.get_absolute_url())
        return len(statements(lambda: client.get(thread.get_absolute_url())))

    assert cost(clients[0]) == cost(clients[1])
    counts = []
    for number in (1, 8):
        for each in range(number):
            text = richtext.clean(quoting(first) + f"<p>{each} of {number}</p>")
            forum.reply_to(thread, author=ines, text=text, token=uuid4())
        counts.append((cost(clients[0]), cost(clients[1])))
    assert counts == [(counts[0][1] + 1, counts[0][1])] * 2
