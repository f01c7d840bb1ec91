"""Generate a community of any size for benchmarks, in bulk: the same rows for the same sizes, with correct counters.

The texts are a few hundred of the example's, sanitised once each. Everything is one transaction, so that foreign keys
are checked at its end.
"""

import json
import random
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import connection

from community.core.models import changing_site
from community.core.text import richtext
from community.demo import bulk, writing
from community.demo.crowd import BEGINS, Sizes, SketchedPost, sketch_posts
from community.education.models import Condition, Topic
from community.education.operations import load_content
from community.forum.models import (
    Audience,
    Follow,
    Group,
    GroupTally,
    Post,
    PostTerms,
    Reaction,
    State,
    Support,
    Thread,
    ThreadTerms,
    Visit,
)
from community.forum.models.group import narrower
from community.forum.operations.start import slug_for
from community.members.models import HUES, Member
from community.search.terms import index_terms

CONTENT = Path(__file__).parent / "content"
GROUPS = 12
TEXTS = 400
BATCH = 50_000  # posts whose terms are written together
NO_PASSWORD = "!generated"  # noqa: S105  (not a valid hash: nobody can sign in)
SUPPORTED = 0.2
REACTIONS = (Reaction.HUG, Reaction.HUG, Reaction.THANKS, Reaction.SAME, Reaction.HELPFUL)
MODELS_WITH_KEYS = [Member, EmailAddress, Thread, Post]


@dataclass(slots=True)
class GeneratedThread:
    """A thread while its posts are generated; members are numbered from 0."""

    group: Group
    audience: str
    opened_by: int = 0
    opened_at: int = 0
    keys: array[int] = field(default_factory=lambda: array("Q"))
    shown: int = 0
    last_at: int = 0
    last_by: int = 0
    support: int = 0  # reactions to its opening post
    readers: dict[int, int] = field(default_factory=dict)  # the last number that each author has seen


