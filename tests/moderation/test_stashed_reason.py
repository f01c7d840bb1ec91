"""A moderator whose session expired while they wrote a reason finds it again."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum.models import Post
from community.members.models import Member
from tests.acts import PASSWORD
from tests.moderation.deciding import case_about, reported

REASON = "A long and careful reason."


@pytest.fixture
def come_back(guest: Client, as_member: Callable[[Member], Client], ruth: Member) -> Callable[[str], str]:
    """Sign in again, with the second factor, and open the page that was asked for."""

    def sign_in(url: str) -> str:
        session = as_member(ruth).session
        session["stash"] = guest.session["stash"]
        session.save()
        guest.cookies["session"] = session.session_key
        return guest.get(url).text

    return sign_in


@pytest.mark.parametrize("page", ["/moderation/cases/{case}/", "/moderation/posts/{post}/"])
def test_a_moderators_reason_comes_back(page: str, guest: Client, post: Post, come_back: Callable[[str], str]) -> None:
    reported(post)
    url = page.format(case=case_about(post).pk, post=post.pk)

    sent = guest.post(url, {"act": "remove_post", "version": "0.0.1", "reason": REASON})

    assert sent["Location"] == f"/accounts/login/?next={url}"
    assert REASON in come_back(url)
    assert REASON not in guest.get(url).text, "it is given once"


def test_on_a_discussions_page_it_comes_back_in_the_form_that_was_sent(
    guest: Client, post: Post, come_back: Callable[[str], str]
) -> None:
    url = f"/moderation/discussions/{post.thread_id}/"

    guest.post(url, {"act": "pin_thread", "pin_thread-reason": REASON, "pin_thread-until": "2031-01-31"})

    page = come_back(url)
    assert page.count(REASON) == 1
    assert 'value="2031-01-31"' in page


def test_a_member_who_signs_in_instead_finds_nothing_there(guest: Client, maria: Member, post: Post) -> None:
    url = f"/moderation/posts/{post.pk}/"
    guest.post(url, {"act": "remove_post", "reason": REASON})

    answer = guest.post(f"/accounts/login/?next={url}", {"login": "Maria", "password": PASSWORD})

    assert answer["Location"] == url
    assert guest.get(url).status_code == 404
