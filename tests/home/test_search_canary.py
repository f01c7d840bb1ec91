"""No word that a viewer may not read changes anything that a search shows them."""

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from community.education.models import Condition, Page, Procedure, Section, State
from community.forum import operations as forum
from community.forum.models import Audience, Group, Membership, Thread
from community.members.models import Member
from community.safety.models import WatchedPhrase
from tests.acts import reply, start

SEARCHES = [
    "canary",
    "tamoxifen",
    "tamoxifen canary",
    "canari",
    "tamoxefin",
    '"yellow canary"',
    "sleep canary",
    "yellow ca",
    "c",
]
_CHANGING = re.compile(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|data-\w+="\d+"')


@pytest.fixture
def community(group: Group, maria: Member, ines: Member) -> Thread:
    """A page and public discussions about tamoxifen and sleep, and their words counted."""
    condition = Condition.objects.create(slug="sleep", title="Sleep")
    page = Page.objects.create(condition=condition, slug="nights", title="Nights", state=State.PUBLISHED)
    Section.objects.create(page=page, slug="tamoxifen", heading="Tamoxifen", html="<p>Take it early.</p>")
    Procedure.objects.create(slug="sleep-study", title="Sleep study", html="<p>One night.</p>", state=State.PUBLISHED)
    start(group, maria, "Tamoxifen at night")
    thread = start(group, maria, "Tamoxifen and sleep").thread
    reply(thread, ines, "I sleep better at night since I take tamoxifen early. My canaries sing.")
    call_command("reindex")
    return thread


def shown(client: Client) -> dict[str, str]:
    """What each search shows, what is suggested while it is typed, and what is offered for it as a title."""
    pages = {typed: client.get("/search/", {"q": typed}).text for typed in SEARCHES}
    pages |= {f"only {typed}": client.get("/search/", {"q": typed, "only": "discussions"}).text for typed in SEARCHES}
    pages |= {f"typing {typed}": client.get("/search/suggestions/", {"q": typed}).text for typed in SEARCHES}
    offered = "/groups/breast-cancer/similar/"
    pages |= {f"similar to {typed}": client.get(offered, {"title": typed}).text for typed in SEARCHES}
    about = Thread.objects.get(title="Tamoxifen and sleep").pk
    for related in (f"{about}/", "sleep/nights/", "sleep/nights/?section=tamoxifen", "procedures/sleep-study/"):
        address = f"/related/{related}"
        pages[related] = client.get(address).text
        pages[f"part of {related}"] = client.get(address, headers={"HX-Request": "true"}).text
        assert "Tamoxifen" in pages[related]
    return {name: _CHANGING.sub("", page).split("<main")[-1] for name, page in pages.items()}


def hidden_by_held(group: Group, author: Member) -> None:
    WatchedPhrase.objects.create(phrase="yellow canary")
    start(group, author, "A yellow canary, tamoxifen and sleep", "tamoxifen canary canary tamoxefin")
    reply(Thread.objects.get(title="Tamoxifen and sleep"), author, "yellow canary tamoxifen canary tamoxefin")


def hidden_by_removal(group: Group, author: Member) -> None:
    reply_of = reply(
        Thread.objects.get(title="Tamoxifen and sleep"), author, "yellow canary tamoxifen tamoxefin canary"
    )
    forum.remove_post(reply_of, by_author=False)


def hidden_in_a_private_group(group: Group, author: Member) -> None:
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    Membership.objects.create(group=circle, member=author)
    start(
        circle,
        author,
        "A yellow canary, tamoxifen and sleep",
        "tamoxifen canary canary tamoxefin",
        audience=Audience.PRIVATE,
    )


def hidden_from_guests(group: Group, author: Member) -> None:
    start(
        group,
        author,
        "A yellow canary, tamoxifen and sleep",
        "tamoxifen canary canary tamoxefin",
        audience=Audience.MEMBERS,
    )


@pytest.mark.parametrize("counted", [False, True], ids=["", "counted"])
@pytest.mark.parametrize("hide", [hidden_by_held, hidden_by_removal, hidden_in_a_private_group])
def test_a_member_is_shown_the_same(
    community: Thread,
    group: Group,
    ines: Member,
    joan: Member,
    as_member: Callable[[Member], Client],
    hide: Callable[[Group, Member], None],
    counted: bool,
) -> None:
    client = as_member(joan)
    before = shown(client)
    hide(group, ines)
    if counted:
        call_command("reindex")

    after = shown(client)

    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize("counted", [False, True], ids=["", "counted"])
@pytest.mark.parametrize("hide", [hidden_by_held, hidden_by_removal, hidden_in_a_private_group, hidden_from_guests])
def test_a_guest_is_shown_the_same(
    community: Thread, group: Group, ines: Member, guest: Client, hide: Callable[[Group, Member], None], counted: bool
) -> None:
    before = {name: page for name, page in shown(guest).items() if "similar" not in name}
    hide(group, ines)
    if counted:
        call_command("reindex")

    after = shown(guest)

    assert [name for name in before if before[name] != after[name]] == []
