"""What a guest finds on the education pages."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from community.core.models import bump_site
from community.education.models import Condition, Page, Procedure, Reference, Section, State, Topic
from community.forum.models import Group, Thread
from community.members.models import Member
from tests.acts import reply, start
from tests.education.reading import FIRST_TAB, headings, text_of, words

TABS = ["symptoms-causes", "diagnosis-treatment", "doctors-departments", "care"]

REFERENCES = [
    "Niederhuber JE, et al., eds. Cancer of the breast. In: Abeloff's Clinical Oncology. 6th ed. Elsevier; 2020. "
    "https://www.clinicalkey.com. Accessed Dec. 27, 2019.",
    "Breast cancer. National Comprehensive Cancer Network. "
    "https://www.nccn.org/professionals/physician_gls/default.aspx. Accessed Dec. 27, 2019.",
    "When cancer returns. National Cancer Institute. "
    "https://www.cancer.gov/publications/patient-education/when-cancer-returns. Accessed Feb. 23, 2020.",
    "Distress management. National Comprehensive Cancer Network. "
    "https://www.nccn.org/professionals/physician_gls/default.aspx. Accessed Dec. 27, 2019.",
    "Ruddy KJ, et al. Approach to the patient following treatment for breast cancer. "
    "https://www.uptodate.com/contents/search. Accessed Feb. 23, 2020.",
    "Runowicz CD, et al. American Cancer Society/American Society of Clinical Oncology breast cancer survivorship "
    "care guideline. CA: A Cancer Journal for Clinicians. 2016; doi:10.3322/caac.21319.",
    "Dhesy-Thind S, et al. Use of adjuvant bisphosphonates and other bone-modifying agents in breast cancer: A Cancer "
    "Care Ontario and American Society of Clinical Oncology clinical practice guideline. Journal of Clinical "
    "Oncology. 2017; doi:10.1200/JCO.2016.70.7257.",
    "Chirgwin J, et al. Treatment adherence and its impact on disease-free survival in the Breast International Group "
    "I-98 trial of tamoxifen and letrozole, alone and in sequence. Journal of Clinical Oncology. 2016; "
    "doi:10.1200/JCO.2015.63.8619.",
    "Tongzheng L, et al. CDK4/6-dependent activation of DUB3 regulates cancer metastasis through SNAIL1. Nature "
    "Communications. 2017; doi:10.1038/ncomms13923.",
]


def test_a_guest_finds_the_blocks_of_the_first_page_in_their_order(guest: Client, condition: Condition) -> None:
    response = guest.get(FIRST_TAB)

    wanted = [
        "Recurrent breast cancer",
        "Overview",
        "Products & services",
        "Symptoms",
        "Local recurrence",
        "Regional recurrence",
        "Distant recurrence",
        "When to see a doctor",
        "Get the latest breast cancer information by email",
        "Causes",
        "Risk factors",
        "Prevention",
        "Care at our organisation",
        "References",
        "Related",
        "Associated procedures",
        "Products & services",
    ]
    assert [heading for heading in headings(response) if heading in wanted] == wanted


def test_a_guest_finds_the_community_box_after_the_overview_and_the_way_to_it_after_the_care_block(
    guest: Client, condition: Condition
) -> None:
    markup = guest.get(FIRST_TAB).text

    parts = ['id="overview"', 'id="community"', 'id="symptoms"', 'id="care-at-organisation"', 'href="#community"']
    positions = [markup.index(part) for part in [*parts, 'id="references"']]
    assert positions == sorted(positions)


@pytest.mark.parametrize("tab", TABS)
def test_a_guest_reads_every_tab_without_a_cookie(guest: Client, condition: Condition, tab: str) -> None:
    response = guest.get(f"/learn/recurrent-breast-cancer/{tab}/")

    assert response.status_code == 200
    assert not response.cookies
    assert "csrf" not in response.text


@pytest.mark.parametrize("tab", TABS)
def test_a_reader_sees_that_no_clinician_has_reviewed_the_page(guest: Client, condition: Condition, tab: str) -> None:
    text = text_of(guest.get(f"/learn/recurrent-breast-cancer/{tab}/"))

    assert "Example content, not yet clinically reviewed." in text
    assert "to be checked by the organisation's own clinicians before use" in text


def test_a_reader_finds_the_four_tabs_at_the_top_and_again_at_the_foot(guest: Client, condition: Condition) -> None:
    markup = guest.get(FIRST_TAB).text

    top, foot = re.findall(r'<ul class="tabs">(.*?)</ul>', markup, re.DOTALL)
    for tabs in (top, foot):
        titles = re.findall(r"<a [^>]*>(.*?)</a>", tabs)
        assert titles == [
            "Symptoms &amp; causes",
            "Diagnosis &amp; treatment",
            "Doctors &amp; departments",
            "Care at our organisation",
        ]
        assert tabs.count('aria-current="page"') == 1
    assert markup.rindex(foot) > markup.index('id="related"') > markup.index(top)


def test_a_reader_finds_every_reference_as_it_is(guest: Client, first_page: Page) -> None:
    markup = guest.get(FIRST_TAB).text

    items = re.findall(r"<li>(.*?)</li>", markup.split('id="references"')[1].split("</ol>")[0], re.DOTALL)
    shown = [re.sub(r"<[^>]+>", "", item).replace("&#x27;", "'").strip() for item in items]
    assert shown == REFERENCES


def test_a_reader_finds_nine_risk_factors_and_eight_ways_to_lower_the_risk(first_page: Page) -> None:
    assert first_page.sections.get(slug="risk-factors").html.count("<li>") == 9
    assert first_page.sections.get(slug="prevention").html.count("<li>") == 8


def test_a_reader_sees_that_departments_products_and_services_are_examples(guest: Client, condition: Condition) -> None:
    text = text_of(guest.get("/learn/recurrent-breast-cancer/doctors-departments/"))

    for name in ("Breast clinic", "Medical oncology", "Radiation oncology", "Breast surgery"):
        assert f"{name} Example entry" in text
    for title in condition.resources.values_list("title", flat=True):
        assert title in text
    assert condition.resources.filter(is_example=True).count() == 4


def test_every_link_of_the_pages_to_another_page_arrives(guest: Client, condition: Condition) -> None:
    inside = {
        link
        for section in Section.objects.filter(page__condition=condition)
        for link in re.findall(r'href="(/[^"]+)"', section.html)
    }

    assert len(inside) > 10
    assert {link: guest.get(link).status_code for link in inside} == dict.fromkeys(inside, 200)


def test_a_condition_leads_to_its_first_tab(guest: Client, condition: Condition) -> None:
    response = guest.get("/learn/recurrent-breast-cancer/")

    assert response.status_code == 302
    assert response["Location"] == FIRST_TAB


def test_a_reader_finds_all_conditions_with_their_pages(guest: Client, condition: Condition) -> None:
    markup = guest.get("/learn/").text

    assert all(f'href="/learn/recurrent-breast-cancer/{tab}/"' in markup for tab in TABS)


def test_a_reader_finds_all_tests_and_treatments_by_their_names(guest: Client, condition: Condition) -> None:
    listed = guest.get("/learn/").text.split('id="procedures"')[1].split("</ul>")[0]

    titles = re.findall(r">([^<>]+)</a>", listed)
    assert len(titles) == Procedure.objects.count() == 18
    assert titles == sorted(titles, key=str.lower)


def test_a_reader_of_an_empty_section_reads_that_and_where_to_go_on(guest: Client, db: None) -> None:
    response = guest.get("/learn/")

    assert "There’s nothing to read here yet." in text_of(response)
    assert 'href="/#groups"' in response.text


def test_a_reader_finds_what_is_on_a_long_page(guest: Client, condition: Condition, first_page: Page) -> None:
    markup = guest.get(FIRST_TAB).text

    contents = markup.split('class="contents"')[1].split("</nav>")[0]
    slugs = list(first_page.sections.values_list("slug", flat=True))
    assert re.findall(r'href="#([^"]+)"', contents) == slugs
    assert all(f'id="{slug}"' in markup for slug in slugs)


def test_a_reader_of_a_short_page_needs_no_list_of_what_is_on_it(guest: Client, first_page: Page) -> None:
    first_page.sections.exclude(slug="overview").delete()

    assert 'class="contents"' not in guest.get(FIRST_TAB).text


@pytest.mark.parametrize("address", [FIRST_TAB, "/learn/procedures/mri/"])
def test_a_reader_finds_the_way_up_to_all_there_is_to_read(guest: Client, condition: Condition, address: str) -> None:
    crumbs = guest.get(address).text.split('class="crumbs"')[1].split("</nav>")[0]

    assert 'href="/learn/"' in crumbs
    assert 'aria-current="page"' in crumbs


def test_a_reader_sees_the_organisations_name_and_never_its_markup(
    guest: Client, condition: Condition, settings: Settings
) -> None:
    settings.ORGANISATION_NAME = "Ward <b>7</b> & Co"

    markup = guest.get(FIRST_TAB).text

    assert "Care at Ward &lt;b&gt;7&lt;/b&gt; &amp; Co" in markup
    assert "care at Ward &lt;b&gt;7&lt;/b&gt; &amp; Co</a>" in markup
    assert "<b>7" not in markup
    assert "{organisation}" not in markup


def test_a_draft_does_not_exist_for_a_guest(guest: Client, condition: Condition, first_page: Page) -> None:
    other = "/learn/recurrent-breast-cancer/care/"
    assert FIRST_TAB in guest.get(other).text

    Page.objects.filter(pk=first_page.pk).update(state=State.DRAFT)
    bump_site()

    assert guest.get(FIRST_TAB).status_code == 404
    assert f'{FIRST_TAB}"' not in guest.get("/learn/").text
    tabs = re.findall(r'<ul class="tabs">(.*?)</ul>', guest.get(other).text, re.DOTALL)
    assert not any(FIRST_TAB in each for each in tabs)
    assert guest.get("/learn/recurrent-breast-cancer/")["Location"].endswith("/diagnosis-treatment/")


def test_a_condition_of_drafts_alone_does_not_exist_for_a_guest(guest: Client, condition: Condition) -> None:
    condition.pages.update(state=State.DRAFT)

    assert guest.get("/learn/recurrent-breast-cancer/").status_code == 404
    assert "Recurrent breast cancer" not in text_of(guest.get("/learn/")).split("Articles about breast cancer")[1]


def test_a_stranger_to_the_address_gets_a_page_that_says_so(guest: Client, condition: Condition) -> None:
    assert guest.get("/learn/nothing/").status_code == 404
    assert guest.get("/learn/nothing/here/").status_code == 404
    assert guest.get("/learn/recurrent-breast-cancer/nothing/").status_code == 404


@pytest.fixture
def talk(condition: Condition, group: Group, maria: Member) -> Thread:
    """A discussion about scans, in the group of the condition."""
    Group.objects.filter(pk=group.pk).update(condition=condition)
    topics = list(Topic.objects.filter(slug="scans-and-tests"))
    return start(group, maria, "The week before the scan", topics=topics).thread


def test_a_guest_finds_the_groups_discussions_beside_the_page(guest: Client, talk: Thread) -> None:
    markup = guest.get(FIRST_TAB).text

    box = markup.split('id="community"')[1].split("</section>")[0]
    assert re.search(r'<aside[^>]* data-fixed>\s*<section[^>]* id="community"', markup)
    assert "Living with recurrent breast cancer?" in markup
    assert "Breast Cancer Discussions" in box
    assert talk.get_absolute_url() in box


@pytest.fixture
def older_talk(talk: Thread, group: Group, maria: Member, ines: Member) -> Thread:
    """A discussion about scans that is no longer among the three of the box."""
    for title in ("Sleeves in summer", "The drive home", "Back at my desk"):
        reply(start(group, maria, title).thread, ines)
    return talk


def test_a_guest_finds_under_a_section_one_line_that_opens_its_discussions(guest: Client, older_talk: Thread) -> None:
    markup = guest.get("/learn/recurrent-breast-cancer/diagnosis-treatment/").text

    under = markup.split('<details class="talk" id="talk-tests"')[1].split("</details>")[0]
    assert words(under.split("</summary>")[0].split("<summary>")[1]) == "1 discussion about scans and tests"
    assert older_talk.get_absolute_url() in under
    assert "Started by Maria" in words(under)
    assert 'id="talk-supportive-care"' not in markup


@pytest.mark.parametrize("tab", TABS)
def test_no_discussion_and_no_topic_is_offered_twice_on_a_page(
    guest: Client, older_talk: Thread, group: Group, maria: Member, tab: str
) -> None:
    for number, topic in enumerate(Topic.objects.order_by("pk")):
        pair = [topic, Topic.objects.exclude(pk=topic.pk).order_by("-pk")[0]]
        start(group, maria, f"About two things {number}", topics=pair)

    markup = guest.get(f"/learn/recurrent-breast-cancer/{tab}/").text

    offered = re.findall(r'<span class="title"><a\s+href="([^"]+)"', markup)
    topics = re.findall(r"discussions? about ([^<]+?)\s*</summary>", markup)
    assert len(offered) > len(topics) + 2
    assert len(set(offered)) == len(offered)
    assert len(set(topics)) == len(topics)


@pytest.mark.parametrize("tab", TABS)
def test_a_page_costs_the_same_with_one_section_and_with_many(
    guest: Client, talk: Thread, tab: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = Page.objects.get(slug=tab)
    address = page.get_absolute_url()
    guest.get(address)
    with django_assert_max_num_queries(10) as many:
        guest.get(address)

    first = page.sections.all()[0]
    page.sections.exclude(pk=first.pk).delete()
    Reference.objects.filter(page=page, position__gt=0).delete()
    with django_assert_max_num_queries(10) as one:
        guest.get(address)

    assert len(one) == len(many)
