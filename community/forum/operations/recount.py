"""Count every figure of threads, posts and groups again, to check or mend the stored ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, Max, Model, OuterRef, Q

from community.forum.models import Audience, Group, GroupTally, Post, State, Support, Thread
from community.forum.operations.changing import LIST, PAGE, bump_list, changing
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
    """Compare every stored figure with a fresh count, one row at a time under its lock; `mend` stores the count."""
    for pk in Thread.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield from _recount_thread(pk, mend)
    for group in Group.objects.all():
        for audience in Audience:
            yield from _recount_group(group, audience, mend)


def _recount_thread(pk: int, mend: bool) -> list[Difference]:
    with changing(Thread(pk=pk), shows=PAGE | LIST) as change:
        thread = change.thread
        figures = {name: value for name, value in figures_of(thread).items() if getattr(thread, name) != value}
        differences = [_difference(f"thread {pk}", thread, name, value) for name, value in figures.items()]
        posts = []
        for post, reactions in _wrong_posts(thread):
            differences += [_difference(f"post {post.pk}", post, name, value) for name, value in reactions.items()]
            for name, value in reactions.items():
                setattr(post, name, value)
            posts.append(post)
        if mend and differences:
            Post.objects.bulk_update(posts, ["support_count", "reactions"], batch_size=200)
            # Not through the locked instance: the group's figures are counted by themselves, not adjusted by these.
            if figures:
                Thread.objects.filter(pk=pk).update(**figures)
            change.moves_last_number = "last_number" in figures
        else:
            change.cancel()
    return differences


def _difference(what: str, row: Model, name: str, counted: object) -> Difference:
    return Difference(what, name, getattr(row, name), counted)


def _wrong_posts(thread: Thread) -> Iterator[tuple[Post, dict[str, object]]]:
    """The posts whose reactions are not as stored, each with what they should be."""
    reactions = reactions_in(Support.objects.filter(post__thread=thread))
    some = Exists(Support.objects.filter(post=OuterRef("pk")))
    for post in thread.posts.filter(some | Q(support_count__gt=0) | ~Q(reactions={})).order_by("pk"):
        own = reactions.get(post.pk, {})
        counted = {"support_count": sum(own.values()), "reactions": own}
        if wrong := {name: value for name, value in counted.items() if getattr(post, name) != value}:
            yield post, wrong


@transaction.atomic
def _recount_group(group: Group, audience: str, mend: bool) -> list[Difference]:
    # The lock comes first: whoever changes the figures waits until they are counted.
    tallies = GroupTally.objects.select_for_update(no_key=True)
    tally = tallies.filter(group=group, audience=audience).first() or GroupTally(group=group, audience=audience)
    threads = Thread.objects.filter(group=group, audience=audience, published=True)
    counted = threads.aggregate(thread_count=Count("pk"), last_activity_at=Max("last_activity_at"))
    counted["post_count"] = Post.objects.filter(thread__in=threads, state=State.PUBLISHED).count()
    wrong = {name: value for name, value in counted.items() if getattr(tally, name) != value}
    name_of_group = f"group {group.slug} ({audience})"
    differences = [_difference(name_of_group, tally, name, value) for name, value in wrong.items()]
    if mend and wrong:
        for name, value in wrong.items():
            setattr(tally, name, value)
        tally.save()
        bump_list(group.pk, audience)
    return differences
