"""Before personal data is posted, the page asks once, and never refuses."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from community.forum.models import Audience, Group, Membership, Post, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.education.reading import text_of

CALL_ME = "I am up all night. Call me on 212-555-0134, please."
ASKED = "It looks like your text includes a phone number: “212-555-0134”."
SIGN_IN = Callable[[Member], Client]


def sent(answer: HttpResponse) -> dict[str, str]:
    """Return the findings that the returned form names."""
    found = re.search(r'name="shared" value="([0-9a-f ]+)"', answer.text)
    return {"shared": found[1]} if found else {}


def test_somebody_who_replies_with_a_phone_number_is_asked_and_loses_no_text(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": CALL_ME, "token": uuid4()})

    text = text_of(answer)
    assert answer.status_code == 422
    assert "Share this?" in text
    assert ASKED in text
    assert "Everyone can read it here, even without an account." in text
    assert CALL_ME in answer.text
    assert "There is a problem" not in text
    assert not Post.objects.filter(author=ines).exists()


def test_sending_it_a_second_time_posts_it_as_it_is(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client, reply_there = as_member(ines), {"body": CALL_ME, "token": uuid4()}
    asked = client.post(f"/discussions/{thread.pk}/reply/", reply_there)

    answer = client.post(f"/discussions/{thread.pk}/reply/", reply_there | sent(asked))

    assert answer.status_code == 302
    assert Post.objects.get(author=ines).plain == CALL_ME


def test_another_number_is_asked_about_and_the_same_one_elsewhere_is_not(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    client, address, token = as_member(ines), f"/discussions/{thread.pk}/reply/", uuid4()
    first = sent(client.post(address, {"body": CALL_ME, "token": token}))

    more = client.post(address, {"body": f"{CALL_ME} Or mail joan@example.org.", "token": token} | first)

    text = text_of(more)
    assert "includes an email address: “joan@example.org”" in text
    assert ASKED not in text
    again = {"body": "(212) 555-0134 is my number. joan@example.org", "token": token} | sent(more)
    assert client.post(address, again).status_code == 302


def test_somebody_who_takes_the_number_out_is_not_asked_again(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client, token = as_member(ines), uuid4()
    asked = client.post(f"/discussions/{thread.pk}/reply/", {"body": CALL_ME, "token": token})

    answer = client.post(
        f"/discussions/{thread.pk}/reply/", {"body": "I am up all night.", "token": token} | sent(asked)
    )

    assert answer.status_code == 302


def test_doses_markers_and_dates_of_scans_are_posted_at_once(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    body = "Letrozole 2.5 mg, CA 15-3 of 38, scan on 12/03/2024, and I read all 1,972 replies."

    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": body, "token": uuid4()})

    assert answer.status_code == 302


def test_what_the_editor_sends_is_looked_at_too_and_mail_addresses_behind_words(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    body = '<p>My number: <strong>212</strong>-555-0134, or <a href="mailto:joan@example.org">write</a>.</p>'

    text = text_of(
        as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": body, "rich": "on", "token": uuid4()})
    )

    assert ASKED in text
    assert "“joan@example.org”" in text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("My MRN is 00123456.", "a record or insurance number: “00123456”"),
        ("I was born on 12 March 1956.", "a date of birth: “12 March 1956”"),
        ("Come to 12 Elm Street.", "a street address: “12 Elm Street”"),
        ("<script>555</script> a@b.example", "an email address: “a@b.example”"),
    ],
)
def test_each_kind_is_named(thread: Thread, ines: Member, as_member: SIGN_IN, body: str, text: str) -> None:
    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": body, "token": uuid4()})

    assert f"your text includes {text}" in text_of(answer)


def test_a_long_list_of_numbers_is_cut_and_asked_about_as_a_whole(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    client, token = as_member(ines), uuid4()
    body = "\n".join(f"person{number}@example.org" for number in range(9))

    asked = client.post(f"/discussions/{thread.pk}/reply/", {"body": body, "token": token})

    assert text_of(asked).count("your text includes an email address") == 6
    assert "And 3 more like these." in text_of(asked)
    assert client.post(f"/discussions/{thread.pk}/reply/", {"body": body, "token": token} | sent(asked)).url


def test_whoever_starts_a_discussion_is_asked_about_its_title_too(
    group: Group, maria: Member, as_member: SIGN_IN
) -> None:
    client = as_member(maria)
    new = {"title": "Call 212-555-0134 at night", "body": "Hello", "audience": "members", "token": uuid4()}

    asked = client.post(f"/groups/{group.slug}/new/", new)

    assert asked.status_code == 422
    assert ASKED in text_of(asked)
    assert "All members can read it here." in text_of(asked)
    assert not Thread.objects.exists()
    assert client.post(f"/groups/{group.slug}/new/", new | sent(asked)).status_code == 302
    assert Thread.objects.get().title == new["title"]


def test_in_a_private_group_it_says_who_will_read_it(maria: Member, as_member: SIGN_IN) -> None:
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    Membership.objects.create(group=circle, member=maria)
    new = {"title": "Call me", "body": CALL_ME, "audience": "members", "token": uuid4()}

    assert "Everyone in this group can read it." in text_of(as_member(maria).post("/groups/circle/new/", new))


def test_an_edit_asks_only_about_what_was_not_posted_before(thread: Thread, ines: Member, as_member: SIGN_IN) -> None:
    client, post = as_member(ines), reply(thread, ines, CALL_ME)

    better = client.post(f"/posts/{post.pk}/edit/", {"body": f"{CALL_ME} Any time.", "version": 1})
    more = {"body": f"{CALL_ME} I live at 12 Elm Street.", "version": 2}
    asked = client.post(f"/posts/{post.pk}/edit/", more)

    assert better.status_code == 302
    assert asked.status_code == 422
    assert "“12 Elm Street”" in text_of(asked)
    assert ASKED not in text_of(asked)
    assert "Save it as it is" in text_of(asked)
    assert client.post(f"/posts/{post.pk}/edit/", more | sent(asked)).status_code == 302


def test_an_author_is_asked_about_the_text_only_once_it_is_valid(
    thread: Thread, ines: Member, as_member: SIGN_IN
) -> None:
    client, token = as_member(ines), uuid4()

    wrong = client.post(f"/discussions/{thread.pk}/reply/", {"body": CALL_ME + "x" * 20_000, "token": token})
    asked = client.post(f"/discussions/{thread.pk}/reply/", {"body": CALL_ME, "token": token})
    wrong_again = client.post(f"/discussions/{thread.pk}/reply/", {"body": "", "token": token} | sent(asked))

    assert "Share this?" not in text_of(wrong)
    assert sent(wrong_again) == sent(asked)


def test_the_token_is_the_same_so_that_being_asked_never_posts_twice(
    group: Group, maria: Member, as_member: SIGN_IN
) -> None:
    thread = start(group, maria, "Sleep").thread
    client, token = as_member(maria), uuid4()

    asked = client.post(f"/discussions/{thread.pk}/reply/", {"body": CALL_ME, "token": token})

    assert f'name="token" value="{token}"' in asked.text
    for _ in range(2):
        client.post(f"/discussions/{thread.pk}/reply/", {"body": CALL_ME, "token": token} | sent(asked))
    assert thread.posts.count() == 2
