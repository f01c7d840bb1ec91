"""Show threads on other pages: the community box, the threads on a section's topics."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from community.core.caching.shell_cache import BUILDING_SHELL
from community.education.models import Condition, Page, Section, Topic
from community.forum.blocked_quotes import leave_out_of_texts
from community.forum.models import Group, Post, Reaction, Thread
from community.forum.models.thread import ThreadQuerySet
from community.forum.policies import can_edit, can_remove, can_support
from community.forum.selectors.own_choices import own_choices as counts_of_choices
from community.forum.selectors.posts_by import posts_by
from community.forum.selectors.unread import MOST_COUNTED
from community.members.models import Member

register = template.Library()
LATEST = 3
LATELY = 1_000
CANDIDATES = 4 * LATEST  # on each topic: other sections may show some of them


@dataclass(frozen=True)
class Community:
    """A condition's public group, and its latest public threads."""

    group: Group | None
    threads: list[Thread]


@dataclass(frozen=True)
class Talk:
    """What is said on the topic of a section."""

    topic: Topic
    threads: list[Thread]


@register.simple_tag(takes_context=True)
def latest_of_condition(context: dict[str, Any], condition: Condition) -> Community:
    """Find what the community box of a condition shows."""
    group = Group.objects.filter(condition=condition, audience="public").first()
    if group is None:
        return Community(None, [])
    shown = _public(context).filter(group=group).select_related("last_poster")
    return Community(group, list(shown.order_by("-last_activity_at", "-pk")[:LATEST]))


@register.inclusion_tag("forum/_community_box.html", takes_context=True)
def community_box(context: dict[str, Any], condition: Condition, community: Community | None = None) -> dict[str, Any]:
    """Show the condition's group and its latest public threads beside an education page.

    `community` is what latest_of_condition() found, where the page has asked already."""
    if community is None:
        community = latest_of_condition(context, condition)
    spoken = {"CONTENT_LANG": context.get("CONTENT_LANG", "")}
    shown_to = {"request": context.get("request"), BUILDING_SHELL: context.get(BUILDING_SHELL)}
    return spoken | shown_to | {"condition": condition, "community": community}


@register.simple_tag(takes_context=True)
def discussions_for_topics(
    context: dict[str, Any], sections: Iterable[Section], elsewhere: Iterable[Thread] = ()
) -> dict[int, Talk]:
    """Find for each section, by its key, the latest public threads on one of its topics.

    No topic is shown twice on the page and no thread, those `elsewhere` on it included: a section has the first of its
    topics that is left. The last active threads are searched first, and all of them only for topics that are rare
    there: ranking a hundred thousand threads would take longer than the rest of the page."""
    topics = {topic.pk for section in sections for topic in section.topics.all()}
    public = _public(context).exclude(pk__in=[thread.pk for thread in elsewhere])
    by_topic = _latest_on(topics, public.filter(pk__in=public.lately(LATELY).values("pk")))
    if rare := {pk for pk in topics if len(by_topic.get(pk, [])) < LATEST}:
        by_topic |= _latest_on(rare, public)
    return _one_topic_a_section(sections, by_topic)


def _one_topic_a_section(sections: Iterable[Section], by_topic: dict[int, list[Thread]]) -> dict[int, Talk]:
    talks: dict[int, Talk] = {}
    shown: set[int] = set()
    for section in sections:
        for topic in section.topics.all():
            # pop: the topic is not offered again
            threads = [thread for thread in by_topic.pop(topic.pk, []) if thread.pk not in shown][:LATEST]
            if threads:
                talks[section.pk] = Talk(topic, threads)
                shown.update(thread.pk for thread in threads)
                break
    return talks


def _latest_on(topics: Collection[int], threads: ThreadQuerySet) -> dict[int, list[Thread]]:
    newest = [F("last_activity_at").desc(), F("pk").desc()]
    rank = Window(RowNumber(), partition_by="topics", order_by=newest)
    ranked = threads.filter(topics__in=topics).annotate(on_topic=F("topics"), rank=rank).filter(rank__lte=CANDIDATES)
    by_topic: dict[int, list[Thread]] = {}
    for thread in ranked.select_related("last_poster").order_by("rank"):
        by_topic.setdefault(vars(thread)["on_topic"], []).append(thread)  # annotated: unknown to the type checker
    return by_topic


def _public(context: dict[str, Any]) -> ThreadQuerySet:
    """Public threads without those that the viewer mutes."""
    viewer = context["request"].user if "request" in context else AnonymousUser()
    return Thread.objects.public().not_muted_by(viewer)


@register.inclusion_tag("forum/_section_discussions.html", takes_context=True)
def section_discussions(context: dict[str, Any], section: Section, talks: dict[int, Talk]) -> dict[str, Any]:
    """Show a section's discussions in one line that opens, from what discussions_for_topics() found."""
    spoken = {"CONTENT_LANG": context.get("CONTENT_LANG", "")}
    return spoken | {"section": section, "talk": talks.get(section.pk)}


@register.filter
def keys_of(threads: Iterable[Thread]) -> str:
    """The keys of threads as ?shown= takes them: "12.45"."""
    return ".".join(str(thread.pk) for thread in threads)


@register.inclusion_tag("forum/_related.html")
def related_to_page(page: Page, community: Community, talks: dict[int, Talk]) -> dict[str, str]:
    """Link to what is related to a page of education, without the threads that the page itself shows."""
    shown = keys_of([*community.threads, *(thread for talk in talks.values() for thread in talk.threads)])
    address = reverse("related_to_page", args=[page.condition.slug, page.slug])
    return {"address": f"{address}?shown={shown}" if shown else address}


@register.simple_tag(takes_context=True)
def latest_posts(context: dict[str, Any], member: Member) -> list[Post]:
    """The member's latest posts, as far as the viewer may read them and does not mute them."""
    viewer = context["request"].user
    newest = posts_by(member, viewer).select_related("thread").defer("html").order_by("-published_at", "-pk")
    posts = list(newest[:LATEST])
    leave_out_of_texts(posts, viewer)
    return posts


@register.simple_tag(takes_context=True)
def post_count(context: dict[str, Any], member: Member) -> int:
    """How many of the member's posts the viewer may read and does not mute."""
    return posts_by(member, context["request"].user).count()


@register.simple_tag(takes_context=True)
def acts_on(context: dict[str, Any], post: Post) -> dict[str, bool]:
    """What the viewer may do with a post."""
    viewer = context["user"]
    return {
        "edit": can_edit(viewer, post),
        "remove": can_remove(viewer, post),
        "support": can_support(viewer, post),
        "moderate": getattr(viewer, "moderates", False),
    }


@register.filter
def reactions_under(post: Post) -> list[tuple[Reaction, int]]:
    """The count of each kind of reaction, in the same order under every post."""
    return [(reaction, post.reactions[reaction]) for reaction in Reaction if reaction in post.reactions]


@register.simple_tag
def offered_reactions() -> list[Reaction]:
    """All kinds of reaction."""
    return list(Reaction)


@register.inclusion_tag("forum/_own_choices.html", takes_context=True)
def own_choices(context: dict[str, Any]) -> dict[str, Any]:
    """Link what the member follows, mutes and blocks, each with its number."""
    return {"choices": counts_of_choices(context["request"].user)}


@register.filter
def counted(number: int) -> str:
    """Write how many posts are new or left: "7"; "99+" where they were not counted to the end."""
    return str(number) if number < MOST_COUNTED else f"{MOST_COUNTED - 1}+"
