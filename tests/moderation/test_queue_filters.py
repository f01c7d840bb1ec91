"""The queue shows what a moderator chose, a page at a time."""

from typing import Any

import pytest
from django.test import Client

from community.forum.models import Group, Post, Thread
from community.members.models import Member
from community.moderation.forms import QueueFilterForm
from community.moderation.selectors import queue as queues
from community.moderation.selectors.queue import open_queue
from community.safety import operations as safety
from community.safety.models import Case
from tests.acts import reply, start
from tests.forum.statements import statements
from tests.moderation.deciding import case_about, reported


@pytest.fixture
def mixed(thread: Thread, ines: Member, maria: Member, joan: Member, held: Post) -> dict[str, Case]:
    """A case of each kind, for several reasons, in two groups."""
    other = start(Group.objects.create(name="Work", slug="work"), joan, "Back at work", "Buy my tea.")
    unkind = reply(thread, ines, "That was silly.")
    reported(unkind, maria, "unkind")
    reported(other, maria, "selling")
    reported(other, joan, "unkind")
    letter = safety.write_letter(text="Where is my post?", member=maria)
    return {
        "held": case_about(held),
        "unkind": case_about(unkind),
        "selling": case_about(other),
        "letter": Case.objects.get(open_key=letter.key),
    }


def shown(ruth: Member, mixed: dict[str, Case], **query: Any) -> set[str]:
    """The names of the cases that this filter leaves."""
    chosen = QueueFilterForm({name: str(value) for name, value in query.items()}, viewer=ruth).chosen()
    found = {row.item.pk for row in open_queue(ruth, chosen).rows}
    return {name for name, case in mixed.items() if case.pk in found}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "held letter selling unkind"),
        ({"kind": "held"}, "held"),
        ({"kind": "report"}, "selling unkind"),
        ({"kind": "letter"}, "letter"),
        ({"reason": "unkind"}, "selling unkind"),
        ({"reason": "selling"}, "selling"),
        ({"reason": "medical"}, "held"),
        ({"reason": "danger"}, ""),
        ({"kind": "report", "reason": "selling"}, "selling"),
        ({"kind": "nonsense"}, "held letter selling unkind"),
        ({"author": 2**60}, "held letter selling unkind"),
        ({"author": "x"}, "held letter selling unkind"),
    ],
    ids=str,
)
def test_a_filter_leaves_what_fits(query: dict[str, Any], expected: str, ruth: Member, mixed: dict[str, Case]) -> None:
    assert " ".join(sorted(shown(ruth, mixed, **query))) == expected


def test_groups_authors_and_claims_are_filters_too(
    ruth: Member, ada: Member, ines: Member, thread: Thread, mixed: dict[str, Case]
) -> None:
    assert shown(ruth, mixed, group=thread.group_id) == {"held", "unkind"}
    assert shown(ruth, mixed, author=ines.pk) == {"held", "unkind"}
    safety.claim_case(mixed["letter"], by=ruth)
    safety.claim_case(mixed["held"], by=ada)
    assert shown(ruth, mixed, assignee="mine") == {"letter"}
    assert shown(ruth, mixed, assignee="claimed") == {"letter", "held"}
    assert shown(ruth, mixed, assignee="free") == {"unkind", "selling"}


def test_a_page_ends_with_a_link_to_the_next_with_the_same_filter(
    review: Client, ruth: Member, thread: Thread, ines: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "QUEUE_PAGE", 3)
    for number in range(7):
        reported(reply(thread, ines, f"Reply {number}"), reason="danger" if number == 5 else "unkind")

    seen, query = [], "?kind=report"
    while query:
        page = review.get(f"/moderation/{query}").context["queue"]
        seen += [row.item.text for row in page.rows]
        query = page.next_query
        assert not query or "kind=report" in query

    assert seen == [f"Reply {number}" for number in (5, 0, 1, 2, 3, 4, 6)]


def test_the_next_page_is_right_though_its_first_case_was_decided(
    ruth: Member, ada: Member, thread: Thread, ines: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "QUEUE_PAGE", 2)
    for number in range(4):
        reported(reply(thread, ines, f"Reply {number}"))
    last = open_queue(ruth).next_after
    safety.close_case(Case.objects.get(pk=last), by=ada, state=Case.State.REJECTED)

    assert [row.item.text for row in open_queue(ruth, after=last).rows] == ["Reply 2", "Reply 3"]


@pytest.mark.parametrize("query", ["", "?group={group}", "?reason=unkind&kind=report", "?assignee=free"])
def test_it_costs_the_same_for_a_long_queue(
    review: Client, thread: Thread, ines: Member, maria: Member, query: str
) -> None:
    def cost() -> int:
        return len(statements(lambda: review.get("/moderation/" + query.format(group=thread.group_id))))

    reported(reply(thread, ines, "Reply"), maria)
    few = cost()
    for number in range(60):
        reported(reply(thread, ines, f"Reply {number}"), maria)

    assert cost() == few


def test_a_row_shows_the_first_words_of_two_posts_by_one_person(
    review: Client, thread: Thread, ines: Member, held: Post
) -> None:
    reply(thread, ines, "Another miracle cure, this time with tea.")

    shown = review.get("/moderation/").text

    assert "I found a miracle cure." in shown
    assert "Another miracle cure, this time with tea." in shown


def test_closed_cases_are_shown_by_who_closed_them_the_latest_first(
    review: Client, ruth: Member, ada: Member, mixed: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "QUEUE_PAGE", 2)
    for name in ("letter", "selling", "unkind"):
        safety.close_case(mixed[name], by=ada, state=Case.State.RESOLVED)

    first = review.get("/moderation/?state=closed")
    after = review.get("/moderation/" + first.context["queue"].next_query)

    assert [row.item for row in first.context["queue"].rows] == [mixed["unkind"], mixed["selling"]]
    assert [row.item for row in after.context["queue"].rows] == [mixed["letter"]]
    assert "Action taken: Ada" in first.text
    assert "checkbox" not in first.text.partition('aria-label="Cases"')[2].partition("</nav>")[0]
    assert open_queue(ruth).waiting == 1
