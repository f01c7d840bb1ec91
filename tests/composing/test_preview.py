"""Previewing a post: safe, unchanged, and nothing is stored by it."""

from uuid import uuid4

import pytest

from community.forum.models import Post, Thread
from tests.acts import reply
from tests.forum.statements import statements

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ways(group, thread, ines):
    """The addresses of the three forms: a reply, a new discussion, an edit."""
    own = reply(thread, ines)
    more = {"title": "Sleep, again", "audience": "public"}
    return {
        "reply": (f"/discussions/{thread.pk}/reply/", {}),
        "start": (f"/groups/{group.slug}/new/", more),
        "edit": (f"/posts/{own.pk}/edit/", {"version": own.version}),
    }


@pytest.mark.parametrize("way", ["reply", "start", "edit"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "htmx"])
def test_an_author_sees_their_text_as_it_will_appear_and_nothing_is_posted(ways, ines, as_member, way, headers):
    path, more = ways[way]
    posts, threads = Post.objects.count(), Thread.objects.count()
    sent = {"body": "Words &\n\n<b>more</b> example.org", "token": uuid4(), "preview": "1"} | more

    answer = as_member(ines).post(path, sent, headers=headers)

    assert answer.status_code == 200
    assert "<p>Words &amp;</p><p>&lt;b&gt;more&lt;/b&gt; <a " in answer.text
    assert ("</textarea>" in answer.text) is not bool(headers)
    assert (Post.objects.count(), Thread.objects.count()) == (posts, threads)
    assert not Post.objects.filter(plain__contains="Words").exists()


def test_the_text_and_its_formatting_stay_in_the_box(thread, ines, as_member):
    sent = {"body": "<p>It <em>helped</em></p>", "rich": "on", "token": uuid4(), "preview": "1", "draft": "7"}

    page = as_member(ines).post(f"/discussions/{thread.pk}/reply/", sent).text

    assert 'data-html="&lt;p&gt;It &lt;em&gt;helped&lt;/em&gt;&lt;/p&gt;">It helped</textarea>' in page
    assert f'value="{sent["token"]}"' in page
    assert 'name="draft" value="7"' in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "htmx"])
def test_a_preview_is_as_safe_as_a_post(thread, ines, as_member, headers):
    sent = {"body": "<p onclick='x'>Hi<script>alert(1)</script></p>", "rich": "on", "token": uuid4(), "preview": "1"}

    page = as_member(ines).post(f"/discussions/{thread.pk}/reply/", sent, headers=headers).text

    assert '<div class="body" dir="auto"><p>Hi</p></div>' in page
    assert "alert(1)" not in page
    assert "onclick" not in page


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "htmx"])
def test_an_empty_preview_says_so(thread, ines, as_member, headers):
    sent = {"body": " ", "token": uuid4(), "preview": "1"}

    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", sent, headers=headers)

    assert answer.status_code == 422
    assert "Write something first." in answer.text


def test_a_text_that_is_too_long_is_refused_with_its_excess(thread, ines, as_member):
    sent = {"body": "x" * 20_003, "token": uuid4(), "preview": "1"}

    answer = as_member(ines).post(f"/discussions/{thread.pk}/reply/", sent, headers=HTMX)

    assert answer.status_code == 422
    assert "3 characters too long" in answer.text


def test_a_preview_as_a_fragment_takes_few_queries(thread, ines, as_member):
    client = as_member(ines)
    sent = {"body": "Words", "token": uuid4(), "preview": "1"}

    assert len(statements(lambda: client.post(f"/discussions/{thread.pk}/reply/", sent, headers=HTMX))) <= 5


def test_a_signed_out_author_gets_their_text_back_from_a_preview_too(thread, ines, guest):
    guest.post(f"/discussions/{thread.pk}/reply/", {"body": "Words to keep", "token": uuid4(), "preview": "1"})
    guest.force_login(ines, backend="community.members.sessions.MemberBackend")

    assert "Words to keep" in guest.get(f"/discussions/{thread.pk}/reply/", follow=True).text
