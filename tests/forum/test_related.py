"""Related discussions, under a discussion and under a page of education."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from community.content_warnings import Label
from community.education.models import Procedure, Topic
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Audience, Group, Membership, Thread
from community.members.models import Member
from community.search.models import Synonyms
from tests.acts import reply, start
from tests.education.reading import CONTENT, text_of
from tests.forum.statements import assert_statements

SIGN_IN = Callable[[Member], Client]
GUEST, MEMBER = 3, 5  # a discussion: itself, by words, by topics; for a member also session and member
PAGE = "/related/recurrent-breast-cancer/symptoms-causes/"
FRAGMENT = {"headers": {"HX-Request": "true"}}


def shown(client: Client, address: str, **more: object) -> list[str]:
    """Return the titles that are shown, in order."""
    return re.findall(r'<span class="title"><a\s[^>]*>(.*?)</a>', client.get(address, **more).text)


def related(client: Client, thread: Thread) -> list[str]:
    return shown(client, f"/related/{thread.pk}/")


def test_a_guest_sees_those_first_that_share_most_words_and_topics(group: Group, maria: Member, guest: Client) -> None:
    sleep = Topic.objects.create(slug="nights", name="Nights")
    about = start(group, maria, "Night sweats on letrozole", topics=[sleep]).thread
    start(group, maria, "Awake again", topics=[sleep])
    start(group, maria, "Letrozole and night sweats")
    start(group, maria, "Night sweats", topics=[sleep])
    start(group, maria, "Hair after chemo")

    assert related(guest, about) == ["Letrozole and night sweats", "Night sweats", "Awake again"]


def test_synonyms_count_and_those_active_last_come_first_at_most_five(
    group: Group, maria: Member, guest: Client
) -> None:
    Synonyms.objects.get_or_create(words="oncoquill, nightpill")
    about = start(group, maria, "Nightpill").thread
    threads = [start(group, maria, f"Oncoquill, week {number}").thread for number in range(6)]
    reply(threads[0], maria)

    assert related(guest, about) == [f"Oncoquill, week {number}" for number in (0, 5, 4, 3, 2)]


def test_the_part_of_the_page_is_empty_without_related_discussions_and_the_page_says_so_kindly(
    thread: Thread, guest: Client
) -> None:
    address = f"/related/{thread.pk}/"

    assert guest.get(address, **FRAGMENT).text.strip() == ""
    page = guest.get(address)
    assert "We haven’t found any related discussions yet." in text_of(page)
    assert f'href="{thread.get_absolute_url()}"' in page.text and 'href="/search/?q=' in page.text


def test_the_part_of_the_page_has_replies_and_dates(group: Group, thread: Thread, maria: Member, guest: Client) -> None:
    other = start(group, maria, thread.title).thread
    reply(other, maria)

    part = guest.get(f"/related/{thread.pk}/", **FRAGMENT)

    assert "<h2" in part.text and "<html" not in part.text and not part.cookies
    assert "HX-Request" in part["Vary"]
    assert "1 reply Last reply: Maria" in text_of(part)


def test_a_discussion_and_a_page_link_to_what_is_related_without_script(thread: Thread, guest: Client) -> None:
    load_content(CONTENT)
    procedure = Procedure.objects.latest("pk")

    assert f'href="/related/{thread.pk}/"' in guest.get(thread.get_absolute_url()).text
    assert f'href="{PAGE}' in guest.get("/learn/recurrent-breast-cancer/symptoms-causes/").text
    assert f'href="/related/procedures/{procedure.slug}/"' in guest.get(procedure.get_absolute_url()).text


def test_nobody_is_shown_what_they_may_not_read(
    group: Group, maria: Member, ines: Member, joan: Member, as_member: SIGN_IN, guest: Client
) -> None:
    load_content(CONTENT)
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    Membership.objects.create(group=circle, member=ines)
    about = start(group, maria, "Risk").thread
    start(group, maria, "Risk, for everyone")
    start(group, maria, "Risk, for members", audience=Audience.MEMBERS)
    own = start(circle, ines, "Risk, for us", audience=Audience.PRIVATE).thread
    held = start(group, maria, "Risk, held").thread
    Thread.objects.filter(pk=held.pk).update(published=False)

    for address, itself in ((f"/related/{about.pk}/", []), (PAGE, ["Risk"])):
        assert shown(guest, address) == ["Risk, for everyone", *itself]
        assert shown(as_member(joan), address) == ["Risk, for members", "Risk, for everyone", *itself]
        assert shown(as_member(ines), address)[0] == "Risk, for us"
    assert [client.get(f"/related/{own.pk}/").status_code for client in (guest, as_member(joan))] == [404, 404]
    assert guest.get(f"/related/{held.pk}/").status_code == 404


def test_a_muted_discussion_is_not_listed_and_opens_nothing(
    group: Group, thread: Thread, maria: Member, joan: Member, as_member: SIGN_IN
) -> None:
    hard = start(group, maria, thread.title, labels=int(Label.PROGNOSIS)).thread
    assert related(as_member(joan), thread) == [thread.title]

    forum.mute_labels(joan, Label.PROGNOSIS, until=None)

    client = as_member(Member.objects.get(pk=joan.pk))
    assert related(client, thread) == []
    assert hard.title not in text_of(client.get(f"/related/{hard.pk}/"))
    assert client.get(f"/related/{hard.pk}/", **FRAGMENT).text == ""


def test_a_page_of_education_has_what_fits_a_heading_and_not_what_it_shows_already(
    group: Group, maria: Member, guest: Client
) -> None:
    load_content(CONTENT)
    one, two = (start(group, maria, f"Risk factors, part {number}").thread for number in (1, 2))
    start(group, maria, "Hair after chemo")

    assert shown(guest, PAGE) == [two.title, one.title]
    assert shown(guest, f"{PAGE}?section=risk-factors") == [two.title, one.title]
    assert shown(guest, f"{PAGE}?section=symptoms") == []
    assert shown(guest, f"{PAGE}?shown={two.pk}.x.{9**30}") == [one.title]
    assert guest.get(f"{PAGE}?section=nothing").status_code == 404


def test_a_page_says_which_discussions_it_shows_already(
    group: Group, maria: Member, guest: Client, client: Client
) -> None:
    load_content(CONTENT)
    topic = Topic.objects.filter(sections__page__slug="symptoms-causes").first()
    thread = start(group, maria, "Risk factors", topics=[topic]).thread

    page = guest.get("/learn/recurrent-breast-cancer/symptoms-causes/").text

    assert f'data-related="{PAGE}?shown={thread.pk}"' in page
    assert f"&amp;shown={thread.pk}" in page


def test_a_procedure_has_what_fits_its_title(group: Group, maria: Member, guest: Client) -> None:
    load_content(CONTENT)
    start(group, maria, "Bone scan on Friday")

    assert shown(guest, "/related/procedures/bone-scan/") == ["Bone scan on Friday"]
    assert guest.get("/related/procedures/nothing/").status_code == 404


@pytest.mark.parametrize("title", ["???", "To be or", "100%_", "' OR \"", "שלום", "🌸🌸"])
def test_odd_titles_are_answered(group: Group, maria: Member, guest: Client, title: str) -> None:
    about = start(group, maria, title).thread

    assert guest.get(f"/related/{about.pk}/").status_code == 200


@pytest.mark.parametrize("address", ["/related/0/", f"/related/{2**63}/", "/related/nothing/here/"])
def test_what_does_not_exist_is_not_found(db: None, guest: Client, address: str) -> None:
    assert guest.get(address).status_code == 404


@pytest.mark.parametrize("discussions", [1, 50])
def test_it_costs_the_same_for_one_discussion_and_for_many(
    group: Group, maria: Member, joan: Member, as_member: SIGN_IN, guest: Client, discussions: int
) -> None:
    load_content(CONTENT)
    about = start(group, maria, "Risk and sleepless nights", topics=Topic.objects.all()[:2]).thread
    for number in range(discussions):
        start(group, maria, f"Risk and sleepless night {number}", topics=Topic.objects.all()[:2])
    client = as_member(joan)

    for address in (f"/related/{about.pk}/", PAGE, f"{PAGE}?section=risk-factors"):
        assert shown(client, address)
        assert_statements(MEMBER, lambda address=address: client.get(address, **FRAGMENT))
        assert_statements(GUEST, lambda address=address: guest.get(address, **FRAGMENT))
