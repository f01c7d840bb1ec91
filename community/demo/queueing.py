"""Give the example community's moderators a queue: reports, held posts and messages, of the last two weeks."""

import tomllib
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience, Post, State, Thread
from community.members.models import Member, Role
from community.safety import operations as safety
from community.safety.models import Case, Reason, WatchedPhrase

ITEMS = 200
SPAN = timedelta(days=14)
# How often people choose each reason, danger seldom.
REASONS = [Reason.UNKIND, Reason.MEDICAL, Reason.OTHER, Reason.SELLING, Reason.UNKIND, Reason.PRIVATE, Reason.MEDICAL]


def add_queue(content: Path) -> int:
    """Fill the queue up to ITEMS open cases, unless it has been filled before; return how many there are."""
    texts = tomllib.loads((content / "queue.toml").read_text(encoding="utf-8"))
    if WatchedPhrase.objects.filter(phrase=texts["watched"][-1]["phrase"]).exists():
        return Case.objects.open().count()
    for phrase in texts["watched"]:
        WatchedPhrase.objects.update_or_create(phrase=phrase["phrase"], defaults={"reason": phrase["reason"]})
    random = Random("queue")  # noqa: S311  (not a secret: the same cases each time)
    people = list(Member.objects.filter(role=Role.MEMBER, is_active=True).order_by("pk"))
    threads = list(Thread.objects.filter(locked=False, audience=Audience.PUBLIC).order_by("pk"))
    _hold(texts["held"], people, threads, random)
    for number, text in enumerate(texts["letters"]):
        safety.write_letter(text=text, member=random.choice(people) if number % 3 else None)
    _report(ITEMS - Case.objects.open().count(), texts["notes"], people, random)
    _spread(random)
    return Case.objects.open().count()


def _hold(texts: Sequence[str], people: Sequence[Member], threads: Sequence[Thread], random: Random) -> None:
    for thread, text in zip(cycle(random.sample(list(threads), min(len(threads), 20))), texts):
        token = uuid5(NAMESPACE_URL, text)
        forum.reply_to(thread, author=random.choice(people), text=richtext.from_plain(text), token=token)


def _report(count: int, notes: Sequence[str], people: Sequence[Member], random: Random) -> None:
    """Report this many posts, every fourth by two or three people."""
    about = set(Case.objects.filter(open_key__isnull=False).values_list("source", flat=True))
    posts = Post.objects.filter(state=State.PUBLISHED, author__role=Role.MEMBER).select_related("thread", "author")
    found = [
        post for post in random.sample(list(posts.order_by("pk")), min(len(posts), 2 * count)) if post.key not in about
    ]
    reasons = cycle(REASONS)
    for number, post in enumerate(islice(found, count)):
        others = [person for person in people if person != post.author]
        reason = Reason.DANGER if number % 50 == 25 else next(reasons)
        for reporter in random.sample(others, 1 if number % 4 else 2 + number % 8 // 4):
            safety.report(
                post.key,
                context=post.thread.key,
                member=reporter,
                reason=reason,
                note=random.choice(notes),
                text=post.plain,
                author=post.author,
            )


def _spread(random: Random) -> None:
    """Let the cases have come in over the last two weeks."""
    cases = list(Case.objects.open())
    now = timezone.now()
    for case in cases:
        case.opened_at = now - random.random() * SPAN
    Case.objects.bulk_update(cases, ["opened_at"])
