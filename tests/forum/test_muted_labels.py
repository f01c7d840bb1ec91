"""A member mutes topics for a span of time; a muted discussion or post is folded until they open it."""

from datetime import UTC, datetime

import pytest
import time_machine

from community.content_warnings import Label
from community.forum import operations as forum
from community.forum.models import Thread
from tests.acts import reply, start
from tests.forum.statements import statements

AT_NOON = datetime(2025, 7, 16, 17, tzinfo=UTC)  # noon in Chicago, the community's time zone


@pytest.fixture
def hard(group, maria, ines):
    """A discussion about prognosis with a reply."""
    thread = start(group, maria, "How long is long", "She said two years.", labels=int(Label.PROGNOSIS)).thread
    reply(thread, ines, "I hold your hand.")
    return thread


def labels_muted_by(member):
    member.refresh_from_db()
    return member.muted_labels


@pytest.mark.parametrize(
    ("span", "ends", "says"),
    [
        ("morning", datetime(2025, 7, 17, 11, tzinfo=UTC), "hidden for you until tomorrow."),
        ("week", datetime(2025, 7, 23, 11, tzinfo=UTC), "Wed, Jul 23, 2025</time>."),
        ("open", None, "hidden for you."),
    ],
)
def test_a_member_mutes_a_label_for_the_span_they_choose(joan, as_member, span, ends, says):
    with time_machine.travel(AT_NOON, tick=False):
        client = as_member(joan)
        page = client.post("/settings/muted-topics/", {"labels": ["1", "4"], "span": span}, follow=True)

        assert labels_muted_by(joan) == Label.PROGNOSIS | Label.RECURRENCE
        assert joan.muted_until == ends
        assert "about prognosis or news of a recurrence are hidden" in page.text
        assert says in page.text

    with time_machine.travel(ends or datetime(2035, 1, 1, tzinfo=UTC), tick=False):
        assert bool(joan.muted_labels) is (ends is None)


def test_on_the_morning_on_which_it_ends_the_line_says_so(joan, as_member):
    with time_machine.travel(AT_NOON, tick=False):
        as_member(joan).post("/settings/muted-topics/", {"labels": ["1"], "span": "morning"})
    with time_machine.travel(datetime(2025, 7, 17, 8, tzinfo=UTC), tick=False):
        assert "hidden for you until this morning." in as_member(joan).get("/").text


def test_a_member_shows_everything_again_at_once(hard, joan, as_member):
    client = as_member(joan)
    client.post("/settings/muted-topics/", {"labels": ["1"], "span": "open"})
    assert "How long is long" not in client.get("/").text

    client.post("/settings/muted-topics/", {"labels": ["1"], "span": "open", "show": "1"})

    assert labels_muted_by(joan) == 0
    assert "How long is long" in client.get("/").text


def test_nothing_ticked_is_the_same(joan, as_member):
    forum.mute_labels(joan, 3, until=None)

    as_member(joan).post("/settings/muted-topics/", {"span": "week"})

    joan.refresh_from_db()
    assert (joan.labels_to_mute, joan.muted_until) == (0, None)


def test_a_link_at_a_label_ticks_it_already(joan, as_member):
    forum.mute_labels(joan, 1, until=None)

    form = as_member(joan).get("/settings/muted-topics/?hide=4").context["form"]

    assert (form["labels"].value(), form["span"].value()) == (["1", "4"], "open")


@pytest.mark.parametrize("hide", ["x", "-1", "99999999999999999999", "16", "²"])
def test_an_unknown_label_number_ticks_nothing(joan, as_member, hide):
    form = as_member(joan).get("/settings/muted-topics/", {"hide": hide}).context["form"]

    assert form["labels"].value() == []


def test_without_a_span_the_member_is_asked_again(joan, as_member):
    answer = as_member(joan).post("/settings/muted-topics/", {"labels": ["1"]})

    assert answer.status_code == 422
    assert "Choose how long for." in answer.text


def test_the_form_leads_back_to_the_page_before_it_and_nowhere_else(joan, as_member):
    client, sent = as_member(joan), {"labels": ["1"], "span": "week"}

    assert client.post("/settings/muted-topics/", sent | {"next": "/search/?q=long"})["Location"] == "/search/?q=long"
    assert (
        client.post("/settings/muted-topics/", sent | {"next": "//evil.example"})["Location"]
        == "/settings/muted-topics/"
    )


@pytest.mark.parametrize("query", ["", "?page=last", "?number=2", "?show=starter", "?q=years", "?date=2025-01-01"])
def test_a_hidden_discussion_says_first_what_it_is_about_and_nothing_else(hard, joan, as_member, query):
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    page = as_member(joan).get(f"{hard.get_absolute_url()}{query}")

    assert page.status_code == 200
    assert "This discussion is about prognosis, which you chose to hide for now." in page.text
    for words in ("How long is long", "two years", "hold your hand", "Ines"):
        assert words not in page.text
    assert "<title>Hidden for now" in page.text


