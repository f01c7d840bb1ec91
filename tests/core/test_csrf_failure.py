"""A form whose token has run out gives back what was typed."""

from uuid import uuid4

import pytest
from django.test import Client

from community.education.models import Topic
from community.forum.models import Post

TEXT = "I wrote this while the page was open overnight"


@pytest.fixture
def strict(ines) -> Client:
    """Ines's browser, with the check of tokens that production makes."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ines, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_her_text_comes_back_ready_to_send_again(thread, strict, ines):
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
