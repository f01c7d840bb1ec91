"""Who hears of what: block > thread mute > group mute > mention > thread follow > group follow.

Joan chooses some of RULES, then Ines does one of ACTS in Maria's discussion or starts another one. HEARD reads from
each channel what has reached Joan: one thing of an event, or nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from uuid import uuid4

import pytest

from community.core import refs
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Post, Thread
from community.home import operations as home
from community.home.operations import new_results
from community.members.models import Member
from community.notifications.models import Kind
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers

FOLLOWS, MUTES = "follows the thread", "mutes the thread"
FOLLOWS_GROUP, MUTES_GROUP = "follows the group", "mutes the group"
BLOCKS = "blocks Ines"
RULES = (BLOCKS, MUTES, MUTES_GROUP, FOLLOWS, FOLLOWS_GROUP)
EXCLUSIVE = ({FOLLOWS, MUTES}, {FOLLOWS_GROUP, MUTES_GROUP})  # one ends the other


@dataclass
class Scene:
    """Maria's discussion with a post of Joan's, in a group."""

    group: Group
    thread: Thread
    own: Post
    ines: Member
    joan: Member

    def choose(self, rule: str) -> None:
        """Let Joan choose as a rule says."""
        match rule:
            case _ if rule == BLOCKS:
                forum.block_member(self.ines, self.joan)
            case _ if rule == FOLLOWS:
                forum.follow(self.thread, self.joan)
            case _ if rule == MUTES:
                forum.mute_thread(self.thread, self.joan)
            case _ if rule == FOLLOWS_GROUP:
                forum.follow_group(self.group, self.joan)
            case _:
                forum.mute_group(self.group, self.joan)

    def post(self, words: str, **more: object) -> Post:
        """Let Ines reply."""
        text = richtext.clean(f"<p>{words}</p>")
        return forum.reply_to(self.thread, author=self.ines, text=text, token=uuid4(), **more)


def _quote(the: Scene) -> object:
    return the.post(f'</p><blockquote><p><a href="/posts/{the.own.pk}/">Joan</a> wrote:</p><p>Tea</p></blockquote><p>')


def _edit(the: Scene) -> object:
    post = the.post("I forgot somebody.")
    notify_followers()
    the.joan.notifications.all().delete()  # of the reply itself
    return forum.edit_post(post, editor=the.ines, text=richtext.from_plain("I meant @Joan."), version=1)


def _found(the: Scene) -> object:
    # Without a follow of the thread there is only the search that could notify Joan.
    post = the.post("I take letrozole.")
    notify_followers()
    the.joan.notifications.exclude(kind=Kind.FOUND).delete()
    home.notify_of_new_results()
    return post


# What Ines does, and as what Joan hears of it at most.
ACTS: dict[str, tuple[Callable[[Scene], object], str]] = {
    "reply": (lambda the: the.post("Thinking of you."), Kind.REPLIED),
    "answer": (lambda the: the.post("Yes, me too.", answers=the.own), Kind.ANSWERED),
    "mention": (lambda the: the.post("Dear @Joan"), Kind.MENTIONED),
    "quote": (_quote, Kind.QUOTED),
    "answer, quote and mention": (lambda the: the.post("Dear @Joan", answers=the.own), Kind.MENTIONED),
    "mention by an edit": (_edit, Kind.MENTIONED),
    "reaction": (lambda the: forum.give_support(the.own, the.ines, "hug"), Kind.SUPPORTED),
    "result of a saved search": (_found, Kind.FOUND),
    "start": (lambda the: start(the.group, the.ines, "Another question"), Kind.STARTED),
    "start with a mention": (lambda the: start(the.group, the.ines, "Another", "Dear @Joan"), Kind.MENTIONED),
}
IN_A_NEW_THREAD = {"start", "start with a mention"}


def expected(act: str, rules: Iterable[str]) -> list[str]:
    """The order of rules, as BEHAVIOUR writes it: what Joan hears of as a list of kinds."""
    kind = ACTS[act][1]
    if BLOCKS in rules:
        return []
    if MUTES in rules and act not in IN_A_NEW_THREAD:
        return []
    if MUTES_GROUP in rules:
        return []
    if kind == Kind.REPLIED:
        return [kind] if FOLLOWS in rules else []
    if kind == Kind.STARTED:
        return [kind] if FOLLOWS_GROUP in rules else []
    return [kind]


def on_site(member: Member) -> list[str]:
    """The kinds of a member's unread notifications."""
    return list(member.notifications.unread().order_by("pk").values_list("kind", flat=True))


HEARD: dict[str, Callable[[Member], list[str]]] = {"site": on_site}


@pytest.fixture
def scene(group: Group, thread: Thread, ines: Member, joan: Member, monkeypatch) -> Scene:
    """Joan has written in the discussion, and follows nothing."""
    monkeypatch.setattr(new_results, "SETTLED", timedelta(0))
    own = reply(thread, joan, "Tea helps.")
    forum.unfollow(thread, joan)
    home.save_search(joan, "letrozole", {})
    notify_followers()
    return Scene(group, thread, own, ines, joan)


def choices(number: int) -> list[tuple[str, ...]]:
    """Every set of this many rules that may hold at once."""
    return [rules for rules in combinations(RULES, number) if not any(pair <= set(rules) for pair in EXCLUSIVE)]


FEW = [rules for number in (0, 1) for rules in choices(number)]
MANY = [rules for number in (2, 3) for rules in choices(number)]


@pytest.mark.parametrize("channel", HEARD)
@pytest.mark.parametrize(
    "rules",
    [*FEW, *(pytest.param(rules, marks=pytest.mark.long) for rules in MANY)],
    ids=lambda rules: " and ".join(rules) or "nothing",
)
@pytest.mark.parametrize("act", ACTS)
def test_the_first_rule_that_fits_decides(act: str, rules: tuple[str, ...], channel: str, scene: Scene) -> None:
    for rule in rules:
        scene.choose(rule)

    ACTS[act][0](scene)
    notify_followers()

    assert HEARD[channel](scene.joan) == expected(act, rules)


WITHDRAWING = [
    (act, rule)
    for act in ACTS
    for rule in (BLOCKS, MUTES, MUTES_GROUP)
    if not (rule == MUTES and act in IN_A_NEW_THREAD)
]


@pytest.mark.parametrize(("act", "rule"), WITHDRAWING)
def test_what_is_unread_is_withdrawn_at_once(act: str, rule: str, scene: Scene) -> None:
    scene.choose(FOLLOWS)
    scene.choose(FOLLOWS_GROUP)
    ACTS[act][0](scene)
    notify_followers()
    assert on_site(scene.joan) == [ACTS[act][1]]

    scene.choose(rule)

    assert on_site(scene.joan) == []


@pytest.mark.parametrize("rule", RULES)
def test_what_is_sent_later_can_ask_again(rule: str, scene: Scene) -> None:
    hears = refs.resolver_for("thread").hears
    assert hears(scene.thread.pk, member=scene.joan.pk, by=scene.ines.pk)

    scene.choose(rule)

    assert hears(scene.thread.pk, member=scene.joan.pk, by=scene.ines.pk) == (rule in (FOLLOWS, FOLLOWS_GROUP))
    assert hears(scene.thread.pk, member=scene.ines.pk, by=scene.joan.pk)
    assert hears(scene.thread.pk, member=scene.joan.pk, by=None) == (rule not in (MUTES, MUTES_GROUP))
