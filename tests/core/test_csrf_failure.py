"""A form whose CSRF token has expired returns the submitted text."""

from uuid import uuid4

import pytest
from django.test import Client

from community.education.models import Topic
from community.forum.models import Post

TEXT = "I wrote this while the page was open overnight"


@pytest.fixture
def strict(ines) -> Client:
    """Ines's browser, with CSRF checks as in production."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ines, backend="community.members.sessions.MemberBackend")
    return client


def test_the_submitted_text_comes_back_ready_to_send_again(thread, strict, ines):
    path = f"/discussions/{thread.pk}/reply/"
    refused = strict.post(path, {"body": TEXT, "token": uuid4()})

    assert refused.status_code == 403
    assert TEXT in refused.text
    assert f'action="{path}"' in refused.text
    assert not Post.objects.filter(author=ines).exists()


def test_sending_it_again_works(thread, strict, ines):
    path, token = f"/discussions/{thread.pk}/reply/", uuid4()
    strict.post(path, {"body": TEXT, "token": token})

    answer = strict.post(path, {"body": TEXT, "token": token, "csrfmiddlewaretoken": strict.cookies["csrf"].value})

    assert answer.status_code == 302
    assert Post.objects.get(author=ines).plain == TEXT


def test_every_choice_of_a_list_comes_back(group, strict):
    topics = [Topic.objects.create(slug=name, name=name) for name in ("sleep", "work")]

    refused = strict.post(
        f"/groups/{group.slug}/new/", {"title": "A title", "body": TEXT, "topics": [topic.pk for topic in topics]}
    )

    for topic in topics:
        assert f'<input type="hidden" name="topics" value="{topic.pk}">' in refused.text


def test_passwords_do_not_come_back(db):
    refused = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"login": "Maria", "password": "a secret of hers, quite long enough to be shown"}
    )

    assert refused.status_code == 403
    assert "a secret of hers" not in refused.text


def test_what_comes_back_is_shown_as_text(thread, strict):
    refused = strict.post(f"/discussions/{thread.pk}/reply/", {"body": "</textarea><script>alert(1)</script>"})

    assert "<script>alert(1)" not in refused.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in refused.text


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_cross_site_submission_does_not_come_back_with_a_token(strict, headers):
    refused = strict.post("/accounts/email/", {"email": "evil@evil.example", "action_add": ""}, headers=headers)

    assert refused.status_code == 403
    assert "evil@evil.example" not in refused.text
    assert "csrfmiddlewaretoken" not in refused.text.split("<h1>")[1].split("</main>")[0]


def test_a_same_site_submission_gets_its_text_back_with_the_headers_of_a_browser(thread, strict):
    sent = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}

    assert TEXT in strict.post(f"/discussions/{thread.pk}/reply/", {"body": TEXT}, headers=sent).text
