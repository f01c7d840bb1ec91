"""True redaction: the text of a post is erased wherever it is stored, and two moderators do it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from community.composing import operations as composing
from community.composing.composer_text import composer_text
from community.composing.models import Draft, Image
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Post, State, Thread
from community.forum.quoting import quoted
from community.members.models import Member
from community.moderation.models import AuditEntry
from tests.acts import add_picture, reply, start
from tests.moderation.deciding import WHY, decide, reported

CANARY = "Zyxquollomba"
TEXT = f"My neighbour {CANARY} lives at the third house.\n\nShe spread me about the lump before anybody else."
Signed = Callable[[Member], Client]


def everything() -> dict[str, str]:
    """The text of every row of every table, also of those that Django does not know, such as an index's own."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        else:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        stored = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            stored[table] = "\n".join(map(str, map(_readable, cursor.fetchall())))
    return stored


def _readable(row: tuple[Any, ...]) -> list[str]:
    return [value.decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value) for value in row]


def where(words: str) -> set[str]:
    """The tables that have these words, in capitals or not."""
    return {table for table, text in everything().items() if words.lower() in text.lower()}


@pytest.fixture
def spread(group: Any, thread: Thread, ines: Member, joan: Member, maria: Member, tess: Member) -> Post:
    """A post that was edited, quoted in two discussions and in an edited reply, drafted about and reported."""
    forum.follow(thread, tess)
    picture = add_picture(ines, thread.key, alt=f"{CANARY} and me")
    post = reply(thread, ines, TEXT, pictures=[picture])
    forum.edit_post(post, editor=ines, text=richtext.from_plain(f"{TEXT}\n\nAnd more."), version=1)
    post.refresh_from_db()
    quote = composer_text(quoted(post), rich=True).plain
    reply(thread, joan, f"{quote}\n\nThank you for this.", answers=post)
    edited = reply(thread, joan, f"{quote}\n\nI know that.")
    forum.edit_post(edited, editor=joan, text=richtext.from_plain(f"{quote}\n\nI know that too."), version=1)
    start(group, maria, "Somebody wrote", f"{quote}\n\nDoes that help you?")
    composing.save_draft(tess, thread.key, body=f"{quoted(post)}<p>I began to write</p>", rich=True)
    composing.save_draft(maria, thread.key, body=f"{quote}\n\nMy own words", rich=False)
    composing.save_draft(ines, post.key, body=TEXT, rich=False)
    reported(post, maria, "private", note=f"It says:\n> My neighbour {CANARY} lives at the third house.")
    forum.count_public_words()
    return Post.objects.get(pk=post.pk)


def erase(post: Post, as_member: Signed, ruth: Member, ada: Member) -> None:
    """Let one moderator ask for it, and the other one do it."""
    page = f"/moderation/posts/{post.pk}/erase/"
    decide(as_member(ruth), page, "ask_redaction")
    decide(as_member(ada), page, "redact_post")


def test_a_text_is_nowhere_after_two_moderators_have_erased_it(
    spread: Post, as_member: Signed, ruth: Member, ada: Member, django_capture_on_commit_callbacks: Any
) -> None:
    assert {"forum_post", "forum_postrevision", "composing_draft", "safety_case", "search_knownword"} <= where(CANARY)
    (image,) = Image.objects.filter(source=spread.key)

    with django_capture_on_commit_callbacks(execute=True):
        erase(spread, as_member, ruth, ada)
    forum.purge()

    assert where(CANARY) == set()
    assert where("about the lump before") == set()
    assert not default_storage.exists(f"images/{image.name}/large.webp")
    spread.refresh_from_db()
    assert (spread.state, spread.html, spread.plain, spread.images) == (State.REMOVED, "", "", [])
    call_command("recount", check=True)


def test_what_others_wrote_beside_it_stays(
    spread: Post, as_member: Signed, ruth: Member, ada: Member, joan: Member, guest: Client
) -> None:
    erase(spread, as_member, ruth, ada)

    answer = Post.objects.get(answers=spread)
    assert answer.plain.endswith("Thank you for this.")
    assert "What was quoted here has been erased." in answer.plain
    assert Draft.objects.get(member__username="Maria").body.endswith("My own words")
    assert Draft.objects.get(member__username="Tess").body.endswith("<p>I began to write</p>")
    shown = guest.get(spread.thread.get_absolute_url()).text
    assert "Thank you for this." in shown
    assert CANARY not in shown
    assert spread.get_absolute_url() not in guest.get(f"/search/?q={CANARY}").text
    call_command("search_check")


