"""Reporting a post to the moderators."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Post, Thread
from community.members.models import Member
from community.safety import operations as safety
from community.safety.models import Case, Letter, Report
from tests.acts import reply, start


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A reply that somebody may find wrong."""
    return reply(thread, ines, "Baking soda cured my aunt.")


def where(post: Post) -> str:
    """The page for reporting a post."""
    return f"/report/?source={post.key}"


def test_a_guest_reports_a_post_and_a_case_is_opened(guest: Client, post: Post, ines: Member) -> None:
    page = guest.get(where(post))
    assert "Baking soda cured my aunt." in page.text

    response = guest.post(where(post), {"reason": "medical", "note": "Please look."}, follow=True)

    assert response.status_code == 200
    assert "We have your report" in response.text
    report = Report.objects.get()
    assert (report.member, report.reason, report.note) == (None, "medical", "Please look.")
    assert (report.case.source, report.case.author, report.case.text) == (post.key, ines, post.plain)
    assert report.case.is_open


def test_a_members_second_report_gives_the_first_one_back(
    as_member: Callable[[Member], Client], maria: Member, post: Post
) -> None:
    client = as_member(maria)
    client.post(where(post), {"reason": "medical"})
    assert Report.objects.get().member == maria

    again = client.post(where(post), {"reason": "unkind"})

    assert "You’ve already reported this" in again.text
    assert Report.objects.get().reason == "medical"
    assert (
        safety.report(
            post.key, context=post.thread.key, member=maria, reason="other", note="", text=post.plain, author=None
        )
        == Report.objects.get()
    )


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize(
    ("again", "arrives"),
    [
        ({"reason": "unkind", "note": ""}, ""),
        ({"reason": "unkind", "note": "It names her street."}, "It names her street."),
        ({"reason": "danger", "note": ""}, "Someone may be in danger"),
        ({"reason": "danger", "note": "She wrote to me."}, "She wrote to me."),
    ],
)
def test_what_a_member_adds_to_their_report_reaches_the_team_once(
    as_member: Callable[[Member], Client],
    maria: Member,
    ruth: Member,
    post: Post,
    closed: bool,
    again: dict[str, str],
    arrives: str,
) -> None:
    client, token = as_member(maria), str(uuid4())
    client.post(where(post), {"reason": "unkind", "token": token})
    if closed:
        safety.close_case(Case.objects.get(), by=ruth, state=Case.State.REJECTED)

    for _ in range(2):
        answer = client.post(where(post), again | {"token": token})
        assert "You’ve already reported this" in answer.text
        assert ("what you’ve just added" in answer.text) == bool(arrives)

    assert Report.objects.count() == 1
    assert [arrives in letter.text for letter in Letter.objects.all()] == ([True] if arrives else [])
    assert Case.objects.get(source=post.key).urgency == (3 if again["reason"] == "danger" and not closed else 0)


def test_a_member_who_adds_to_their_report_too_often_finds_their_words_in_the_form(
    as_member: Callable[[Member], Client], maria: Member, post: Post, settings
) -> None:
    settings.GUEST_LETTERS_PER_HOUR = 1
    as_member(maria).post(where(post), {"reason": "unkind"})

    answer = as_member(maria).post(where(post), {"reason": "unkind", "note": "It names her street."})

    assert answer.status_code == 429
    assert "It names her street.</textarea>" in answer.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": "danger", "note": "She is alone. " * 100}, "Use 1000 characters or fewer."),
        ({"note": "She is alone. "}, "Choose the reason that fits best."),
        ({"reason": "danger", "note": "She is alone. ", "website": "buy.example"}, "We couldn’t send that. Try again."),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["whole page", "htmx"])
def test_what_a_member_adds_comes_back_with_the_error_when_it_cannot_be_sent(
    as_member: Callable[[Member], Client],
    maria: Member,
    post: Post,
    wrong: dict[str, str],
    says: str,
    headers: dict[str, str],
) -> None:
    client = as_member(maria)
    client.post(where(post), {"reason": "unkind"})

    answer = client.post(where(post), wrong, headers=headers)

    assert answer.status_code == 422
    assert says in answer.text
    assert f"{wrong['note']}</textarea>" in answer.text
    assert "You’ve already reported this" not in answer.text
    client.post(where(post), {"reason": "danger", "note": "She is alone."}, headers=headers)
    assert "She is alone." in Letter.objects.get().text


def test_reports_of_many_people_join_one_case(
    as_member: Callable[[Member], Client], guest: Client, maria: Member, joan: Member, post: Post
) -> None:
    for client in (as_member(maria), as_member(joan), guest):
        client.post(where(post), {"reason": "unkind"})

    assert Case.objects.get().reports.count() == 3


def test_the_text_as_reported_stays_after_an_edit(
    as_member: Callable[[Member], Client], maria: Member, joan: Member, ines: Member, post: Post
) -> None:
    as_member(maria).post(where(post), {"reason": "medical"})
    forum.edit_post(post, editor=ines, text=richtext.from_plain("Never mind."), version=post.version)
    as_member(joan).post(where(post), {"reason": "other"})

    case = Case.objects.get()
    assert case.text == "Baking soda cured my aunt."
    assert [report.text for report in case.reports.all()] == ["", "Never mind."]