def test_a_permalink_into_it_says_the_same_without_the_title_in_its_address(hard, joan, as_member):
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)
    post = hard.posts.get(number=2)
    client = as_member(joan)

    page = client.get(post.get_absolute_url())

    assert "This discussion is about prognosis" in page.text
    assert client.get(f"{post.get_absolute_url()}?anyway=1")["Location"] == hard.url_of(post)


def test_the_catch_up_page_says_the_same(hard, joan, as_member):
    forum.visit(joan, hard, number=1)
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    page = as_member(joan).get(f"/discussions/{hard.pk}/catch-up/")

    assert "This discussion is about prognosis" in page.text
    assert "How long is long" not in page.text


def test_a_discussion_shown_anyway_stays_open_until_the_member_chooses_again(hard, joan, as_member):
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)
    client = as_member(joan)

    assert "two years" in client.get(f"{hard.get_absolute_url()}?anyway=1").text
    assert "hold your hand" in client.get(hard.get_absolute_url()).text
    assert "How long is long" not in client.get("/").text

    client.post("/settings/muted-topics/", {"labels": ["1"], "span": "week"})
    assert "two years" not in client.get(hard.get_absolute_url()).text


def test_opening_it_anyway_counts_for_this_member_and_browser_alone(hard, joan, as_member):
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)
    as_member(joan).get(f"{hard.get_absolute_url()}?anyway=1")

    assert "two years" not in as_member(joan).get(hard.get_absolute_url()).text


def test_the_warning_page_moves_no_read_through(hard, joan, as_member):
    forum.visit(joan, hard, number=1)
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    as_member(joan).get(hard.get_absolute_url())

    assert joan.visits.get().number == 1


def test_a_muted_post_is_folded_and_shows_its_number(thread, ines, joan, as_member, guest):
    post = reply(thread, ines, "She died on Sunday.", labels=Label.DEATH)
    forum.mute_labels(joan, Label.DEATH, until=None)

    page = as_member(joan).get(thread.get_absolute_url()).text

    folded = page.partition('<details class="folded"')[2].partition("</details>")[0]
    assert f'<summary id="post-{post.pk}" tabindex="0">2 · Hidden post about death and grief.' in folded
    assert "She died on Sunday." in folded
    assert page.count("She died on Sunday.") == 1
    assert page.count(f'id="post-{post.pk}"') == 1
    assert 'class="folded"' not in guest.get(thread.get_absolute_url()).text


def test_a_post_that_arrives_while_reading_is_folded_too(thread, ines, joan, as_member):
    reply(thread, ines, "She died on Sunday.", labels=Label.DEATH)
    forum.mute_labels(joan, Label.DEATH, until=None)

    assert 'class="folded"' in as_member(joan).get(f"/discussions/{thread.pk}/after/1/").text


def test_new_counts_only_what_is_not_muted(thread, ines, joan, as_member):
    forum.visit(joan, thread, number=1)
    reply(thread, ines, labels=Label.DEATH)
    reply(thread, ines)
    client = as_member(joan)
    assert "2 new" in client.get(thread.group.get_absolute_url()).text

    forum.mute_labels(joan, Label.DEATH, until=None)

    assert "1 new" in client.get(thread.group.get_absolute_url()).text


def test_a_saved_post_stays_on_the_list(hard, joan, as_member):
    forum.add_bookmark(hard.posts.get(number=2), joan)

    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    assert "How long is long" in as_member(joan).get("/saved/").text


def test_a_guest_sees_labels_and_everything(hard, guest):
    page = guest.get(hard.get_absolute_url())

    assert "two years" in page.text
    assert "Prognosis</span>" in page.text
    assert "/settings/muted-topics/" not in page.text
    assert not page.cookies


def test_a_group_whose_discussions_are_all_muted_lists_none(hard, joan, as_member):
    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    page = as_member(joan).get(hard.group.get_absolute_url())

    assert list(page.context["page"].rows) == []
    assert Thread.objects.visible_to(joan).count() == 1


def test_hiding_costs_no_statement_more(hard, thread, ines, joan, as_member):
    reply(thread, ines, labels=Label.DEATH)
    forum.visit(joan, thread, number=2)
    client = as_member(joan)
    paths = ["/", thread.group.get_absolute_url(), thread.get_absolute_url(), "/search/?q=long", "/notifications/"]
    before = [len(statements(lambda path=path: client.get(path))) for path in paths]

    forum.mute_labels(joan, Label.PROGNOSIS | Label.DEATH, until=None)

    after = [len(statements(lambda path=path: client.get(path))) for path in paths]
    assert all(now <= then for now, then in zip(after, before, strict=True)), (before, after)