def test_the_log_says_that_it_happened_and_how_much_there_was(
    spread: Post, as_member: Signed, ruth: Member, ada: Member
) -> None:
    erase(spread, as_member, ruth, ada)

    asked, done = AuditEntry.objects.order_by("pk")
    assert (asked.actor, asked.act, done.actor, done.act) == (ruth, "ask_redaction", ada, "redact_post")
    assert done.before == {"quotes": 3, "revisions": 2, "drafts": 3, "cases": 1, "pictures": 1}


def test_nobody_does_it_alone_or_without_being_asked(
    spread: Post, as_member: Signed, ruth: Member, ada: Member
) -> None:
    page = f"/moderation/posts/{spread.pk}/erase/"
    assert decide(as_member(ada), page, "redact_post").status_code == 409
    decide(as_member(ruth), page, "ask_redaction")

    assert decide(as_member(ruth), page, "redact_post").status_code == 403
    assert decide(as_member(ada), page, "ask_redaction").status_code == 409

    spread.refresh_from_db()
    assert CANARY in spread.plain
    assert spread.is_published


def test_a_wish_is_taken_back_and_then_nothing_is_erased(
    spread: Post, as_member: Signed, ruth: Member, ada: Member
) -> None:
    page = f"/moderation/posts/{spread.pk}/erase/"
    decide(as_member(ruth), page, "ask_redaction")
    assert f"Ruth asked to erase this: {WHY}" in as_member(ada).get(page).text

    decide(as_member(ada), page, "cancel_redaction")

    assert decide(as_member(ada), page, "redact_post").status_code == 409


def test_an_erased_post_is_never_put_back_edited_or_undone(
    spread: Post, as_member: Signed, ruth: Member, ada: Member, ines: Member
) -> None:
    erase(spread, as_member, ruth, ada)
    entry = AuditEntry.objects.get(act="redact_post")
    spread.refresh_from_db()

    for act in ("restore_post", "return_post", "approve_post"):
        assert decide(as_member(ruth), f"/moderation/posts/{spread.pk}/", act).status_code in (400, 403, 409)
    assert decide(as_member(ada), f"/moderation/audit/{entry.pk}/undo/", "cancel_redaction").status_code == 409
    assert as_member(ines).post(f"/posts/{spread.pk}/restore/").status_code in (403, 404, 409)
    assert decide(as_member(ruth), f"/moderation/posts/{spread.pk}/erase/", "ask_redaction").status_code == 409
    spread.refresh_from_db()
    assert spread.state == State.REMOVED


def test_a_held_post_is_erased_and_stays_unpublished(held: Post, as_member: Signed, ruth: Member, ada: Member) -> None:
    erase(held, as_member, ruth, ada)

    held.refresh_from_db()
    assert (held.state, held.plain) == (State.REJECTED, "")


def test_the_author_reads_why_and_not_what(
    spread: Post, as_member: Signed, ruth: Member, ada: Member, ines: Member
) -> None:
    erase(spread, as_member, ruth, ada)

    text = ines.notifications.latest("pk").text
    assert text.startswith("The text of your post has been erased for good, with its pictures.")
    assert WHY in text
    assert CANARY not in text


def test_a_command_erases_in_the_name_of_two(spread: Post, ruth: Member, ada: Member) -> None:
    out = StringIO()

    call_command("redact", spread.pk, asked_by="ruth", done_by="Ada", reason=WHY, stdout=out)

    assert "is erased (quotes: 3, revisions: 2, drafts: 3, cases: 1, pictures: 1)" in out.getvalue()
    assert where(CANARY) == set()


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"done_by": "Ruth"}, "You asked for this, so another moderator has to do it."),
        ({"done_by": "Nobody"}, "There is no member Nobody."),
        ({"done_by": "Maria"}, "Only moderators can do this."),
        ({"post": 99_999}, "There is no post 99999."),
    ],
)
def test_a_command_that_may_not_says_why(
    spread: Post, ruth: Member, ada: Member, maria: Member, more: dict[str, Any], sentence: str
) -> None:
    given = {"post": spread.pk, "asked_by": "Ruth", "done_by": "Ada", "reason": WHY} | more

    with pytest.raises(CommandError, match=sentence):
        call_command("redact", given.pop("post"), **given)

    spread.refresh_from_db()
    assert CANARY in spread.plain
