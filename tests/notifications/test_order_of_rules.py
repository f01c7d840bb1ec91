"""Who hears of what, and by which channels: block > thread mute > group mute > mention > thread follow > group follow.

Joan chooses some of RULES, and then something happens in Maria's discussion or in its group: TABLE says what Joan
hears of it. tests/notifications/channels.py reads what has reached Joan by a channel: one thing of an event or nothing.
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
from community.forum.models import Follow, Group, GroupFollow, Post, Thread
from community.home import operations as home
from community.home.operations import new_results
from community.members.models import Block, Member
from community.moderation import operations as moderation
from community.moderation.operations import Decision
from community.notifications.models import Kind
from tests.acts import make_member, reply, start
from tests.notifications.channels import CHANNELS, Channels
from tests.notifications.notifications import notify_followers

RULES = BLOCKS, MUTES, MUTES_GROUP, FOLLOWS, FOLLOWS_GROUP = (
    "blocks Ines",
    "mutes the thread",
    "mutes the group",
    "follows the thread",
    "follows the group",
)
CONCERNED = "is concerned"  # always: by what happens or not at all
EXCLUSIVE = ({FOLLOWS, MUTES}, {FOLLOWS_GROUP, MUTES_GROUP})  # one ends the other

# The columns are in the order of the rules, and the first one decides that has a word: the kind as which Joan hears of
# it, or nothing. A rule with a dash does not matter to it. Who hears by no rule hears nothing.
ORDER = (BLOCKS, MUTES, MUTES_GROUP, CONCERNED, FOLLOWS, FOLLOWS_GROUP)
TABLE = """
                          | blocks  | mutes   | mutes   | is        | follows | follows
                          | Ines    | thread  | group   | concerned | thread  | group
reply                     | nothing | nothing | nothing | -         | replied | -
answer                    | nothing | nothing | nothing | answered  | -       | -
mention                   | nothing | nothing | nothing | mentioned | -       | -
quote                     | nothing | nothing | nothing | quoted    | -       | -
answer and mention        | nothing | nothing | nothing | mentioned | -       | -
mention by an edit        | nothing | nothing | nothing | mentioned | -       | -
reaction                  | nothing | nothing | nothing | supported | -       | -
result of a saved search  | nothing | nothing | nothing | found     | -       | -
new thread                | nothing | -       | nothing | -         | -       | started
new thread with a mention | nothing | -       | nothing | mentioned | -       | -
moderator's decision      | -       | -       | -       | moderated | -       | -
"""
CELLS = {
    act.strip(): dict(zip(ORDER, (cell.strip() for cell in cells), strict=True))
    for act, *cells in (line.split("|") for line in TABLE.strip().splitlines()[2:])
}


def expected(act: str, rules: Iterable[str]) -> list[str]:
    """Read the table: the kinds of which Joan hears with these rules, one or none."""
    holding = {CONCERNED, *rules}
    words = (CELLS[act][rule] for rule in ORDER if rule in holding)
    word = next((word for word in words if word != "-"), "nothing")
    return [] if word == "nothing" else [word]


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

    def store(self, rule: str) -> None:
        """Store what silences, and withdraw nothing: as if Ines' post had been committed just after the withdrawal."""
        match rule:
            case _ if rule == BLOCKS:
                Block.objects.create(blocker=self.joan, blocked=self.ines)
            case _ if rule == MUTES:
                Follow.objects.update_or_create(
                    thread=self.thread, member=self.joan, defaults={"active": False, "muted": True}
                )
            case _:
                GroupFollow.objects.update_or_create(group=self.group, member=self.joan, defaults={"muted": True})

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


def _decide(the: Scene) -> object:
    return moderation.remove_post(the.own, Decision(by=make_member("Ruth", "moderator"), reason="It names a clinic."))


ACTS: dict[str, Callable[[Scene], object]] = {
    "reply": lambda the: the.post("Thinking of you."),
    "answer": lambda the: the.post("Yes, me too.", answers=the.own),
    "mention": lambda the: the.post("Dear @Joan"),
    "quote": _quote,
    "answer and mention": lambda the: the.post("Dear @Joan", answers=the.own),
    "mention by an edit": _edit,
    "reaction": lambda the: forum.give_support(the.own, the.ines, "hug"),
    "result of a saved search": _found,
    "new thread": lambda the: start(the.group, the.ines, "Another question"),
    "new thread with a mention": lambda the: start(the.group, the.ines, "Another", "Dear @Joan"),
    "moderator's decision": _decide,
}
SILENCING = (BLOCKS, MUTES, MUTES_GROUP)


@pytest.fixture
def scene(group: Group, thread: Thread, ines: Member, joan: Member, monkeypatch) -> Scene:
    """Joan has written in the discussion, and follows nothing."""
    monkeypatch.setattr(new_results, "SETTLED", timedelta(0))
    own = reply(thread, joan, "Tea helps.")
    forum.unfollow(thread, joan)
    home.save_search(joan, "letrozole", {})
    notify_followers()
    return Scene(group, thread, own, ines, joan)


