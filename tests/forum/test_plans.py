"""No page reads a growing table from end to end, by the database's plan of each statement of each list.

PostgreSQL is asked to avoid sequential scans where it can, so that small tables show it too."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from community.forum import operations as forum
from tests.acts import make_member, reply, start
from tests.forum.statements import statements

GROWING = ("forum_post", "forum_thread", "forum_support", "forum_visit", "forum_follow", "forum_bookmark")
GROWING += ("notifications_notification", "members_member", "composing_draft", "composing_image", "django_session")
WHOLE_ON_POSTGRESQL = re.compile(rf"Seq Scan on ({'|'.join(GROWING)})\b")
WHOLE_ON_SQLITE = re.compile(r"SCAN (\w+)")

LISTS = [
    "/",
    "/groups/breast-cancer/",
    "/groups/breast-cancer/?order=newest",
    "/groups/breast-cancer/?order=unanswered",
]
LISTS += ["/groups/breast-cancer/?order=supported", "/groups/breast-cancer/?topic=sleep", "/learn/"]
TALK = ["", "?page=last", "?show=supported", "?show=starter", "?show=mentors", "?q=words", "?date=2026-01-01"]
PERSONAL = ["/notifications/", "/saved/", "/saved/questions/", "/posts/mine/", "/drafts/", "/settings/sessions/"]


@pytest.fixture
def lived_in(group, topic, maria, ines, joan):
    """A discussion with content of every kind."""
    thread = start(group, maria, "Long nights", topics=[topic]).thread
    for number in range(25):
        post = reply(thread, ines if number % 2 else make_member(f"Person{number}"))
    forum.give_support(post, joan, "hug")
    forum.add_bookmark(post, joan)
    forum.visit(joan, thread, number=5)
    forum.pin(thread, timezone.now() + timedelta(days=1))
    return thread


def read_whole(sql: str) -> list[str]:
    """Return the growing tables that the plan of this statement reads from end to end."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            return WHOLE_ON_POSTGRESQL.findall("\n".join(row[0] for row in cursor.fetchall()))
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = [row[3] for row in cursor.fetchall()]
    # Django uses aliases of tables in subqueries.
    whole = {found[1] for line in plan if (found := WHOLE_ON_SQLITE.fullmatch(line))}
    named = {short: table for table, short in re.findall(r'"(\w+)" "([A-Z]\d+)"', sql)}
    return [table for name in whole if (table := named.get(name, name)) in GROWING]


def wrong(client, path: str) -> dict[str, list[str]]:
    """Return the statements of a page that read a growing table from end to end."""
    asked = [sql for sql in statements(lambda: client.get(path)) if sql.startswith("SELECT")]
    assert asked
    with transaction.atomic():
        return {sql: tables for sql in asked if (tables := read_whole(sql))}


def test_a_sequential_scan_is_reported(lived_in):
    with transaction.atomic():
        assert read_whole("SELECT * FROM forum_post WHERE plain LIKE '%words%'") == ["forum_post"]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_reads_no_growing_table_from_end_to_end(lived_in, guest, joan, as_member, path):
    for client in (guest, as_member(joan)):
        assert wrong(client, path) == {}


@pytest.mark.parametrize("query", TALK)
def test_a_discussion_reads_no_growing_table_from_end_to_end(lived_in, guest, joan, as_member, query):
    for client in (guest, as_member(joan)):
        assert wrong(client, f"{lived_in.get_absolute_url()}{query}") == {}


@pytest.mark.parametrize("path", PERSONAL)
def test_a_members_own_pages_read_no_growing_table_from_end_to_end(lived_in, joan, as_member, path):
    assert wrong(as_member(joan), path) == {}
