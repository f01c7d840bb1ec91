"""Messages to the team in the moderation queue: they are answered, not judged."""

from collections.abc import Callable

from django.test import Client

from community.members.models import Member
from community.moderation.models import AuditEntry
from community.safety import operations as safety
from community.safety.models import Case, Letter
from tests.moderation.deciding import decide


def page_of(letter: Letter) -> str:
    """Return the address of a letter's review."""
    return f"/moderation/cases/{Case.objects.get(open_key=letter.key).pk}/"


def test_a_members_letter_asks_for_an_answer_that_they_read(review: Client, maria: Member) -> None:
    url = page_of(safety.write_letter(text="The letters are too small.", member=maria))

    page = review.get(url).text
    assert "A message from Maria" in page
    assert "The person who wrote the message will read this as your answer." in page
    assert "Guideline" not in page.partition("<article")[2].partition("</article>")[0]
    assert "Each decision is recorded in the log" in page

    assert decide(review, url, "settle_case", reason="They are larger now.").status_code == 302
    assert maria.notifications.get(kind="moderated").text == "Thank you for writing to the team. They are larger now."


def test_with_a_guests_letter_the_team_alone_reads_what_was_done(review: Client, db: None) -> None:
    url = page_of(safety.write_letter(text="Where is my post?", email="someone@example.org"))

    page = review.get(url).text

    assert "A message from a guest" in page
    assert "Only the team can read this, in the log." in page
    assert 'href="mailto:someone@example.org"' in page


def test_without_an_address_there_is_nobody_to_answer_to(review: Client, db: None) -> None:
    page = review.get(page_of(safety.write_letter(text="Thank you."))).text

    assert "They didn’t leave an email address" in page
    assert "mailto:" not in page


def test_an_empty_answer_is_asked_for_in_the_words_of_a_letter(review: Client, db: None) -> None:
    url = page_of(safety.write_letter(text="Where is my post?"))

    response = decide(review, url, "settle_case", reason="")

    page = response.text
    assert response.status_code == 422
    assert "Say in a few words what was done." in page
    assert '<a href="#id_reason">What was done: Say in a few words what was done.</a>' in page
    assert "<title>Error: Message to the team" in page
    assert not AuditEntry.objects.exists()


def test_the_queue_shows_a_letter_by_its_first_words(review: Client, maria: Member) -> None:
    safety.write_letter(
        text="Could somebody help me to find my first discussion again, please? It was in May.", member=maria
    )

    shown = review.get("/moderation/").text
    assert '<span class="first-words" dir="auto">Could somebody help me to find my first discussion again' in shown


def test_taking_a_case_up_again_says_that_only_the_team_reads_why(
    review: Client, as_member: Callable[[Member], Client], maria: Member
) -> None:
    letter = safety.write_letter(text="The letters are too small.", member=maria)
    url = page_of(letter)
    decide(review, url, "settle_case")
    notified = maria.notifications.count()

    assert "Only the team can read this, in the log." in review.get(url).text
    decide(review, url, "reopen_case")

    assert maria.notifications.count() == notified
