"""The box beside a discussion that links to education pages on its topics."""

import re

from django.template import Context, Template
from pytest_django import DjangoAssertNumQueries

from community.education.models import Condition, Page, State, Topic

BOX = Template("{% load education_tags %}{% learn_about topics %}")


def box(*slugs: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', BOX.render(Context({"topics": Topic.objects.filter(slug__in=slugs)})))


def test_a_reader_of_a_discussion_finds_the_sections_on_its_topics(condition: Condition) -> None:
    assert box("bone-health") == ["/learn/recurrent-breast-cancer/diagnosis-treatment/#treating-distant"]
    assert "/learn/recurrent-breast-cancer/symptoms-causes/#symptoms" in box("symptoms")


def test_a_section_on_two_of_the_topics_is_listed_once_and_first(condition: Condition) -> None:
    links = box("diagnosis", "scans-and-tests")

    assert links[0] == "/learn/recurrent-breast-cancer/diagnosis-treatment/#biopsy"
    assert len(links) == len(set(links)) > 2


def test_at_most_five_sections_are_offered_in_one_statement(
    condition: Condition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topics = list(Topic.objects.all())

    with django_assert_num_queries(1):
        markup = BOX.render(Context({"topics": topics}))

    assert markup.count("href=") == 5


def test_two_sections_of_one_name_differ_by_the_name_of_their_page(condition: Condition) -> None:
    topic = Topic.objects.get(slug="symptoms")
    for slug in ("symptoms-causes", "diagnosis-treatment"):
        page = Page.objects.get(slug=slug, condition=condition)
        page.sections.create(slug="far-away", heading="Far away", html="").topics.add(topic)

    links = re.findall(r"<a[^>]*>([^<]+)</a>", BOX.render(Context({"topics": [topic]})))
    words = [" ".join(link.split()) for link in links]

    assert len(words) == len(set(words)) > 2
    assert {"Far away (Symptoms &amp; causes)", "Far away (Diagnosis &amp; treatment)"} < set(words)
    assert "Symptoms" in words, "a name that is there once stays as it is"


def test_a_draft_is_not_offered(condition: Condition) -> None:
    assert box("causes")

    Page.objects.filter(slug="symptoms-causes").update(state=State.DRAFT)

    assert not box("causes")


def test_a_discussion_without_topics_has_no_box(
    condition: Condition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert not BOX.render(Context({"topics": []})).strip()