class Generator:
    """Generates one community; `steps` yields a sentence after each part."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes = sizes
        self.dice = random.Random(f"{sizes}")  # noqa: S311  (not a secret: the same rows each time)
        self.members = bulk.first_key(Member)
        self.threads = bulk.first_key(Thread)
        self.posts = bulk.first_key(Post)
        self.support: list[bulk.Row] = []
        self.terms_of = cache(index_terms)

    def steps(self) -> Iterator[str]:
        """Write everything. Raises ValueError for impossible sizes."""
        with changing_site():
            yield from self._steps()

    def _steps(self) -> Iterator[str]:
        if not Condition.objects.exists():
            load_content(CONTENT / "education")
        texts, titles = _texts()
        self._write_members()
        yield f"{self.sizes.members:,} members are there."
        groups = self._groups()
        threads = [_new_thread(number, groups) for number in range(self.sizes.threads)]
        bulk.write(Post, POST, self._post_rows(threads, texts))
        yield f"{self.sizes.posts:,} posts are there."
        bulk.write(Thread, THREAD, self._thread_rows(threads, titles))
        bulk.write(ThreadTerms, ["thread", "terms"], self._title_terms())
        for rows in self._post_terms():
            bulk.write(PostTerms, ["post", "terms"], rows)
        yield "Posts and titles can be searched for."
        topics = list(Topic.objects.values_list("pk", flat=True))
        of_topics = (
            (self.threads + number, topics[(number + more) % len(topics)])
            for number in range(len(threads))
            for more in range(min(1 + number % 2, len(topics)))
        )
        bulk.write(Thread.topics.through, ["thread", "topic"], of_topics)
        yield f"{self.sizes.threads:,} discussions are there."
        bulk.write(Support, ["post", "member", "reaction", "given_at"], self.support)
        bulk.write(Follow, ["thread", "member", "active", "since"], self._follow_rows(threads))
        bulk.write(Visit, ["member", "thread", "number", "read_through", "visited_at"], self._visit_rows(threads))
        _write_tallies(threads)
        bulk.restart_keys(*MODELS_WITH_KEYS)
        yield "What members follow, how far they have read, and whom they support is there."

    def _title_terms(self) -> list[bulk.Row]:
        titles = Thread.objects.filter(published=True, pk__gte=self.threads).values_list("pk", "title")
        return [(pk, self.terms_of(title)) for pk, title in titles]

    def _post_terms(self) -> Iterator[list[bulk.Row]]:
        """The rows of published posts, batch by batch: a text is worked out once, however many posts have it."""
        after = self.posts - 1
        while True:
            posts = Post.objects.filter(state=State.PUBLISHED, pk__gt=after).order_by("pk").values_list("pk", "plain")
            rows = [(pk, self.terms_of(plain)) for pk, plain in posts[:BATCH]]
            if not rows:
                return
            yield rows
            after = rows[-1][0]

    def _write_members(self) -> None:
        keys = range(self.members, self.members + self.sizes.members)
        joined = bulk.timestamp(BEGINS - 86_400)
        names = ["id", "username", "email", "password", "hue", "date_joined"]
        rows = (
            (key, f"person-{key}", f"person-{key}@people.example.org", NO_PASSWORD, key % HUES + 1, joined)
            for key in keys
        )
        bulk.write(Member, names, rows)
        addresses = ((key, f"person-{key}@people.example.org", True, True) for key in keys)
        bulk.write(EmailAddress, ["user", "email", "verified", "primary"], addresses)

    def _groups(self) -> list[Group]:
        condition = Condition.objects.first()
        last = bulk.first_key(Group)
        return [
            Group.objects.create(
                name=f"Generated group {number}",
                slug=f"generated-{last + number}",
                description="Built for measuring.",
                audience=Audience.MEMBERS if number == GROUPS - 1 else Audience.PUBLIC,
                condition=None if number else condition,
                position=number,
            )
            for number in range(GROUPS)
        ]

    def _post_rows(self, threads: Sequence[GeneratedThread], texts: Sequence[richtext.RichText]) -> Iterator[bulk.Row]:
        for key, sketch in enumerate(sketch_posts(self.sizes, self.dice), start=self.posts):
            thread, at = threads[sketch.thread], bulk.timestamp(sketch.at)
            _count_post(thread, sketch, key)
            reactions, count = (
                ("{}", 0) if sketch.removed or self.dice.random() > SUPPORTED else self._reactions(key, sketch, at)
            )
            if sketch.number == 1:
                thread.support = count
            text = texts[sketch.text % len(texts)]
            yield (
                key,
                self.threads + sketch.thread,
                sketch.number,
                self.members + sketch.author,
                thread.keys[sketch.answers - 1] if sketch.answers else None,
                State.REMOVED.value if sketch.removed else State.PUBLISHED.value,
                text.html,
                text.plain,
                UUID(int=key).hex,
                at,
                at,
                at if sketch.removed else None,
                count,
                reactions,
            )

    def _reactions(self, key: int, sketch: SketchedPost, at: str) -> tuple[str, int]:
        """Add one to four members' reactions to a post; return the post's JSON of them, and their number."""
        count = min(1 + int(self.dice.random() * 4), self.sizes.members - 1)
        givers = [self.members + (sketch.author + step) % self.sizes.members for step in range(1, count + 1)]
        reactions = [self.dice.choice(REACTIONS).value for _ in givers]
        self.support += [(key, giver, reaction, at) for giver, reaction in zip(givers, reactions, strict=True)]
        return json.dumps(Counter(reactions)), count

    def _thread_rows(self, threads: Sequence[GeneratedThread], titles: Sequence[str]) -> Iterator[bulk.Row]:
        for number, thread in enumerate(threads):
            title = f"{titles[number % len(titles)][:120]} ({number + 1})"
            key, last = self.threads + number, len(thread.keys)
            counts = (
                thread.shown - 1,
                thread.support,
                last,
                bulk.timestamp(thread.last_at),
                self.members + thread.last_by,
                last,
            )
            opened = (self.members + thread.opened_by, title, slug_for(title), thread.audience, True)
            yield key, thread.group.pk, *opened, bulk.timestamp(thread.opened_at), *counts

    def _follow_rows(self, threads: Sequence[GeneratedThread]) -> Iterator[bulk.Row]:
        for number, thread in enumerate(threads):
            since = bulk.timestamp(thread.opened_at)
            for member in thread.readers:
                yield self.threads + number, self.members + member, self.dice.random() > 0.05, since

    def _visit_rows(self, threads: Sequence[GeneratedThread]) -> Iterator[bulk.Row]:
        for number, thread in enumerate(threads):
            at = bulk.timestamp(thread.last_at)
            for member, seen in thread.readers.items():
                yield self.members + member, self.threads + number, seen, seen, at


POST = ["id", "thread", "number", "author", "answers", "state", "html", "plain", "token"]
POST += ["created_at", "published_at", "removed_at", "support_count", "reactions"]
THREAD = ["id", "group", "author", "title", "slug", "audience", "published", "created_at"]
THREAD += ["reply_count", "support_count", "last_number", "last_activity_at", "last_poster", "version"]


def analyse() -> None:
    """Update PostgreSQL's statistics and visibility map, as autovacuum does after a while."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # VACUUM cannot run within a transaction.
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _texts() -> tuple[list[richtext.RichText], list[str]]:
    """Return some texts of the example, sanitised, and its titles."""
    threads = writing.threads(CONTENT / "community")
    written = list(dict.fromkeys(reply.text for thread in threads for reply in thread.replies))
    return [richtext.from_plain(text) for text in written[:: max(len(written) // TEXTS, 1)][:TEXTS]], [
        thread.title for thread in threads
    ]


def _new_thread(number: int, groups: Sequence[Group]) -> GeneratedThread:
    """Put every second thread into the first group, and make every tenth for members only."""
    group = groups[0] if number % 2 == 0 else groups[number // 2 % len(groups)]
    return GeneratedThread(group, narrower(Audience.MEMBERS if number % 10 == 7 else Audience.PUBLIC, group.audience))


def _count_post(thread: GeneratedThread, sketch: SketchedPost, key: int) -> None:
    """Count a post in its thread."""
    thread.keys.append(key)
    thread.readers[sketch.author] = sketch.number
    if sketch.number == 1:
        thread.opened_by, thread.opened_at = sketch.author, sketch.at
    if not sketch.removed:
        thread.shown, thread.last_at, thread.last_by = thread.shown + 1, sketch.at, sketch.author


def _write_tallies(threads: Sequence[GeneratedThread]) -> None:
    """Write the counters of each group and audience."""
    tallies: dict[tuple[int, str], list[GeneratedThread]] = {}
    for thread in threads:
        tallies.setdefault((thread.group.pk, thread.audience), []).append(thread)
    rows = (
        (
            group,
            audience,
            len(within),
            sum(thread.shown for thread in within),
            bulk.timestamp(max(thread.last_at for thread in within)),
        )
        for (group, audience), within in tallies.items()
    )
    bulk.write(GroupTally, ["group", "audience", "thread_count", "post_count", "last_activity_at"], rows)
