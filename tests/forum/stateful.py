"""A hypothesis state machine of a small community: after each step every stored figure is correct.

The expected state is known twice: by counting the rows again, and by what the machine itself remembers.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from community.content_warnings import Label
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import (
    Bookmark,
    Group,
    GroupTally,
    Post,
    Reaction,
    State,
    Support,
    Thread,
    ThreadMove,
    Visit,
)
from community.forum.selectors import entries
from community.forum.selectors.thread_page import thread_page
from community.forum.selectors.unread import with_new
from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications import socket_messages
from community.notifications.models import Kind, Notification
from community.notifications.selectors.notification_list import rows_for
from community.safety.models import WatchedPhrase
from tests.acts import make_member, reply, start
from tests.notifications.notifications import notify_followers

PEOPLE = 4
WHO = st.integers(0, PEOPLE - 1)
ANY = st.integers(0, 10_000)
LABELS = st.sampled_from([0, 0, Label.PROGNOSIS, Label.DEATH, Label.PROGNOSIS | Label.DEATH])
HELD = "miracle cure"
OWN = (Kind.SUPPORTED, Kind.MODERATED)  # not affected by muting


class CommunityMachine(RuleBasedStateMachine):
    """Two discussions and four members; `who` and `which` choose among them, and among the existing posts.

    Moderators merge the discussions, and split them into more."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        group = Group.objects.create(slug="living", name="Living")
        self.people = [make_member(f"Person{number}") for number in range(PEOPLE)]
        opening = [start(group, self.people[number], f"Discussion {number}") for number in range(2)]
        self.threads = [post.thread for post in opening]
        self.published: list[int] = [post.pk for post in opening]
        self.removed: list[int] = []
        self.held: list[int] = []
        self.saved: set[tuple[int, int]] = set()  # members and posts
        WatchedPhrase.objects.create(phrase=HELD)
        self.reactions: dict[int, dict[int, str]] = {}  # a post's reactions, by member
        self.moves: list[ThreadMove] = []
        self.unread_support: dict[int, set[int]] = {}  # who gave a post a reaction that its author has not read of

    def teardown(self) -> None:
        """Roll back everything."""
        transaction.set_rollback(True)
        self.undone.close()

    def thread(self, which: int) -> Thread:
        """Return one of the discussions, fresh from the database."""
        return Thread.objects.get(pk=self.threads[which % len(self.threads)].pk)

    def post(self, which: int, among: list[int]) -> Post:
        """Return one of these posts, fresh from the database."""
        return Post.objects.select_related("thread", "author").get(pk=among[which % len(among)])

    # Actions

    @rule(
        who=WHO, which=ANY, answers=st.none() | ANY, names=st.none() | WHO, labels=LABELS, held=st.sampled_from("nnny")
    )
    def writes(self, who: int, which: int, answers: int | None, names: int | None, labels: int, held: str) -> None:
        thread = self.thread(which)
        if not thread.published:
            return  # all its posts are removed, and it has no page
        to = None if answers is None else self.post(answers, self.published)
        to = to if to and to.thread_id == thread.pk else None
        words = "Thinking of you" if names is None else f"Thinking of you, @Person{names}"
        words, among = (f"{words} {HELD}", self.held) if held == "y" else (words, self.published)
        among.append(reply(thread, self.people[who], words, answers=to, labels=int(labels)).pk)

    @precondition(lambda self: self.held)
    @rule(which=ANY)
    def is_published_by_a_moderator(self, which: int) -> None:
        post = self.post(which, self.held)
        forum.approve_post(post)
        self.held.remove(post.pk)
        self.published.append(post.pk)

    @precondition(lambda self: self.held)
    @rule(which=ANY, by_author=st.booleans())
    def is_not_published(self, which: int, by_author: bool) -> None:
        post, before = self.post(which, self.held), (self.figures(), self.notification_rows())
        if by_author:
            forum.remove_post(post, by_author=True)
        else:
            forum.reject_post(post)
        self.held.remove(post.pk)
        assert (self.figures(), self.notification_rows()) == before

    @precondition(lambda self: self.published)
    @rule(which=ANY, labels=st.none() | LABELS)
    def edits(self, which: int, labels: int | None) -> None:
        post = self.post(which, self.published)
        assert post.author
        figures, notified = self.figures(), self.notification_rows()
        words = richtext.from_plain(f"In other words, {uuid4()}")
        labels = None if labels is None else int(labels)
        forum.edit_post(post, editor=post.author, text=words, version=post.version, labels=labels)
        assert self.figures() == figures
        if "@" in post.plain:  # a follower whose name was taken out hears of a reply instead (operations/correct.py)
            assert self.counted(self.notification_rows()) <= self.counted(notified)
        else:
            assert self.notification_rows() == notified if labels is None else self.nobody_is_notified_more(notified)

    @precondition(lambda self: self.published + self.held)
    @rule(which=ANY, labels=LABELS)
    def is_labelled(self, which: int, labels: int) -> None:
        post = self.post(which, self.published + self.held)
        figures, notified = self.figures(), self.notification_rows()
        had = post.thread.labels if post.begins else post.labels
        if had == labels:
            return
        if post.begins:
            forum.label_thread(post.thread, int(labels))
        else:
            forum.label_post(post, int(labels))
        assert self.figures() == figures
        assert self.nobody_is_notified_more(notified)

    @rule(who=WHO, labels=LABELS, for_good=st.booleans())
    def mutes(self, who: int, labels: int, for_good: bool) -> None:
        notified, until = self.notification_rows(), None if for_good else timezone.now() + timedelta(days=1)
        forum.mute_labels(self.people[who], int(labels), until=until)
        assert self.people[who].muted_labels == labels
        assert self.nobody_is_notified_more(notified)

    @rule(who=WHO)
    def muting_ends(self, who: int) -> None:
        """Let the clock end a span of muting: nothing runs at that moment."""
        notified, member = self.notification_rows(), self.people[who]
        if member.muted_until:
            member.mute(member.labels_to_mute, timezone.now())
        assert self.notification_rows() == notified

    @precondition(lambda self: self.published)
    @rule(who=WHO, which=ANY, on=st.booleans())
    def saves(self, who: int, which: int, on: bool) -> None:
        post, member = self.post(which, self.published), self.people[who]
        if on:
            forum.add_bookmark(post, member)
            self.saved.add((member.pk, post.pk))
        elif mine := Bookmark.objects.filter(member=member, post=post).first():
            forum.remove_bookmark(mine)
            self.saved.remove((member.pk, post.pk))

    @precondition(lambda self: self.published)
    @rule(which=ANY, by_author=st.booleans())
    def removes(self, which: int, by_author: bool) -> None:
        post = self.post(which, self.published)
        forum.remove_post(post, by_author=by_author)
        self.published.remove(post.pk)
        self.removed.append(post.pk)
        self.unread_support.pop(post.pk, None)

    @precondition(lambda self: self.removed)
    @rule(which=ANY)
    def puts_back(self, which: int) -> None:
        post, notified = self.post(which, self.removed), self.notification_rows()
        forum.restore_post(post)
        self.removed.remove(post.pk)
        self.published.append(post.pk)
        notify_followers()
        assert self.notification_rows() == notified

    @precondition(lambda self: self.published)
    @rule(who=WHO, which=ANY, reaction=st.sampled_from(Reaction))
    def supports(self, who: int, which: int, reaction: Reaction) -> None:
        post, member = self.post(which, self.published), self.people[who]
        if post.author == member:
            return
        if member.pk not in self.reactions.setdefault(post.pk, {}):
            self.unread_support.setdefault(post.pk, set()).add(member.pk)
        self.reactions[post.pk][member.pk] = reaction.value
        forum.give_support(post, member, reaction)

    @precondition(lambda self: self.reactions)
    @rule(who=WHO, which=ANY)
    def withdraws_support(self, who: int, which: int) -> None:
        post, member = self.post(which, list(self.reactions)), self.people[who]
        self.reactions[post.pk].pop(member.pk, None)
        self.unread_support.get(post.pk, set()).discard(member.pk)
        forum.take_support_back(post, member)

    @rule(who=WHO, which=ANY, on=st.booleans())
    def follows(self, who: int, which: int, on: bool) -> None:
        (forum.follow if on else forum.unfollow)(self.thread(which), self.people[who])

    @rule(who=WHO, which=ANY, page=ANY)
    def opens_a_page(self, who: int, which: int, page: int) -> None:
        """Open a page of a discussion, as the view does it."""
        member, thread = self.people[who], self.thread(which)
        page = page % thread.page_count + 1
        posts = entries.entries_on_page(thread, page, member)
        shown = thread_page(member, thread.pk)
        if not posts or not shown:
            return
        before = self.reading_state(member, thread)
        last = posts[-1].number
        forum.visit(member, thread, shown.reading, first=posts[0].number, number=last)
        number, read_through = self.reading_state(member, thread)
        assert number == max(before[0], last)
        assert before[1] <= read_through <= number

    @rule(which=ANY, into=ANY)
    def is_merged(self, which: int, into: int) -> None:
        source, target = self.thread(which), self.thread(into)
        if source.published and target.published and source != target:
            notify_followers()
            before = self.read_posts(source, target)
            self.moves.append(forum.merge_threads(source, target))
            assert before <= self.read_posts(source, target)

    @precondition(lambda self: len(self.threads) < 5)
    @rule(which=ANY, chosen=st.sets(st.integers(2, 9), min_size=1), into=st.none() | ANY)
    def is_split(self, which: int, chosen: set[int], into: int | None) -> None:
        source, target = self.thread(which), None if into is None else self.thread(into)
        movable = source.posts.filter(number__in=chosen, state__in=[State.PUBLISHED, State.REMOVED])
        numbers = list(movable.values_list("number", flat=True))
        is_readable = movable.filter(state=State.PUBLISHED).exists() and source.published
        if not is_readable or target == source or (target and not target.published):
            return
        notify_followers()
        before = self.read_posts(source, *filter(None, [target]))
        move = forum.split_thread(source, numbers, title="Another matter", into=target)
        self.moves.append(move)
        assert before <= self.read_posts(source, move.target)
        if target is None:
            self.threads.append(move.target)

    @precondition(lambda self: self.moves)
    @rule()
    def is_moved_back(self) -> None:
        """Undo the last move; a new discussion that has new posts stays."""
        move = self.moves.pop()
        notify_followers()
        with suppress(forum.NotPossible):
            forum.undo_move(move)

    @rule(who=WHO)
    def reads_all_notifications(self, who: int) -> None:
        member = self.people[who]
        notifications.read(member)
        own = set(member.posts.values_list("pk", flat=True))
        self.unread_support = {post: people for post, people in self.unread_support.items() if post not in own}

    # Invariants

    @invariant()
    def every_stored_figure_is_what_the_rows_say(self) -> None:
        call_command("recount", "--check", stdout=StringIO())
        for thread in Thread.objects.all():
            posts = list(thread.posts.order_by("number"))
            shown = [post for post in posts if post.pk in self.published]
            assert thread.published == bool(shown)
            assert thread.reply_count == sum(post.number != 1 for post in shown)
            assert thread.last_number == max((post.number or 0 for post in posts), default=0)
            if shown:
                assert (thread.last_activity_at, thread.last_poster_id) == (shown[-1].published_at, shown[-1].author_id)
        tally = GroupTally.objects.get()
        threads = Thread.objects.filter(published=True)
        assert (tally.thread_count, tally.post_count) == (threads.count(), len(self.published))
        assert tally.last_activity_at == max((thread.last_activity_at for thread in threads), default=None)

    @invariant()
    def every_post_is_where_and_what_it_was_left(self) -> None:
        states = dict(Post.objects.values_list("pk", "state"))
        assert {pk for pk, state in states.items() if state == State.PUBLISHED} == set(self.published)
        assert {pk for pk, state in states.items() if state == State.HELD} == set(self.held)
        assert not Post.objects.filter(number=1).exclude(labels=0).exists()
        assert not Post.objects.exclude(images=[]).exists()
        assert set(Bookmark.objects.values_list("member", "post")) == self.saved

    @invariant()
    def every_reaction_is_stored_once(self) -> None:
        stored = {
            post: (count, reactions)
            for post, count, reactions in Post.objects.values_list("pk", "support_count", "reactions")
        }
        for post, (count, reactions) in stored.items():
            mine = self.reactions.get(post, {})
            assert (count, reactions) == (len(mine), dict(Counter(mine.values())))
        assert Support.objects.count() == sum(len(mine) for mine in self.reactions.values())

    @invariant()
    def an_author_is_notified_of_support_while_somebody_is_left(self) -> None:
        notify_followers()
        rows = Notification.objects.unread().filter(kind=Kind.SUPPORTED)
        notified = sorted(rows.values_list("source", "recipient"))
        authors = dict(Post.objects.values_list("pk", "author"))
        assert notified == sorted(
            (f"post:{post}", authors[post]) for post, people in self.unread_support.items() if people
        )

    @invariant()
    def nobody_has_unread_notifications_of_removed_posts(self) -> None:
        notify_followers()
        shown = {(post.thread_id, post.number): post for post in Post.objects.filter(state=State.PUBLISHED)}
        keys = {post.key for post in shown.values()}
        for row in Notification.objects.unread():
            if row.open_key == row.context:
                news = [
                    post
                    for (thread, number), post in shown.items()
                    if row.context == f"thread:{thread}"
                    and (number or 0) >= (row.first_number or 0)
                    and post.author_id != row.recipient_id
                    and not self.hidden(post, row.recipient)
                ]
                assert news, row
            else:
                assert row.source in keys
                post = next(post for post in shown.values() if post.key == row.source)
                assert row.kind in OWN or not self.hidden(post, row.recipient), row

    @invariant()
    def the_count_at_the_bell_is_the_number_of_rows_in_the_list(self) -> None:
        notify_followers()
        for member in self.people:
            unread = list(member.notifications.unread())
            assert socket_messages.inbox_messages([member.pk])[member.pk]["unread"] == len(unread)
            assert len(rows_for(member, unread)) == len(unread)

    @invariant()
    def lists_leave_out_what_a_member_muted_and_nothing_else(self) -> None:
        for member in self.people:
            shown = Post.objects.filter(pk__in=self.published).select_related("thread")
            listed = {post.pk for post in shown if not self.hidden(post, member)}
            assert set(Post.objects.listed_for(member).values_list("pk", flat=True)) == listed
            threads = {thread.pk for thread in Thread.objects.filter(published=True) if not thread.muted_for(member)}
            assert set(Thread.objects.listed_for(member).values_list("pk", flat=True)) == threads

    @invariant()
    def no_visit_is_beyond_the_last_post(self) -> None:
        for visit in Visit.objects.select_related("thread"):
            assert visit.read_through <= visit.number <= visit.thread.last_number

    @invariant()
    def new_is_what_others_wrote_since_the_visit(self) -> None:
        for member in self.people:
            for thread in with_new(Thread.objects.visible_to(member), member):
                seen = Visit.objects.filter(member=member, thread=thread).values_list("number", flat=True).first()
                posts = thread.posts.filter(state=State.PUBLISHED, number__gt=seen or 0).exclude(author=member)
                new = [post for post in posts if post.author_id == member.pk or not post.labels & member.muted_labels]
                assert vars(thread)["new"] == (0 if seen is None else len(new))

    # Helpers

    def figures(self) -> list[dict[str, Any]]:
        """Return the discussions' figures, without the version that every change raises."""
        names = ("published", "reply_count", "last_number", "last_activity_at", "last_poster")
        return list(Thread.objects.order_by("pk").values(*names))

    def notification_rows(self) -> list[dict[str, Any]]:
        """Return all notifications."""
        notify_followers()
        return list(Notification.objects.order_by("pk").values("pk", "recipient", "first_number", "read_at"))

    def nobody_is_notified_more(self, before: list[dict[str, Any]]) -> bool:
        """Return whether there is no new row, and no read one is unread again."""
        unread = {row["pk"] for row in before if row["read_at"] is None}
        now = self.notification_rows()
        return {row["pk"] for row in now} <= {row["pk"] for row in before} and unread.issuperset(self.unread(now))

    def counted(self, rows: list[dict[str, Any]]) -> Counter[int]:
        """Count the unread notifications of each member."""
        return Counter(row["recipient"] for row in rows if row["read_at"] is None)

    def unread(self, rows: list[dict[str, Any]]) -> Iterator[int]:
        """Return the keys of the unread notifications."""
        return (row["pk"] for row in rows if row["read_at"] is None)

    def hidden(self, post: Post, member: Member) -> bool:
        """Return whether the member muted this post now, computed independently of the forum's code."""
        member = next(person for person in self.people if person.pk == member.pk)
        now = member.labels_to_mute if member.muted_until is None or member.muted_until > timezone.now() else 0
        about = post.labels | (0 if post.thread.author_id == member.pk else post.thread.labels)
        return post.author_id != member.pk and bool(about & now)

    def read_posts(self, *threads: Thread) -> set[tuple[int, int]]:
        """Return each member with the posts that count as read by them."""
        visits = Visit.objects.filter(thread__in=threads).values_list("member", "thread", "number")
        rows = list(Post.objects.filter(thread__in=threads).values_list("pk", "thread", "number", "state"))
        return {
            (member, post)
            for member, thread, number in visits
            for post, own, at, state in rows
            if own == thread and 0 < (at or 0) <= number and state != State.MOVED
        }

    def reading_state(self, member: Member, thread: Thread) -> tuple[int, int]:
        """Return the highest number seen, and read_through."""
        return Visit.objects.filter(member=member, thread=thread).values_list("number", "read_through").first() or (
            0,
            0,
        )
