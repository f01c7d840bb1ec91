"""The page about a member for moderators: limits, reminders, notes, posts and cases, in a fixed number of queries."""

from collections.abc import Callable

from django.test import Client

from community.forum.models import Post, Thread
from community.members.models import Member
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry, MemberNote
from community.moderation.operations import Decision
from tests.acts import reply
from tests.forum.statements import statements
from tests.moderation.deciding import WHY, decide, reported, version_on
from tests.moderation.limits import fields, limited

SIGN_IN = Callable[[Member], Client]


def page_of(member: Member) -> str:
    return f"/moderation/members/{member.pk}/"


def test_a_note_is_for_the_team_and_can_be_removed_and_put_back(
    review: Client, ines: Member, as_member: SIGN_IN
) -> None:
    page = page_of(ines)
    review.post(page, fields("add_note", text="Asked us to write.") | {"version": version_on(review, page)})

    assert "Asked us to write." in review.get(page).text
    assert not ines.notifications.exists()
    assert as_member(ines).get(page).status_code == 404
    entry = AuditEntry.objects.get()
    assert decide(review, f"/moderation/audit/{entry.pk}/undo/", "remove_note").status_code == 302
    assert MemberNote.objects.get().removed_at
    assert "Remove the note" not in review.get(page).text
    latest = AuditEntry.objects.latest("pk")
    decide(review, f"/moderation/audit/{latest.pk}/undo/", "add_note")
    assert not MemberNote.objects.get().removed_at
    assert not ines.notifications.exists()


def test_an_empty_note_is_not_added(review: Client, ines: Member) -> None:
    page = page_of(ines)
    answer = review.post(page, fields("add_note", text="") | {"version": version_on(review, page)})

    assert answer.status_code == 422
    assert "Write the note." in answer.text


def test_a_moderator_finds_everything_about_a_member(
    review: Client, post: Post, held: Post, ines: Member, ruth: Member, maria: Member
) -> None:
    reported(post, maria)
    limited(ines, ruth, "held")
    moderation.warn_member(ines, Decision(by=ruth, reason="Please leave out names."))

    page = review.get(page_of(ines)).text

    for text in (
        "Posts are checked first",
        "In force",
        "Please leave out names.",
        "I found a miracle cure.",
        "unkind",
    ):
        assert text in page
    assert ines.email not in page


def test_a_case_and_a_card_lead_to_the_page_and_the_limit_names_the_case(
    review: Client, post: Post, ines: Member, maria: Member, as_member: SIGN_IN
) -> None:
    case = reported(post, maria).case
    link = f"{page_of(ines)}?case={case.pk}"
    assert link in review.get(f"/moderation/cases/{case.pk}/").text
    assert page_of(ines) in review.get("/members/ines/card/").text
    assert page_of(ines) in review.get("/members/ines/").text
    assert page_of(ines) not in as_member(maria).get("/members/ines/card/").text

    sent = fields("limit_member", scope="held", span="1", reason=WHY) | {"version": version_on(review, link)}
    assert review.post(link, sent).status_code == 302

    assert ines.sanctions.get().case == f"case:{case.pk}"
    assert f"/moderation/cases/{case.pk}/" in review.get(page_of(ines)).text


def test_nobody_has_a_page_about_themselves_and_a_moderator_cannot_act_on_the_team(
    review: Client, ruth: Member, ada: Member, as_member: SIGN_IN
) -> None:
    assert review.get(page_of(ruth)).status_code == 404
    page = review.get(page_of(ada)).text

    assert "An administrator will decide." in page
    assert "Pause the account" not in page
    assert "Pause the account" in as_member(ada).get(page_of(ruth)).text


def test_the_number_of_queries_is_the_same_with_more_rows(
    review: Client, thread: Thread, ines: Member, ruth: Member, maria: Member
) -> None:
    def fill() -> None:
        decision = Decision(by=ruth, reason=WHY)
        moderation.warn_member(ines, decision)
        moderation.add_note(ines, by=ruth, text="A note.")
        reported(reply(thread, ines, f"Words {thread.posts.count()}"), maria)

    fill()
    review.get(page_of(ines))
    one = statements(lambda: review.get(page_of(ines)))
    for _ in range(5):
        fill()

    assert len(statements(lambda: review.get(page_of(ines)))) == len(one) == 17
