"""Random sequences of acts by three moderators and two members, with what must hold after each of them."""

from collections.abc import Callable
from contextlib import ExitStack
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from community.core.exceptions import Conflict
from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Audience, Group, Post, State, Thread
from community.members.models import Role
from community.moderation import operations as moderation
from community.moderation.models import Act, AuditEntry
from community.moderation.operations import Decision
from community.notifications.models import Kind
from community.safety import operations as safety
from community.safety.models import Case, WatchedPhrase
from tests.acts import make_member, reply, start
from tests.moderation.deciding import WHY, reported
from tests.notifications.mails import mails_to, text_of, wants
from tests.notifications.notifications import notify_followers

ANY = st.integers(0, 10_000)
REFUSALS = (Conflict, PermissionDenied)
EDITED = richtext.from_plain("A moderator wrote this.")
ON_POSTS: dict[str, Callable[[Post, Decision], AuditEntry]] = {
    "approve": moderation.approve_post,
    "reject": moderation.reject_post,
    "remove": moderation.remove_post,
    "restore": moderation.restore_post,
    "return": moderation.return_post,
    "edit": lambda post, decision: moderation.edit_post(post, decision, text=EDITED),
    "label": lambda post, decision: moderation.label_post(post, decision, labels=1),
    "ask to erase": moderation.ask_redaction,
    "do not erase": moderation.cancel_redaction,
    "erase": moderation.redact_post,
}
ON_THREADS: dict[str, Callable[[Thread, Decision], AuditEntry]] = {
    "lock": moderation.lock_thread,
    "unlock": moderation.unlock_thread,
    "narrow": lambda thread, decision: moderation.narrow_thread(thread, decision, audience=Audience.MEMBERS),
    "label": lambda thread, decision: moderation.label_thread(thread, decision, labels=2),
}
ON_CASES: dict[str, Callable[[Case, Decision], AuditEntry]] = {
    "leave": moderation.reject_report,
    "settle": moderation.settle_case,
    "reopen": moderation.reopen_case,
}
# What is published cannot be held again: its opposite removes it, or publishes it.
WITHOUT_WAY_BACK = {Act.APPROVE_POST, Act.REJECT_POST}


