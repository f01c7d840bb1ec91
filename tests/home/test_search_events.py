"""What happens to a discussion shows in the next search, in similar titles, and in related discussions.

Neither a group's audience nor a title changes once it is there, and threads are not merged or split yet."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from community.content_warnings import Label
from community.core.models import changing_site
from community.core.text import richtext
from community.education.models import Condition, Page, Section, State, Topic
from community.forum import operations as forum
from community.forum.models import Audience, Group, Membership, Thread
from community.members.models import Member
from community.safety.models import WatchedPhrase
from community.search.models import Synonyms
from tests.acts import make_member, reply, start
from tests.education.reading import text_of

TITLE = "Letrozole in the evening"
# Where the title of a discussion is shown to whoever may read it.
ADDRESSES = {
    "search": "/search/?q=letrozole",
    "similar": "/groups/breast-cancer/similar/?title=Letrozole",
    "related": "/related/{about}/",
    "related to a page": "/related/medicine/tablets/",
}


@dataclass
class Community:
    """A discussion about letrozole with a reply, another one, and a page about it; Joan looks for them."""

    about: Thread
    thread: Thread
    joan: Client

    def shown(self, words: str) -> set[str]:
        """The surfaces that show these words to Joan now."""
        pages = {name: text_of(self.joan.get(path.format(about=self.about.pk))) for name, path in ADDRESSES.items()}
        return {name for name, text in pages.items() if words in text}


@pytest.fixture
def community(
    group: Group, maria: Member, ines: Member, joan: Member, as_member: Callable[[Member], Client]
) -> Community:
    condition = Condition.objects.create(slug="medicine", title="Medicine")
    page = Page.objects.create(condition=condition, slug="tablets", title="Tablets", state=State.PUBLISHED)
    Section.objects.create(page=page, slug="letrozole", heading="Letrozole", html="<p>Words</p>")
    topic = Topic.objects.create(slug="tablets", name="Tablets")
    about = start(group, maria, "Letrozole and joints").thread
    thread = start(group, ines, TITLE, topics=[topic]).thread
    reply(thread, ines, "Letrozole with milk")
    return Community(about, Thread.objects.get(pk=thread.pk), as_member(joan))


EVERYWHERE = set(ADDRESSES)
WITH_NAMES = {"search", "related", "related to a page"}


def circle(*members: Member) -> Group:
    """A private group."""
    group = Group.objects.create(slug="circle", name="Circle", audience=Audience.PRIVATE)
    for member in members:
        Membership.objects.create(group=group, member=member)
    return group


def test_a_move_to_a_narrower_audience_and_back(community: Community, group: Group) -> None:
    assert community.shown(TITLE) == EVERYWHERE

    forum.move_thread(community.thread, circle())
    assert community.shown(TITLE) == set()
    assert community.joan.get(f"/related/{community.thread.pk}/").status_code == 404

    forum.move_thread(Thread.objects.get(pk=community.thread.pk), group, audience=Audience.MEMBERS)
    assert community.shown(TITLE) == EVERYWHERE


def test_a_member_joins_a_private_group_and_leaves_it(community: Community, joan: Member) -> None:
    forum.move_thread(community.thread, circle(joan))
    assert community.shown(TITLE) == EVERYWHERE

    Membership.objects.filter(member=joan).delete()

    assert community.shown(TITLE) == set()


def test_a_label_that_is_added_and_muted_and_removed(community: Community, joan: Member) -> None:
    forum.label_thread(community.thread, Label.PROGNOSIS)
    assert community.shown(TITLE) == EVERYWHERE

    forum.mute_labels(joan, Label.PROGNOSIS, until=None)
    assert community.shown(TITLE) == set()

    forum.label_thread(Thread.objects.get(pk=community.thread.pk), 0)
    assert community.shown(TITLE) == EVERYWHERE


def test_an_approval(community: Community, group: Group, maria: Member) -> None:
    WatchedPhrase.objects.create(phrase="miracle")
    held = start(group, maria, "Letrozole, a miracle")
    assert community.shown("a miracle") == set()

    forum.approve_post(held)

    assert community.shown("a miracle") == EVERYWHERE


def test_a_removal_of_a_reply_and_its_restore_change_the_count_and_the_excerpt(
    community: Community, joan: Member
) -> None:
    post = community.thread.posts.get(number=2)
    assert community.shown("1 reply") == EVERYWHERE

    forum.remove_post(post, by_author=True)
    assert community.shown("1 reply") == set()
    assert "with milk" not in text_of(community.joan.get("/search/?q=letrozole+milk"))

    post.refresh_from_db()
    forum.restore_post(post)
    assert community.shown("1 reply") == EVERYWHERE
    assert "with milk" in text_of(community.joan.get("/search/?q=letrozole+milk"))


def test_an_edit(community: Community, ines: Member) -> None:
    post = community.thread.posts.get(number=2)

    forum.edit_post(post, editor=ines, text=richtext.from_plain("Letrozole with cocoa"), version=post.version)

    assert "with cocoa" in text_of(community.joan.get("/search/?q=letrozole+cocoa"))
    assert "with milk" not in text_of(community.joan.get("/search/?q=letrozole+milk"))


def test_a_reply_puts_its_discussion_first_among_equals(community: Community, group: Group, maria: Member) -> None:
    other = start(group, maria, "Letrozole in the morning").thread
    related = f"/related/{community.about.pk}/"
    assert text_of(community.joan.get(related)).index(other.title) < text_of(community.joan.get(related)).index(TITLE)

    reply(community.thread, maria)

    assert text_of(community.joan.get(related)).index(TITLE) < text_of(community.joan.get(related)).index(other.title)


def test_a_member_who_is_renamed(community: Community, ines: Member) -> None:
    assert community.shown("Last reply: Ines") == WITH_NAMES

    with changing_site():
        Member.objects.filter(pk=ines.pk).update(username="Agnes")

    assert community.shown("Last reply: Agnes") == WITH_NAMES
    assert community.shown("Last reply: Ines") == set()
    assert TITLE in text_of(community.joan.get("/search/?q=letrozole&author=agnes"))
    assert "Nothing found" in text_of(community.joan.get("/search/?q=letrozole&author=ines"))


def test_a_group_and_a_topic_that_are_renamed(community: Community, group: Group) -> None:
    assert community.shown("Breast Cancer ·") == {"search"}

    with changing_site():
        Group.objects.filter(pk=group.pk).update(name="All together")
        Topic.objects.filter(slug="tablets").update(name="Pills")

    assert community.shown("All together ·") == {"search"}
    assert community.shown("Pills") == {"search"}
    assert community.shown("Breast Cancer ·") == set()


def test_a_section_that_is_renamed_and_a_page_that_is_withdrawn(community: Community) -> None:
    with changing_site():
        Section.objects.update(heading="Anastrozole")
    assert community.shown(TITLE) == EVERYWHERE - {"related to a page"}

    with changing_site():
        Page.objects.update(state=State.DRAFT)
    assert community.joan.get("/related/medicine/tablets/").status_code == 404


def test_synonyms_that_an_editor_adds(community: Community, group: Group) -> None:
    start(group, make_member("Nora"), "Bonbonol at noon")
    assert community.shown("Bonbonol at noon") == set()

    with changing_site():
        Synonyms.objects.create(words="letrozole, bonbonol")

    assert community.shown("Bonbonol at noon") == EVERYWHERE


def test_a_discussion_that_is_closed(community: Community) -> None:
    assert community.shown("Closed") == set()

    forum.set_locked(community.thread, True)

    assert community.shown("Closed") == {"search"}
