"""Who hears of what: block > thread mute > group mute > mention > thread follow > group follow.

Joan chooses some of RULES, then Ines does one of ACTS in Maria's discussion or starts another one. HEARD reads from
each channel what has reached Joan: one thing of an event, or nothing. Mails and push messages are sent by the real
sender, which asks again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, product
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from community.core import refs
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Post, Thread
from community.home import operations as home
from community.home.operations import new_results
from community.members.models import Member
from community.notifications.models import Channel, Delivery, Kind, Outcome, Preferences, PushSubscription
from community.notifications.models.preferences import EVERYTHING
from community.notifications.operations.plan import plan
from community.notifications.push import TITLES
from community.notifications.sender import Sender
from tests.acts import reply, start
from tests.notifications.notifications import notify_followers
from tests.notifications.push_service import Browser, PushService, push_service

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


def by_mail_at_once(member: Member) -> list[str]:
    """The kinds of the mails that were sent; mail.outbox has as many."""
    sent = Delivery.objects.filter(recipient=member, channel=Channel.EMAIL, outcome=Outcome.SENT)
    assert len(mail.outbox) == len(sent)
    assert all(message.to == [member.email] for message in mail.outbox)
    return [delivery.kind for delivery in sent.order_by("pk")]


def by_digest(member: Member) -> list[str]:
    """The kinds that the one digest has, by its headings; no digest is sent without anything to say."""
    if not mail.outbox:
        return []
    (digest,) = mail.outbox
    kinds = [kind for kind in on_site(member) if f"{HEADINGS.get(Kind(kind), 'About you')}\n\n- " in digest.body]
    assert digest.body.count("\n- ") == len(kinds)
    return kinds


def by_push(member: Member) -> list[str]:
    """The kinds of the messages that the push service has for the member's phone."""
    titles = [PHONE.read(body)["title"] for _path, _headers, body in SERVICE.received]
    return [kind for title in titles for kind, of_kind in TITLES.items() if title == of_kind]


HEADINGS = {
    Kind.REPLIED: "Discussions you follow",
    Kind.STARTED: "New discussions",
    Kind.FOUND: "Your saved searches",
}
HEARD: dict[Channel, Callable[[Member], list[str]]] = {
    Channel.SITE: on_site,
    Channel.EMAIL: by_mail_at_once,
    Channel.DAILY: by_digest,
    Channel.WEEKLY: by_digest,
    Channel.PUSH: by_push,
}
PHONE, SERVICE = Browser(), PushService()


@pytest.fixture(scope="module", autouse=True)
def service() -> Iterator[None]:
    """A push service on this machine, with the origin of SERVICE."""
    with push_service() as running:
        SERVICE.origin, SERVICE.received = running.origin, running.received
        yield


@pytest.fixture(autouse=True)
def ways_out(settings, tmp_path) -> None:
    """Mail goes to mail.outbox, push messages to SERVICE."""
    SERVICE.received.clear()
    settings.MAIL_PER_SECOND = 0
    settings.PUSH_TO_PRIVATE_ADDRESSES, settings.PUSH_KEY_FILE = True, tmp_path / "push-key"
    settings.MAILERS = settings.MAILERS | {"at_once": settings.MAILERS["default"]}


def listen(member: Member, channel: Channel) -> None:
    """Let a member want everything on the site and on this channel."""
    chosen = {"site": EVERYTHING, "email": 0, "daily": 0, "weekly": 0, "push": 0} | {channel.value: EVERYTHING}
    Preferences.objects.create(member=member, **chosen)
    PushSubscription.objects.create(member=member, endpoint=f"{SERVICE.origin}/phone", **PHONE.keys)


def send(member: Member) -> None:
    """Send what is due; both digests are."""
    Preferences.objects.filter(member=member).update(daily_due_at=timezone.now(), weekly_due_at=timezone.now())
    sender = Sender()
    while sender.once():
        pass


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


EXAMPLES = {  # what runs every time; the rest is long
    Channel.EMAIL: "answer, quote and mention",
    Channel.DAILY: "reply",
    Channel.WEEKLY: "reply",
    Channel.PUSH: "start",
}


def cases() -> Iterator[Any]:
    """Every act, set of rules and channel; long are several rules at once, and most of what is sent."""
    for act, number, channel in product(ACTS, range(4), HEARD):
        is_short = number < 2 and EXAMPLES.get(channel, act) == act
        for rules in choices(number):
            case = f"{act}: {' and '.join(rules) or 'nothing'}: {channel}"
            yield pytest.param(act, rules, channel, id=case, marks=() if is_short else pytest.mark.long)


@pytest.mark.parametrize(("act", "rules", "channel"), list(cases()))
def test_the_first_rule_that_fits_decides(act: str, rules: tuple[str, ...], channel: Channel, scene: Scene) -> None:
    listen(scene.joan, channel)
    for rule in rules:
        scene.choose(rule)

    ACTS[act][0](scene)
    notify_followers()
    send(scene.joan)

    assert HEARD[channel](scene.joan) == expected(act, rules)


def withdrawn() -> Iterator[Any]:
    """Every act, rule that ends it, and channel; most of what is sent is long."""
    for act, rule, channel in product(ACTS, (BLOCKS, MUTES, MUTES_GROUP), HEARD):
        is_short = EXAMPLES.get(channel, act) == act
        if not (rule == MUTES and act in IN_A_NEW_THREAD):
            case = f"{act}: {rule}: {channel}"
            yield pytest.param(act, rule, channel, id=case, marks=() if is_short else pytest.mark.long)


@pytest.mark.parametrize(("act", "rule", "channel"), list(withdrawn()))
def test_what_is_unread_is_withdrawn_at_once_and_not_sent(act: str, rule: str, channel: Channel, scene: Scene) -> None:
    listen(scene.joan, channel)
    scene.choose(FOLLOWS)
    scene.choose(FOLLOWS_GROUP)
    ACTS[act][0](scene)
    notify_followers()
    plan()
    assert on_site(scene.joan) == [ACTS[act][1]]

    scene.choose(rule)
    send(scene.joan)

    assert on_site(scene.joan) == []
    assert HEARD[channel](scene.joan) == []


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.PUSH])
@pytest.mark.parametrize("rule", [BLOCKS, MUTES, MUTES_GROUP])
def test_what_a_rule_came_too_late_to_withdraw_is_not_sent(rule: str, channel: Channel, scene: Scene) -> None:
    # A post that is stored at the same moment may write its notification after the rule has withdrawn the others.
    listen(scene.joan, channel)
    scene.choose(FOLLOWS)
    scene.post("Thinking of you.")
    notify_followers()
    (late,) = scene.joan.notifications.all()
    scene.choose(rule)
    late.save(force_insert=True)

    send(scene.joan)

    assert HEARD[channel](scene.joan) == []


@pytest.mark.parametrize("rule", RULES)
def test_what_is_sent_later_can_ask_again(rule: str, scene: Scene) -> None:
    hears = refs.resolver_for("thread").hears
    assert hears(scene.thread.pk, member=scene.joan.pk, by=scene.ines.pk)

    scene.choose(rule)

    assert hears(scene.thread.pk, member=scene.joan.pk, by=scene.ines.pk) == (rule in (FOLLOWS, FOLLOWS_GROUP))
    assert hears(scene.thread.pk, member=scene.ines.pk, by=scene.joan.pk)
    assert hears(scene.thread.pk, member=scene.joan.pk, by=None) == (rule not in (MUTES, MUTES_GROUP))
