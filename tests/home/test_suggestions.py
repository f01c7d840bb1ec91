"""What is suggested while a search is typed: titles of discussions and articles, and topics."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client

from community.core.models import changing_site
from community.education.models import Procedure, State, Topic
from community.education.operations import load_content
from community.forum.models import Audience, Group, Membership, Thread
from community.home.suggestions import MOST
from community.members.models import Member
from community.search.models import Synonyms
from tests.acts import reply, start
from tests.education.reading import CONTENT, text_of
from tests.forum.statements import assert_statements
from tests.markup import inline_in

GUEST, MEMBER = 2, 4  # a member's session, and the member
OPTION = re.compile(r'<a role="option"[^>]* href="([^"]+)">\s*<span[^>]*>(.*?)</span>', re.DOTALL)


def offered(client: Client, typed: str) -> list[str]:
    """The titles that are suggested, in order."""
    return [
        unescape(title) for _address, title in OPTION.findall(client.get("/search/suggestions/", {"q": typed}).text)
    ]


def addresses(client: Client, typed: str) -> list[str]:
    """Where the suggestions lead."""
    return [unescape(address) for address, _ in OPTION.findall(client.get("/search/suggestions/", {"q": typed}).text)]


BY_BEGINNING = [
    ("Chemotherapy begins tomorrow", "chemoth"),
    ("Chemotherapy begins tomorrow", "CHEMOTHERAPY"),
    ("Lymphoedema sleeve", "lymphoed"),  # stored as "lymphedema"
    ("Lymphoedema sleeve", "lymphed"),
    ("Lymphedema sleeve", "lymphoedem"),
    ("Infections again", "infectio"),  # stored as "infect"
    ("Happiness, for once", "happine"),
    ("Mañana empiezo la quimioterapia", "manan"),
    ("Mañana empiezo la quimioterapia", "MAÑ"),
    ("Mañana empiezo la quimioterapia", "quimio"),
    ("A CT, and the wait", "ct"),
    ("Radiotherapy in the morning", "morning radioth"),
    ("Radiotherapy in the morning", "the radio"),
    ("Radiotherapy in the morning", "radiotherapy i"),
    ("Radiotherapy in the morning", "“radiotherapy in"),
    ("Nolvadex at night", "tamoxif"),  # a synonym
    ("Brain fog at work", "chemo brain"),  # a synonym of several words
    ("Tamoxifen in the evening", "tamoxef"),  # misspelt, and not finished
    ("Tamoxifen in the evening", "tamoxefin even"),
]


@pytest.mark.parametrize(("title", "typed"), BY_BEGINNING)
def test_a_title_is_suggested_by_the_beginning_of_a_word(
    guest: Client, group: Group, maria: Member, title: str, typed: str
) -> None:
    thread = start(group, maria, title).thread
    start(group, maria, "Gardening")
    call_command("reindex")

    assert offered(guest, typed) == [title]
    assert addresses(guest, typed) == [thread.get_absolute_url()]


@pytest.mark.parametrize("typed", ["", " ", "c", "?", "%", "_", "xylophone", "motherapy", "begins goldfish"])
def test_nothing_is_suggested_for_one_letter_or_for_other_words(
    guest: Client, group: Group, maria: Member, typed: str
) -> None:
    start(group, maria, "Chemotherapy begins tomorrow")

    answer = guest.get("/search/suggestions/", {"q": typed})

    assert answer.status_code == 200
    assert answer.text.strip() == ""


@pytest.mark.parametrize(
    "typed", ["tired*", '"tired"', "tired) OR (x", "title:tired", "NEAR(tired", "tired' | !x", "-tired :*", "\x00tired"]
)
def test_operators_of_the_databases_are_ordinary_characters(
    guest: Client, group: Group, maria: Member, typed: str
) -> None:
    start(group, maria, "Tired again, or near a title, x")

    assert offered(guest, typed) == ["Tired again, or near a title, x"]


def test_topics_articles_and_discussions_are_offered_together(guest: Client, group: Group, maria: Member) -> None:
    load_content(CONTENT)
    Topic.objects.get_or_create(slug="bone-health", name="Bone health")
    thread = start(group, maria, "Bone pain").thread

    page = guest.get("/search/suggestions/?q=bone")

    assert "/search/?q=Bone+health&topic=bone-health" in addresses(guest, "bone")
    assert "/learn/procedures/bone-scan/" in addresses(guest, "bone")
    assert thread.get_absolute_url() in addresses(guest, "bone")
    assert all(kind in text_of(page) for kind in ("Topic", "Article", "Discussion"))
    assert f"{len(offered(guest, 'bone'))} suggestions." in text_of(page)


def test_a_topics_suggestion_leads_to_its_discussions(guest: Client, thread: Thread, topic: Topic) -> None:
    [address] = [address for address in addresses(guest, topic.name[:4]) if "topic=" in address]

    assert thread.title in guest.get(address).text


def test_a_title_that_begins_as_typed_is_first_and_the_rest_newest_first(
    guest: Client, group: Group, maria: Member
) -> None:
    for title in ("Sleep at night", "How I sleep now", "About my sleep"):
        start(group, maria, title)

    assert offered(guest, "sle") == ["Sleep at night", "About my sleep", "How I sleep now"]


def test_a_title_with_the_word_is_before_one_with_its_synonym(guest: Client, group: Group, maria: Member) -> None:
    Synonyms.objects.create(words="weary, drowsy")
    start(group, maria, "Weary today")
    start(group, maria, "Drowsy today")

    assert offered(guest, "weary") == ["Weary today", "Drowsy today"]


def test_at_most_eight_are_offered(guest: Client, group: Group, maria: Member) -> None:
    load_content(CONTENT)
    for number in range(MOST + 3):
        start(group, maria, f"Breast number {number}")

    found = addresses(guest, "breas")

    assert len(found) == MOST == 8
    assert len([address for address in found if "/learn/" in address]) == 3
    assert sum("/discussions/" in address for address in found) >= 3


def test_nobody_is_suggested_what_they_may_not_read(
    guest: Client, as_member: Callable[[Member], Client], group: Group, maria: Member, ines: Member, joan: Member
) -> None:
    circle = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    Membership.objects.create(group=circle, member=ines)
    start(group, maria, "Awake, for everyone")
    start(group, maria, "Awake, for members", audience=Audience.MEMBERS)
    start(circle, ines, "Awake, for us", audience=Audience.PRIVATE)
    held = start(group, maria, "Awake, held").thread
    Thread.objects.filter(pk=held.pk).update(published=False)

    assert offered(guest, "awa") == ["Awake, for everyone"]
    assert offered(as_member(joan), "awa") == ["Awake, for members", "Awake, for everyone"]
    assert offered(as_member(ines), "awa") == ["Awake, for us", "Awake, for members", "Awake, for everyone"]


def test_only_titles_are_suggested_not_words_of_replies(guest: Client, thread: Thread, ines: Member) -> None:
    reply(thread, ines, "My goldfinch sings")

    assert offered(guest, "goldf") == []


def test_a_draft_is_not_suggested(guest: Client, db: None) -> None:
    load_content(CONTENT)
    assert offered(guest, "bone sca")

    with changing_site():
        Procedure.objects.update(state=State.DRAFT)

    assert offered(guest, "bone sca") == []


def test_a_title_is_markup_nowhere(guest: Client, group: Group, maria: Member) -> None:
    start(group, maria, '<b>Tired</b> & "well"')

    assert offered(guest, "tir") == ['<b>Tired</b> & "well"']
    assert "<b>" not in guest.get("/search/suggestions/?q=tir").text


def test_no_browser_stores_suggestions_and_a_guest_gets_no_cookie(
    guest: Client, as_member: Callable[[Member], Client], thread: Thread, joan: Member
) -> None:
    assert not guest.get("/search/suggestions/?q=elev").cookies
    for client in (guest, as_member(joan)):
        answer = client.get("/search/suggestions/?q=elev")

        assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
        assert inline_in(answer.text) == []


@pytest.mark.parametrize("discussions", [1, 50])
def test_suggestions_cost_the_same_for_one_discussion_and_for_many(
    guest: Client,
    as_member: Callable[[Member], Client],
    group: Group,
    maria: Member,
    joan: Member,
    discussions: int,
) -> None:
    client = as_member(joan)
    load_content(CONTENT)
    for number in range(discussions):
        start(group, maria, f"Risk number {number}")

    assert offered(guest, "ris")
    assert_statements(GUEST, lambda: guest.get("/search/suggestions/?q=risk+numb"))
    assert_statements(MEMBER, lambda: client.get("/search/suggestions/?q=risk+numb"))
