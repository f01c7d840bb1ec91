"""Count every figure of threads, posts and groups again, to prove or mend what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q

from community.forum.models import Audience, Group, GroupTally, Post, State, Support, Thread
from community.forum.operations.changing import bump_list, bump_thread
from community.forum.operations.counters import figures_of, reactions_in


@dataclass(frozen=True)
class Difference:
    """A stored figure that is not what the rows say."""

    what: str
    name: str
    stored: object
    counted: object

    def __str__(self) -> str:
        return f"{self.what}: {self.name} is {self.stored}, counted {self.counted}"


def recount(*, mend: bool) -> Iterator[Difference]:
    """Compare every stored figure with a fresh count, a thread at a time under its lock; `mend` stores the count."""
    for pk in Thread.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            found = list(_recount_thread(Thread.objects.select_for_update(no_key=True).get(pk=pk), mend))
        yield from found
    for group in Group.objects.all():
        for audience in Audience:
            with transaction.atomic():
                found = list(_recount_group(group, audience, mend))
            yield from found


def _recount_thread(thread: Thread, mend: bool) -> Iterator[Difference]:
    counted = figures_of(thread)
    wrong = {name: value for name, value in counted.items() if getattr(thread, name) != value}
    for name, value in wrong.items():
        yield Difference(f"thread {thread.pk}", name, getattr(thread, name), value)
        setattr(thread, name, value)
    posts = []
    for post, figures in _wrong_posts(thread):
        for name, value in figures.items():
            yield Difference(f"post {post.pk}", name, getattr(post, name), value)
            setattr(post, name, value)
        posts.append(post)
    if mend and (wrong or posts):
        Post.objects.bulk_update(posts, ["support_count", "reactions"], batch_size=200)
        bump_thread(thread)
        thread.save(update_fields=[*wrong, "version"])
        bump_list(thread.group_id, thread.audience)


def _wrong_posts(thread: Thread) -> Iterator[tuple[Post, dict[str, object]]]:
    """The posts whose reactions are not as stored, each with what they should be."""
    reactions = reactions_in(Support.objects.filter(post__thread=thread))
    some = Exists(Support.objects.filter(post=OuterRef("pk")))
    for post in thread.posts.filter(some | Q(support_count__gt=0) | ~Q(reactions={})).order_by("pk"):
        own = reactions.get(post.pk, {})
        counted = {"support_count": sum(own.values()), "reactions": own}
        if wrong := {name: value for name, value in counted.items() if getattr(post, name) != value}:
            yield post, wrong


def _recount_group(group: Group, audience: str, mend: bool) -> Iterator[Difference]:
    # The lock comes first: whoever changes the figures waits until they are counted.
    tallies = GroupTally.objects.select_for_update(no_key=True)
    tally = tallies.filter(group=group, audience=audience).first()
    threads = Thread.objects.filter(group=group, audience=audience, published=True)
    posts = Post.objects.filter(thread__in=threads, state=State.PUBLISHED).count()
    counted = threads.aggregate(thread_count=Count("pk"), last_activity_at=Max("last_activity_at"))
    counted["post_count"] = posts
    stored = tally or GroupTally(group=group, audience=audience)
    wrong = {name: value for name, value in counted.items() if getattr(stored, name) != value}
    for name, value in wrong.items():
        yield Difference(f"group {group.slug} ({audience})", name, getattr(stored, name), value)
        setattr(stored, name, value)
    if wrong and mend:
        stored.version += 1
        stored.save()
