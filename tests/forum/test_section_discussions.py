"""Discussions below a section of an education page, by its topics."""

import pytest
from django.db.models import prefetch_related_objects
from django.template import Context, Template

from community.education.models import Condition, Page, Section, Topic
from community.forum.templatetags import forum_tags
from tests.acts import start


@pytest.fixture
def section(topic):
    """A section about recurrence."""
    condition = Condition.objects.create(slug="recurrent", title="Recurrent", summary="")
    page = Page.objects.create(condition=condition, slug="symptoms", title="Symptoms", state="published")
    found = Section.objects.create(page=page, slug="overview", heading="Overview", html="")
    found.topics.add(topic)
    return found


def shown(section) -> str:
    template = Template(
        "{% load forum_tags %}{% discussions_for_topics sections as talks %}{% section_discussions section talks %}"
    )
    return template.render(Context({"sections": [section], "section": section}))


def test_it_shows_the_latest_three_on_its_topics_once_each(section, group, maria, topic):
    other = Topic.objects.create(slug="scans", name="Scans")
    section.topics.add(other)
    for number in range(4):
        start(group, maria, f"Discussion {number}", topics=[topic, other])
    start(group, maria, "About nothing of this")

    page = shown(section)

    assert [page.count(f"Discussion {number}<") for number in range(4)] == [0, 1, 1, 1]
    assert "About nothing of this" not in page


@pytest.fixture
def next_section(section):
    """The section after it, about recurrence as well, and about scans."""
    found = Section.objects.create(page=section.page, slug="next", heading="Next", html="", position=1)
    found.topics.add(*section.topics.all(), Topic.objects.create(slug="scans", name="Scans"))
    return found


def both(section, next_section, elsewhere=()) -> list[str]:
    template = Template(
        "{% load forum_tags %}{% discussions_for_topics sections elsewhere as talks %}"
        "{% section_discussions first talks %}<hr>{% section_discussions second talks %}"
    )
    sections = {"sections": [section, next_section], "first": section, "second": next_section}
    return template.render(Context(sections | {"elsewhere": elsewhere})).split("<hr>")


def test_a_topic_is_offered_under_the_first_section_that_has_it(section, next_section, group, maria, topic):
    scans = next_section.topics.get(slug="scans")
    start(group, maria, "It came back", topics=[topic])
    start(group, maria, "Both at once", topics=[topic, scans])
    start(group, maria, "The week before", topics=[scans])

    first, second = both(section, next_section)

    assert f"2 discussions about {topic.name.lower()}" in " ".join(first.split())
    assert "1 discussion about scans" in " ".join(second.split())
    assert [("Both at once" in part, "The week before" in part) for part in (first, second)] == [
        (True, False),
        (False, True),
    ]


def test_what_the_page_shows_elsewhere_is_not_offered_again(section, next_section, group, maria, topic):
    threads = [start(group, maria, f"Discussion {number}", topics=[topic]).thread for number in range(5)]

    first, second = both(section, next_section, threads[3:])

    assert [first.count(f"Discussion {number}<") for number in range(5)] == [1, 1, 1, 0, 0]
    assert not second.strip()


def test_members_discussions_are_not_there(section, group, maria, topic):
    start(group, maria, "For all", topics=[topic])
    start(group, maria, "For members", audience="members", topics=[topic])

    assert "For all" in shown(section)
    assert "For members" not in shown(section)


def test_a_section_without_discussions_shows_nothing(section):
    assert shown(section).strip() == ""


def test_it_takes_one_statement_for_all_sections(section, group, maria, topic, django_assert_num_queries):
    for number in range(5):
        start(group, maria, f"Discussion {number}", topics=[topic])
    prefetch_related_objects([section], "topics")

    with django_assert_num_queries(1):
        shown(section)


def test_a_topic_that_nobody_spoke_of_lately_is_looked_for_among_all(section, group, maria, topic, monkeypatch):
    monkeypatch.setattr(forum_tags, "LATELY", 3)
    for number in range(5):
        start(group, maria, f"Long ago {number}", topics=[topic])
    for number in range(3):
        start(group, maria, f"Of something else {number}")

    page = shown(section)

    assert [page.count(f"Long ago {number}<") for number in range(5)] == [0, 0, 1, 1, 1]
    assert "Of something else" not in page
