"""The preference for the editor or a plain box."""

import pytest


@pytest.fixture
def own_client(ines, as_member):
    return as_member(ines)


def test_who_chooses_the_plain_box_gets_it_everywhere_and_for_good(own_client, group, thread, ines):
    assert "composer.js" in own_client.get(thread.get_absolute_url()).text

    answer = own_client.post("/settings/writing/", {"plain_box": "on"}, follow=True)

    assert "Saved." in answer.text
    ines.refresh_from_db()
    assert ines.plain_box
    for path in (thread.get_absolute_url(), f"/groups/{group.slug}/new/"):
        page = own_client.get(path).text
        assert "<textarea" in page
        assert "composer.js" not in page
        assert "data-editor" not in page
        assert "draft.js" in page


def test_the_editor_comes_back_when_a_member_wants_it(own_client, thread):
    own_client.post("/settings/writing/", {"plain_box": "on"})
    assert " checked" in own_client.get("/settings/writing/").text

    own_client.post("/settings/writing/", {})

    assert "composer.js" in own_client.get(thread.get_absolute_url()).text


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [("/discussions/1/reply/", "/discussions/1/reply/"), ("https://elsewhere.example/", "/settings/")],
)
def test_the_form_leads_back_to_where_the_member_was_writing_and_nowhere_else(own_client, wanted, leads_to):
    answer = own_client.post("/settings/writing/", {"plain_box": "on", "next": wanted})

    assert answer["Location"] == leads_to


def test_settings_link_there_and_to_the_drafts(own_client):
    page = own_client.get("/settings/").text

    assert 'href="/settings/writing/"' in page
    assert 'href="/drafts/"' in page