class ModerationMachine(RuleBasedStateMachine):
    """Two discussions, two members who write and report, and three moderators; each post has a word of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        WatchedPhrase.objects.create(phrase="miracle cure")
        self.members = [make_member(name) for name in ("Ines", "Maria")]
        self.moderators = [make_member(name, Role.MODERATOR) for name in ("Ruth", "Ada", "Tom")]
        self.reader = make_member("Joan")
        wants(self.reader, *Kind)
        group = Group.objects.create(slug="living", name="Living")
        self.threads = [start(group, each, f"Discussion {each}", "Canary0.").thread for each in self.members]
        for thread in self.threads:
            forum.follow(thread, self.reader)
        self.number = 0
        self.guest, self.browser = Client(), Client()
        self.browser.force_login(self.reader, backend=settings.AUTHENTICATION_BACKENDS[0])
        self.before: dict[int, Any] = {}  # what an act changed, as it was, by the key of its entry

    def teardown(self) -> None:
        """Roll back everything."""
        transaction.set_rollback(True)
        self.undone.close()

    # Actions of members

    @rule(who=ANY, which=ANY, held=st.booleans())
    def writes(self, who: int, which: int, held: bool) -> None:
        self.number += 1
        words = f"Canary{self.number} sings{' of a miracle cure' if held else ''}."
        try:
            reply(self._thread(which), self.members[who % 2], words)
        except PermissionDenied:
            assert self._thread(which).locked

    @rule(who=ANY, which=ANY)
    def reports(self, who: int, which: int) -> None:
        post = self._post(which)
        if post.is_published:
            reported(post, self.members[who % 2])

    @rule(which=ANY)
    def removes_their_own(self, which: int) -> None:
        post = self._post(which)
        if post.state in (State.PUBLISHED, State.HELD):
            forum.remove_post(post, by_author=True)

    # Acts of moderators

    @rule(who=ANY, which=ANY, act=st.sampled_from(sorted(ON_POSTS)), with_case=st.booleans())
    def decides_about_a_post(self, who: int, which: int, act: str, with_case: bool) -> None:
        post = self._post(which)
        case = Case.objects.filter(open_key=post.key).first() if with_case else None
        self._decide(who, post, lambda decision: ON_POSTS[act](post, decision), case)

    @rule(who=ANY, which=ANY, act=st.sampled_from(sorted(ON_THREADS)))
    def decides_about_a_discussion(self, who: int, which: int, act: str) -> None:
        thread = self._thread(which)
        self._decide(who, thread, lambda decision: ON_THREADS[act](thread, decision))

    @precondition(lambda self: Case.objects.exists())
    @rule(who=ANY, which=ANY, act=st.sampled_from(sorted(ON_CASES)))
    def decides_about_a_case(self, who: int, which: int, act: str) -> None:
        case = self._one(Case.objects.order_by("pk"), which)
        self._decide(who, case, lambda decision: ON_CASES[act](case, decision))

    @precondition(lambda self: Case.objects.exists())
    @rule(who=ANY, which=ANY, take_over=st.booleans())
    def claims(self, who: int, which: int, take_over: bool) -> None:
        case, moderator = self._one(Case.objects.order_by("pk"), which), self.moderators[who % 3]
        try:
            safety.claim_case(case, by=moderator, take_over=take_over)
        except Conflict:
            assert not case.is_open or case.claimed_from(moderator)

    @precondition(lambda self: AuditEntry.objects.exists())
    @rule(who=ANY, which=ANY)
    def undoes(self, who: int, which: int) -> None:
        entry = self._one(AuditEntry.objects.order_by("-pk"), which % 4)
        undoing = self._decide(who, None, lambda decision: moderation.undo(entry, decision))
        if undoing and entry.act not in WITHOUT_WAY_BACK and entry.pk in self.before:
            key, was = self.before[entry.pk]
            assert self._snapshot_of(key) == was, f"{undoing.act} does not restore what {entry.act} changed"

    # What must hold

    @invariant()
    def every_figure_is_that_of_a_recount(self) -> None:
        call_command("recount", check=True, stdout=StringIO())

    @invariant()
    def nobody_reads_what_is_held_rejected_removed_or_erased(self) -> None:
        hidden = Post.objects.exclude(state=State.PUBLISHED).exclude(plain="")
        words = {post.plain.split()[0].rstrip(".") for post in hidden if post.plain.startswith("Canary")} - {"Canary0"}
        if not words:
            return
        notify_followers()
        surfaces = {f"mail {number}": text_of(mail) for number, mail in enumerate(mails_to(self.reader))}
        paths = ["/", "/groups/living/", "/search/?q=sings", *(thread.get_absolute_url() for thread in self.threads)]
        paths += [f"/members/{member}/" for member in self.members]
        for client in (self.guest, self.browser):
            surfaces |= {f"{path} {id(client)}": client.get(path).text for path in [*paths, "/notifications/"]}
        for name, text in surfaces.items():
            found = [word for word in words if f"{word} " in text or f"{word}." in text]
            assert not found, f"{found} in {name}"

    @invariant()
    def a_case_is_open_once_a_source_and_closed_by_somebody(self) -> None:
        for case in Case.objects.all():
            assert case.is_open == (case.open_key == case.source)
            assert case.is_open or case.claimed_by is None

    # Helpers

    def _decide(
        self,
        who: int,
        row: Post | Thread | Case | None,
        act: Callable[[Decision], AuditEntry],
        case: Case | None = None,
    ) -> AuditEntry | None:
        """Apply an act: one entry in the log, or a refusal that changes nothing there."""
        count = AuditEntry.objects.count()
        key = "" if row is None else f"case:{row.pk}" if isinstance(row, Case) else row.key
        was = self._snapshot_of(key) if key else None
        try:
            with transaction.atomic():
                entry = act(Decision(by=self.moderators[who % 3], reason=WHY, case=case))
        except REFUSALS:
            assert AuditEntry.objects.count() == count
            return None
        assert AuditEntry.objects.count() == count + 1
        if key:
            self.before[entry.pk] = (key, was)
        return entry

    def _snapshot_of(self, key: str) -> Any:
        prefix, _, pk = key.partition(":")
        if prefix == "post":
            return Post.objects.values_list("state", "removed_by_author", "labels", "plain").get(pk=pk)
        if prefix == "thread":
            return Thread.objects.values_list("locked", "audience", "labels", "pinned_until").get(pk=pk)
        return Case.objects.values_list("state").get(pk=pk)

    def _thread(self, which: int) -> Thread:
        return Thread.objects.get(pk=self.threads[which % 2].pk)

    def _post(self, which: int) -> Post:
        return self._one(Post.objects.select_related("thread", "author").order_by("-pk"), which)

    def _one[Row: (Post, Case, AuditEntry)](self, rows: Any, which: int) -> Row:
        found: list[Row] = list(rows[:12])
        return found[which % len(found)]