def test_a_decided_text_is_not_reported_twice_but_an_edited_one_is(maria: Member, ruth: Member, post: Post) -> None:
    def report_text(text: str) -> Report:
        return safety.report(
            post.key, context=post.thread.key, member=maria, reason="medical", note="", text=text, author=post.author
        )

    first = report_text(post.plain)
    first.case.refresh_from_db()
    safety.close_case(first.case, by=ruth, state=Case.State.REJECTED)

    assert report_text(post.plain) == first
    assert report_text("Something worse.").case != first.case


@pytest.mark.parametrize(
    "source", ["", "post:", "post:x", "post:999999", "post:99999999999999999999999", "thread:0", "door:1", "letter:1"]
)
def test_what_is_not_there_cannot_be_reported(guest: Client, db: None, source: str) -> None:
    assert guest.get("/report/", {"source": source}).status_code == 404
    assert guest.post(f"/report/?source={source}", {"reason": "other"}).status_code == 404


def test_a_guest_cannot_report_what_they_do_not_see(
    guest: Client, as_member: Callable[[Member], Client], maria: Member, ines: Member, post: Post, group: Group
) -> None:
    hidden = start(group, maria, "Among ourselves", audience="members")
    assert as_member(ines).get(where(hidden)).status_code == 200
    assert guest.get(where(post)).status_code == 200
    forum.remove_post(post, by_author=True)

    assert guest.get(where(hidden)).status_code == 404
    assert guest.get(where(post)).status_code == 404
    assert as_member(maria).post(where(post), {"reason": "other"}).status_code == 404
    assert not Case.objects.exists()


def test_a_report_without_a_reason_comes_back_with_its_note(guest: Client, post: Post) -> None:
    response = guest.post(where(post), {"note": "I am not sure how to say it."})

    assert response.status_code == 422
    assert "Choose the reason that fits best." in response.text
    assert "I am not sure how to say it." in response.text


def test_a_program_that_fills_in_every_box_is_asked_again_and_a_person_gets_through(guest: Client, post: Post) -> None:
    fields = {"reason": "unkind", "note": "This hurts."}
    refused = guest.post(where(post), fields | {"website": "buy.example"})

    assert refused.status_code == 422
    assert "This hurts." in refused.text
    assert "buy.example" not in refused.text
    assert not Report.objects.exists()
    assert guest.post(where(post), fields).status_code == 302


def test_a_guest_who_reports_too_often_loses_no_text(guest: Client, thread: Thread, ines: Member, settings) -> None:
    settings.GUEST_LETTERS_PER_HOUR = 2
    posts = [reply(thread, ines, f"Reply {n}") for n in range(3)]
    for post in posts[:2]:
        assert guest.post(where(post), {"reason": "unkind"}).status_code == 302

    response = guest.post(where(posts[2]), {"reason": "unkind", "note": "One more thing."})

    assert response.status_code == 429
    assert "One more thing." in response.text
    assert Report.objects.count() == 2


def test_a_member_is_limited_by_account_wherever_they_are(
    as_member: Callable[[Member], Client], maria: Member, joan: Member, post: Post, thread: Thread, settings
) -> None:
    settings.GUEST_LETTERS_PER_HOUR = 1
    as_member(maria).post(where(post), {"reason": "unkind"})

    assert as_member(maria).post(f"/report/?source={thread.key}", {"reason": "unkind"}).status_code == 429
    assert as_member(joan).post(where(post), {"reason": "unkind"}).status_code == 302


def test_the_most_urgent_reason_is_the_cases(guest: Client, post: Post) -> None:
    for reason in ("selling", "danger", "unkind"):
        guest.post(where(post), {"reason": reason})

    case = Case.objects.for_display().get()
    assert case.urgency == 3
    assert case.reasons[0] == "Someone may be in danger"


def test_a_guests_report_sent_twice_arrives_once_and_another_guests_arrives_too(guest: Client, post: Post) -> None:
    found = re.search(r'name="token" value="([^"]+)"', guest.get(where(post)).text)
    assert found
    fields = {"reason": "unkind", "note": "This hurts.", "token": found[1]}

    for _ in range(2):
        assert guest.post(where(post), fields).status_code == 302
    assert Report.objects.get().note == "This hurts."
    assert Case.objects.get().version == 1

    Client().post(where(post), fields | {"token": str(uuid4())})
    assert Report.objects.count() == 2


def test_a_guests_report_sent_again_by_going_back_arrives_once(guest: Client, post: Post) -> None:
    def send(client: Client, **fields: str) -> None:
        found = re.search(r'name="token" value="([^"]+)"', client.get(where(post)).text)
        assert found and client.post(where(post), fields | {"token": found[1]}).status_code == 302

    for _ in range(2):
        send(guest, reason="unkind", note="This hurts.")
    assert (Report.objects.count(), Case.objects.get().version) == (1, 1)

    send(guest, reason="danger", note="This hurts.")
    send(Client(), reason="unkind", note="This hurts.")
    assert Report.objects.count() == 3
