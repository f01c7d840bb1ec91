"""Posts are rendered once and completed per viewer: no member's text is taken for a placeholder."""

import re

import pytest

from community.core.text import richtext
from community.forum import operations as forum
from community.forum import rendering
from tests.acts import reply

FORMS = re.compile(r'<input type="hidden" name="csrfmiddlewaretoken" value="(\w*)">')


@pytest.mark.parametrize(
    "written", [rendering.CSRF_PLACEHOLDER, rendering.BADGE_PLACEHOLDER, rendering.TOKEN_FIELD.format("nobodys")]
)
def test_a_readers_token_never_gets_into_what_somebody_wrote(thread, ines, joan, as_member, written):
    link = f'<p>{written} <a href="https://example.org/{written.replace(chr(34), "%22")}">here</a></p>'
    for text in (richtext.from_plain(f"{written} https://example.org/?q={written}"), richtext.clean(link)):
        post = reply(thread, ines)
        forum.edit_post(post, editor=ines, text=text, version=post.version)

    page = as_member(joan).get(thread.get_absolute_url()).text

    (token,) = set(FORMS.findall(page.partition("data-posts")[2].partition('class="new-replies"')[0]))
    assert len(token) == 64
    for body in re.findall(r'<div class="body".*?</div>', page, re.DOTALL):
        assert token not in body
        assert "New" not in body
    assert rendering.CSRF_PLACEHOLDER not in FORMS.findall(page)


def test_every_form_under_a_post_carries_the_readers_own_token(thread, ines, joan, maria, as_member):
    reply(thread, ines)
    for reader in (joan, maria, ines):
        client = as_member(reader)
        page = client.get(thread.get_absolute_url()).text
        assert page.count("csrfmiddlewaretoken") == len(FORMS.findall(page)) > 3
        assert {len(token) for token in FORMS.findall(page)} == {64}


def test_a_post_is_new_to_a_member_who_visited_before_it_and_to_nobody_else(thread, ines, joan, tess, as_member, guest):
    as_member(joan).get(thread.get_absolute_url())
    reply(thread, ines)
    badge = '<span class="badge live">New</span>'

    assert as_member(joan).get(thread.get_absolute_url()).text.count(badge) == 1
    for client in (as_member(tess), as_member(ines), guest):
        page = client.get(thread.get_absolute_url()).text
        assert badge not in page
        assert rendering.BADGE_PLACEHOLDER not in page
