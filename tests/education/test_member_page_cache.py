"""An education page is cached once for many members, and is correct for each of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.content_warnings import Label
from community.education.models import Page
from community.forum import operations as forum
from community.forum.models import Group, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.forum.statements import assert_statements

type SignIn = Callable[[Member], Client]


@pytest.fixture
def thread(group: Group, maria: Member) -> Thread:
    """A discussion beside the page."""
    return start(group, maria, "It came back after eleven years").thread


@pytest.fixture
def path(first_page: Page, group: Group, thread: Thread, maria: Member) -> str:
    """Symptoms and causes, with two discussions beside it, one of them about prognosis."""
    Group.objects.filter(pk=group.pk).update(condition=first_page.condition)
    start(group, maria, "How long is long", labels=int(Label.PROGNOSIS))
    return first_page.get_absolute_url()


def test_it_takes_four_statements_session_and_member_among_them(
    path: str, joan: Member, tess: Member, as_member: SignIn
) -> None:
    as_member(tess).get(path)
    client = as_member(joan)

    assert_statements(4, lambda: client.get(path))


def test_the_next_member_sees_a_reply_posted_since(
    path: str, thread: Thread, ines: Member, joan: Member, tess: Member, as_member: SignIn
) -> None:
    assert "Last reply: Ines" not in as_member(joan).get(path).text

    reply(thread, ines)

    for reader in (joan, tess):
        assert "Last reply: Ines" in as_member(reader).get(path).text


def test_a_member_who_mutes_a_label_does_not_see_it_and_all_others_do(
    path: str, joan: Member, tess: Member, as_member: SignIn
) -> None:
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    for _ in range(2):
        muting, others = as_member(joan).get(path).text, as_member(tess).get(path).text
        assert "How long is long" not in muting
        assert "are hidden for you" in muting
        assert "How long is long" in others
        assert "are hidden for you" not in others


def test_a_page_that_is_not_there_is_not_there_again(path: str, joan: Member, as_member: SignIn) -> None:
    for _ in range(2):
        assert as_member(joan).get("/learn/recurrent-breast-cancer/nothing/").status_code == 404
        assert as_member(joan).get("/learn/procedures/nothing/").status_code == 404
