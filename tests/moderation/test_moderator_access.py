"""To anybody but moderators, these pages do not exist."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum.models import Post
from community.members.models import Member
from community.moderation import urls
from community.moderation.models import CannedReason
from community.safety.models import WatchedPhrase
from tests.moderation.deciding import case_about, decide, reported
from tests.moderation.limits import limit_of, limited

PAGES = ["/moderation/", "/moderation/cases/{case}/", "/moderation/posts/{post}/", "/moderation/discussions/{thread}/"]
PAGES += ["/moderation/audit/", "/moderation/audit/{entry}/undo/", "/moderation/figures/"]
PAGES += ["/moderation/reasons/", "/moderation/reasons/new/", "/moderation/reasons/{reason}/"]
PAGES += ["/moderation/members/{member}/", "/moderation/limits/{limit}/"]
PAGES += ["/moderation/words/", "/moderation/words/add/", "/moderation/words/{words}/"]
PAGES += ["/moderation/discussions/{thread}/merge/", "/moderation/discussions/{thread}/split/"]
PAGES += ["/moderation/posts/{post}/text/", "/moderation/posts/{post}/erase/"]
FORMS = ["/moderation/next/", "/moderation/several/", "/moderation/cases/{case}/claim/"]
FORMS += ["/moderation/words/{words}/remove/"]


def test_every_address_of_moderation_is_for_moderators() -> None:
    assert len(urls.urlpatterns) == len(PAGES) + len(FORMS)
    for pattern in urls.urlpatterns:
        assert vars(pattern.callback)["access"] == "moderators", pattern.name


@pytest.mark.parametrize("page", PAGES + FORMS)
def test_members_get_404_guests_no_more_than_a_way_to_sign_in_and_a_moderator_the_page(
    page: str,
    guest: Client,
    as_member: Callable,
    maria: Member,
    tess: Member,
    ed: Member,
    ruth: Member,
    review: Client,
    post: Post,
) -> None:
    decide(review, f"/moderation/posts/{post.pk}/", "remove_post")
    decide(review, f"/moderation/posts/{post.pk}/", "restore_post")
    reported(post)
    entry = post.author.acts_about.first().pk
    about = {
        "case": case_about(post).pk,
        "post": post.pk,
        "thread": post.thread_id,
        "member": post.author_id,
        "entry": entry,
        "reason": CannedReason.objects.create(title="Names", text="Please leave names out.").pk,
        "limit": limit_of(limited(post.author, ruth, "no_messages")).pk,
        "words": WatchedPhrase.objects.create(phrase="miracle cure").pk,
    }
    url = page.format(**about)

    assert review.get(url).status_code == (405 if page in FORMS else 200)
    assert guest.get(url).status_code == 404
    assert guest.post(url, {"act": "remove_post", "reason": "I want it."})["Location"].startswith("/accounts/login/")
    for client in (as_member(maria), as_member(tess), as_member(ed)):
        assert client.get(url).status_code == 404
        assert client.post(url, {"act": "remove_post", "reason": "I want it."}).status_code == 404
    post.refresh_from_db()
    assert post.is_published


@pytest.mark.parametrize("page", ["/moderation/", "/moderation/audit/"])
def test_a_moderator_without_a_second_factor_is_sent_to_set_one_up(page: str, ruth: Member, client: Client) -> None:
    client.force_login(ruth, backend="community.members.sessions.MemberBackend")

    response = client.get(page)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/2fa/")
    assert "next=" in response["Location"]


def test_the_log_cannot_be_changed_in_the_administrators_pages(
    as_member: Callable, ada: Member, review: Client, post: Post
) -> None:
    decide(review, f"/moderation/posts/{post.pk}/", "remove_post")
    entry = f"/admin/moderation/auditentry/{post.author.acts_about.get().pk}"
    administrator = as_member(ada)

    assert administrator.get(f"{entry}/change/").status_code == 200
    assert administrator.post(f"{entry}/change/", {"reason": "Other words."}).status_code == 403
    assert administrator.post(f"{entry}/delete/", {"post": "yes"}).status_code == 403
    assert administrator.get("/admin/moderation/auditentry/add/").status_code == 403