@pytest.fixture
def channels(joan: Member, settings, tmp_path):
    """Joan's channels, of which one is chosen at a time, with a mail program and a phone at their ends."""
    settings.PUSH_KEY_FILE = tmp_path / "push-key"
    with Channels.of(joan, settings) as opened:
        yield opened


def choices(number: int) -> list[tuple[str, ...]]:
    """Every set of this many rules that may hold at once."""
    return [rules for rules in combinations(RULES, number) if not any(pair <= set(rules) for pair in EXCLUSIVE)]


def _case(act: str, chosen: object, channel: str, *, names: str, is_short: bool) -> object:
    long = () if is_short else pytest.mark.long
    return pytest.param(act, chosen, channel, marks=long, id=f"{act}: {names}: {channel}")


def heard_cases() -> list[object]:
    """Every act with every set of up to three rules, on every channel.

    Short are, on the site, no rule and each rule; elsewhere the rule by which each act is heard, and each rule once."""
    cases = []
    for channel in CHANNELS:
        for act in ACTS:
            for rules in [rules for number in range(4) for rules in choices(number)]:
                heard_by = tuple(rule for rule in (FOLLOWS, FOLLOWS_GROUP) if CELLS[act][rule] != "-")
                is_short = len(rules) < 2 and (channel == "site" or rules == heard_by or act == "mention")
                names = " and ".join(rules) or "chooses nothing"
                cases.append(_case(act, rules, channel, names=names, is_short=is_short))
    return cases


@pytest.mark.parametrize(("act", "rules", "channel"), heard_cases())
def test_the_first_rule_that_fits_decides(
    act: str, rules: tuple[str, ...], channel: str, scene: Scene, channels: Channels
) -> None:
    channels.choose(channel)
    for rule in rules:
        scene.choose(rule)

    ACTS[act](scene)
    notify_followers()

    assert channels.heard() == expected(act, rules)
    assert channels.heard_again() == []


def silenced_cases() -> list[object]:
    """Every act with each rule that silences it, chosen between the event and the sending, on every channel.

    Short are, on the site, all; by mail at once a block for each act, and on every channel each rule for a mention."""
    cases = []
    for channel in CHANNELS:
        for act, cells in CELLS.items():
            for rule in SILENCING:
                is_short = channel == "site" or act == "mention" or (channel == "email" and rule == BLOCKS)
                if cells[rule] == "nothing":
                    cases.append(_case(act, rule, channel, names=rule, is_short=is_short))
    return cases


@pytest.mark.parametrize(("act", "rule", "channel"), silenced_cases())
def test_a_rule_that_came_before_the_sending_decides(
    act: str, rule: str, channel: str, scene: Scene, channels: Channels
) -> None:
    channels.choose(channel)
    scene.choose(FOLLOWS)
    scene.choose(FOLLOWS_GROUP)
    ACTS[act](scene)
    notify_followers()
    assert channels.would_hear() == expected(act, (FOLLOWS, FOLLOWS_GROUP))

    scene.choose(rule)

    assert channels.heard() == []


@pytest.mark.parametrize(("act", "rule", "channel"), [case for case in silenced_cases() if "site" not in case.values])
def test_also_when_nothing_was_withdrawn(act: str, rule: str, channel: str, scene: Scene, channels: Channels) -> None:
    channels.choose(channel)
    scene.choose(FOLLOWS)
    scene.choose(FOLLOWS_GROUP)
    ACTS[act](scene)
    notify_followers()
    assert channels.would_hear() == expected(act, (FOLLOWS, FOLLOWS_GROUP))

    scene.store(rule)

    assert scene.joan.notifications.unread().exists()
    assert channels.heard() == []


@pytest.mark.parametrize("act", CELLS)
def test_one_event_gives_at_most_one_mail(act: str, scene: Scene, channels: Channels) -> None:
    channels.choose("email", "daily", "weekly")
    scene.choose(FOLLOWS)
    scene.choose(FOLLOWS_GROUP)

    ACTS[act](scene)
    notify_followers()
    home.notify_of_new_results()

    assert channels.heard() == expected(act, (FOLLOWS, FOLLOWS_GROUP))
    assert channels.heard_again() == []


def test_every_kind_is_in_the_table() -> None:
    words = {word for cells in CELLS.values() for word in cells.values()}

    assert words == {*Kind.values, "nothing", "-"}
    assert list(CELLS) == list(ACTS)


@pytest.mark.parametrize("rule", RULES)
def test_what_is_sent_later_can_ask_again(rule: str, scene: Scene) -> None:
    hears = refs.resolver_for("thread").hears
    assert hears(scene.thread.pk, member=scene.joan.pk, by=scene.ines.pk)

    scene.choose(rule)

    assert hears(scene.thread.pk, member=scene.joan.pk, by=scene.ines.pk) == (rule in (FOLLOWS, FOLLOWS_GROUP))
    assert hears(scene.thread.pk, member=scene.ines.pk, by=scene.joan.pk)
    assert hears(scene.thread.pk, member=scene.joan.pk, by=None) == (rule not in (MUTES, MUTES_GROUP))
