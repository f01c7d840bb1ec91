"""Muted means everywhere: no list, search, box or notification names what a member muted.

Every address is opened (tests/test_access.py has them all, and something of each kind), so that a new list cannot be
forgotten: it asks `listed_for`, or this test finds the words.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from community.content_warnings import Label
from community.education.models import Condition, Topic
from community.forum import operations as forum
from community.forum.models import Thread
from community.members.models import Member
from community.notifications import operations as notifications
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers
from tests.test_access import ALL, Address, open_at, samples  # noqa: F401 (a fixture)

TITLE, WORDS = "Zebrafinch", "quagga"
FOLDED = re.compile(r'<details class="folded".*?</details>', re.DOTALL)
# Query strings for some addresses; every other one is opened without.
ASKED: dict[str | None, list[dict[str, str]]] = {
    "group": [{"order": "newest"}, {"order": "unanswered"}, {"topic": "recurrence"}],
    "search": [{"q": "how long"}],
    "suggestions": [{"q": "how lon"}],
    "similar": [{"title": "Somebody, and how long it takes"}],
    "catch_up": [{"since": "1"}],
    "thread": [{"show": "starter"}, {"show": "mentors"}, {"show": "supported"}, {"q": "everything"}, {"print": "1"}],
    "notifications": [{"show": "unread"}],
}
# Where a member who muted nothing sees it: the proof that this test would find it.
TITLES_AT = {"home", "group", "search", "suggestions", "similar", "member", "notifications", "learn_page"}
TITLES_AT |= {"member_posts", "followed_threads"}
WORDS_AT = {"thread", "posts_after", "catch_up", "member", "member_posts"}


@dataclass(frozen=True)
class Opened:
    """An address that was opened, and its response."""

    name: str
    text: str


def everywhere(client: Client, found: dict[str, Any]) -> list[Opened]:
    """Open every address with every query string."""
    opened = []
    for address in ALL:
        for query in [{}, *ASKED.get(address.name, [])]:
            asked = found | {"?": found["?"] | ({address.name: query} if query else {})}
            answer = open_at(client, address, asked)
            text = "" if answer.streaming else answer.content.decode(errors="replace")
            opened.append(Opened(f"{address.name} {query or ''}".strip(), text))
    return opened


def at(opened: list[Opened], word: str) -> set[str]:
    """Return the names of the addresses whose response has this word."""
    return {page.name.partition(" ")[0] for page in opened if word in page.text}


@pytest.fixture
def hard(thread: Thread, maria: Member, ines: Member, joan: Member, tess: Member, samples: Any) -> dict[str, Any]:  # noqa: F811
    """A discussion about prognosis, and a post about a death in another; Ines and Joan follow both."""
    thread.group.condition = Condition.objects.get(slug="recurrent-breast-cancer")
    thread.group.save(update_fields=["condition"])
    more = {"labels": int(Label.PROGNOSIS), "topics": Topic.objects.all()}
    hidden = start(thread.group, maria, f"{TITLE} and how long we have, @Ines and @Joan", **more).thread
    start(thread.group, maria, f"{TITLE} unanswered, how long", **more)
    for reader in (ines, joan):
        forum.follow(hidden, reader)
        forum.follow(thread, reader)
        forum.visit(reader, thread, number=1)
    reply(hidden, maria, "Another word.")
    for author in (maria, tess):
        post = reply(thread, author, f"A {WORDS} is everything to @Ines and @Joan", labels=Label.DEATH)
        forum.give_support(post, joan if author == tess else tess, "hug")
    notify_followers()
    notifications.read(ines)
    notifications.read(joan)
    forum.mute_labels(ines, Label.PROGNOSIS | Label.DEATH, until=None)
    name = {"username": maria.username}
    return samples | {"member": name, "member_posts": name, "posts_after": {"pk": thread.pk, "number": 1}}


def test_a_member_who_mutes_nothing_sees_it_in_every_list(hard: dict[str, Any], joan: Member, as_member: Any) -> None:
    opened = everywhere(as_member(joan), hard)

    assert at(opened, TITLE) >= TITLES_AT
    assert at(opened, WORDS) >= WORDS_AT


def test_no_address_names_a_muted_discussion(hard: dict[str, Any], ines: Member, as_member: Any) -> None:
    opened = everywhere(as_member(ines), hard)

    assert at(opened, TITLE) == set()
    shown = [Opened(page.name, FOLDED.sub("", page.text)) for page in opened]
    assert at(shown, WORDS) == set()
    assert at(opened, 'class="folded"') >= {"thread", "posts_after"}


def test_each_list_says_in_a_line_what_is_left_out(hard: dict[str, Any], ines: Member, as_member: Any) -> None:
    opened = everywhere(as_member(ines), hard)

    line = "about prognosis or death and grief are hidden for you."
    assert at(opened, line) >= (TITLES_AT | {"catch_up"}) - {"similar", "suggestions"}
    shown_in = TITLES_AT | {"catch_up", "thread", "posts_after", "muted", "muted_labels", "read_notifications"}
    shown_in |= {"related_to_thread", "related_to_page", "related_to_procedure"}
    assert at(opened, "hidden for you") <= shown_in


def test_a_moderator_who_mutes_it_still_works_with_it(hard: dict[str, Any], ruth: Member, as_member: Any) -> None:
    forum.mute_labels(ruth, Label.PROGNOSIS | Label.DEATH, until=None)
    hidden = Thread.objects.filter(title__startswith=TITLE).earliest("pk")
    client = as_member(ruth)

    assert TITLE in client.get(f"/moderation/discussions/{hidden.pk}/").text
    assert TITLE not in client.get(hidden.group.get_absolute_url()).text


def test_an_authors_own_discussion_is_never_hidden_from_them(
    hard: dict[str, Any], maria: Member, as_member: Any
) -> None:
    forum.mute_labels(maria, Label.PROGNOSIS | Label.DEATH, until=None)
    client = as_member(maria)
    hidden = Thread.objects.filter(title__startswith=TITLE).earliest("pk")

    assert TITLE in client.get(hidden.group.get_absolute_url()).text
    assert "forum/thread.html" in [each.name for each in client.get(hidden.get_absolute_url()).templates]
    assert WORDS in client.get("/members/Maria/").text


@pytest.mark.parametrize("address", [address for address in ALL if address.name in ASKED], ids=str)
def test_what_is_asked_here_is_asked_of_an_address_that_there_is(address: Address) -> None:
    assert ASKED[address.name]
