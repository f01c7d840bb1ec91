"""The front page says how many people wrote today, and where to begin."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience, Group, Thread
from community.members.models import Member
from community.safety.models import WatchedPhrase
from tests.acts import reply, start
from tests.education.reading import text_of
from tests.forum.statements import statements

# The community of the tests is in Chicago: its day begins at five in the morning, as UTC counts.
MORNING = datetime(2025, 7, 16, 5, 10, tzinfo=UTC)


def line(client: Client) -> str:
    """Return the front page's sentence about who wrote."""
    return text_of(client.get("/"))


@pytest.fixture
def quiet(db: None) -> None:
    """Set the time to a morning on which nobody has written yet."""
    with time_machine.travel(MORNING, tick=False):
        yield


def test_somebody_who_writes_twice_is_one_person(
    quiet: None, guest: Client, group: Group, maria: Member, ines: Member
) -> None:
    thread = start(group, maria, "Awake again").thread
    assert "1 person has written here today." in line(guest)

    reply(thread, maria)
    reply(thread, ines)

    assert "2 people have written here today." in line(guest)


def test_the_day_begins_at_midnight_where_the_community_is(guest: Client, group: Group, maria: Member) -> None:
    with time_machine.travel(MORNING - timedelta(minutes=11), tick=False):
        start(group, maria, "Awake again")
        assert "1 person has written here today." in line(guest)

    with time_machine.travel(MORNING, tick=False):
        assert "Nobody has written here yet today. In the last seven days, 1 person has." in line(guest)

    with time_machine.travel(MORNING + timedelta(days=8), tick=False):
        assert "Last post: Tue, Jul 15, 2025" in line(guest)
        assert "quiet" not in line(guest)


def test_it_is_quiet_only_where_there_is_nothing_at_all(guest: Client, group: Group) -> None:
    assert "It’s quiet here right now." in line(guest)


def test_what_not_everybody_may_read_adds_nothing(
    quiet: None, guest: Client, group: Group, maria: Member, ines: Member
) -> None:
    WatchedPhrase.objects.create(phrase="miracle tea")
    open_to_all = start(group, maria, "For everyone").thread
    start(group, ines, "For members", audience=Audience.MEMBERS)
    assert not reply(open_to_all, ines, "A miracle tea").number
    removed = reply(open_to_all, ines)
    assert "2 people have written here today." in line(guest)

    forum.remove_post(removed, by_author=True)

    assert "1 person has written here today." in line(guest)


def test_many_people_are_counted_in_the_readers_own_numbers(quiet: None, guest: Client, group: Group) -> None:
    people = Member.objects.bulk_create(Member(username=f"Person{n}", email=f"{n}@example.org") for n in range(1200))
    forum.import_thread(
        group,
        key="many",
        title="By many",
        posts=[forum.ImportedPost(person, richtext.from_plain("Words"), MORNING, None) for person in people],
    )

    assert "1,200 people have written here today." in line(guest)


def test_a_busy_day_costs_one_statement_and_a_quiet_one_two(
    guest: Client, group: Group, maria: Member, ines: Member
) -> None:
    with time_machine.travel(MORNING - timedelta(days=1), tick=False):
        thread = start(group, maria, "Awake again").thread

    with time_machine.travel(MORNING, tick=False):
        quiet = statements(lambda: guest.get("/"))
        reply(thread, ines)
        busy = statements(lambda: guest.get("/"))

    assert (len(busy), len(quiet)) == (6, 7)  # with the two that validate cached parts


def test_somebody_new_finds_three_ways_to_begin(guest: Client, thread: Thread) -> None:
    page = guest.get("/").text

    doors = page.split('aria-labelledby="begin"')[1].split("</nav>")[0]
    for way, words in (
        ("just-diagnosed", "I’ve just been diagnosed"),
        ("it-came-back", "It came back"),
        ("i-care-for-someone", "I care for someone"),
    ):
        assert f'href="/begin/{way}/"' in doors
        assert words in doors
        assert guest.get(f"/begin/{way}/").status_code == 200


@pytest.mark.parametrize("way", ["just-diagnosed", "it-came-back", "i-care-for-someone"])
def test_whoever_began_somewhere_finds_the_way_back(guest: Client, thread: Thread, way: str) -> None:
    crumbs = guest.get(f"/begin/{way}/").text.split('class="crumbs"')[1].split("</nav>")[0]

    assert 'href="/"' in crumbs
    assert 'href="/#begin"' in crumbs
