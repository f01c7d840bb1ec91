"""One row for each operation of each app: how to call it, and which cached pages it must change.

A row is run in a small community whose pages are cached for a guest and a member. After the call every page must equal
one that is built without cache, and just the pages that the row names must have changed (tests/forum/
test_operations_table.py). tests/long/test_removed_bumps.py proves that a row fails for every bump that is left out.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, cast
from uuid import UUID, uuid4

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.apps import apps
from django.core.cache import caches
from django.db import transaction
from django.db.models import Q
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from community.composing import operations as composing
from community.composing.models import Draft
from community.content_warnings import Label
from community.core.caching.held import Held
from community.core.text import richtext
from community.core.text.passages import Passages
from community.demo.crowd import Sizes
from community.demo.generating import Generator
from community.education import operations as education
from community.education.models import Condition, Page, Section, State, Topic
from community.forum import operations as forum
from community.forum.models import Bookmark, Group, GroupTally, Post, Reaction, Thread, ThreadMove
from community.home import operations as home
from community.members import operations as members
from community.members.models import Member, Role, Sanction
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry, CannedReason, MemberNote
from community.moderation.operations import Decision
from community.newsletter import operations as newsletter
from community.notifications import operations as notifications
from community.notifications.models import Event, Kind, Stop
from community.notifications.reply_addresses import reply_address
from community.safety import operations as safety
from community.safety.models import Case, Report, WatchedPhrase
from tests.acts import add_picture, make_member, reply, start
from tests.education.reading import CONTENT, FIRST_TAB

BACKEND = "community.members.sessions.MemberBackend"
CACHES = ("default", "pages", "posts", "parts")
# What differs in each rendering: a masked token, the token of an empty form, the moment of the bell.
ONCE = re.compile(r'(?<=")([A-Za-z0-9]{64}|[0-9a-f-]{36}|\d{16})(?=")')
NOW = timezone.now
PROGNOSIS, DEATH = int(Label.PROGNOSIS), int(Label.DEATH)
# Asked anew each time, from rows that are cached: they must be right, and are not listed as changing.
NOT_LISTED = {"search", "related"}
WHY = "It names a clinic and a doctor."
WORDS = {"phrase": "holy water", "is_pattern": False, "reason": "medical", "note": "", "effect": "hold", "is_on": True}


class StalePage(AssertionError):
    """A cached page is not what the database says, or did not change as its row says."""


@dataclass
class Community:
    """A small community, with rows loaded anew at each use: operations change the instances that they get."""

    people: dict[str, int] = field(default_factory=dict)
    threads: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)

    def member(self, name: str) -> Member:
        """Load a member."""
        return Member.objects.get(pk=self.people[name])

    def thread(self, name: str) -> Thread:
        """Load a thread."""
        return Thread.objects.get(pk=self.threads[name])

    def post(self, name: str) -> Post:
        """Load a post with its thread."""
        return Post.objects.select_related("thread", "author").get(pk=self.posts[name])

    def group(self, slug: str) -> Group:
        """Load a group."""
        return Group.objects.get(slug=slug)

    def case(self, name: str) -> Case:
        """Load the open case about a post."""
        return Case.objects.get(open_key=self.post(name).key)

    def decision(self, **more: Any) -> Decision:
        """A decision of the moderator's."""
        return Decision(by=self.member("Ruth"), reason=WHY, **more)

    def by_another(self) -> Decision:
        """A decision of the other moderator's."""
        return Decision(by=self.member("Rosa"), reason=WHY)

    def undo(self, name: str) -> AuditEntry:
        """Undo a moderator's action that the community has seen."""
        return moderation.undo(AuditEntry.objects.get(pk=self.entries[name]), self.decision())


def small_community() -> Community:
    """Create members, two groups with discussions, and a page of education that shows them."""
    community = Community()
    for name, role in [
        ("Maria", Role.MEMBER),
        ("Ines", Role.MEMBER),
        ("Joan", Role.MEMBER),
        ("Ruth", Role.MODERATOR),
        ("Rosa", Role.MODERATOR),
    ]:
        community.people[name] = make_member(name, role).pk
    topic = Topic.objects.create(slug="sleep", name="Sleep")
    condition = Condition.objects.create(slug="recurrent-breast-cancer", title="Plain")
    page = Page.objects.create(condition=condition, slug="symptoms-causes", title="One", state=State.PUBLISHED)
    Section.objects.create(page=page, slug="first", heading="First", html="<p>Words</p>").topics.add(topic)
    group = Group.objects.create(slug="breast-cancer", name="Breast Cancer", condition=condition)
    Group.objects.create(slug="other", name="Other", position=1)
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    _discussions(community, group, topic)
    _moderated(community)
    _paths(community)
    community.clients["guest"] = Client()
    community.clients["member"] = Client()
    community.clients["member"].force_login(community.member("Joan"), backend=BACKEND)
    return community


def _discussions(community: Community, group: Group, topic: Topic) -> None:
    maria, ines, joan = (community.member(name) for name in ("Maria", "Ines", "Joan"))
    posts = community.posts
    opening = start(group, maria, "It came back", topics=[topic])
    thread = opening.thread
    posts["opening"], posts["reply"] = opening.pk, reply(thread, ines, "Thinking of you.").pk
    posts["hugged"] = reply(thread, ines, "Me too.").pk
    forum.give_support(community.post("hugged"), joan, Reaction.HUG)
    forum.give_support(community.post("opening"), ines, Reaction.HUG)
    removed = reply(thread, ines, "This was for another place.")
    posts["removed by author"] = forum.remove_post(removed, by_author=True).pk
    removed = reply(thread, ines, "Something unkind.")
    posts["removed by moderator"] = forum.remove_post(removed, by_author=False).pk
    posts["held"] = reply(thread, ines, "A miracle cure.").pk
    posts["last"] = reply(thread, joan, "Good night.").pk
    pinned = start(group, maria, "Welcome").thread
    forum.pin(pinned, NOW() + timedelta(days=9))
    # Every figure of this one is wrong, and those of the group that it is in.
    miscounted = start(community.group("other"), maria, "Miscounted").thread
    posts["miscounted"] = miscounted.posts.get().pk
    Thread.objects.filter(pk=miscounted.pk).update(reply_count=7)
    Post.objects.filter(thread=miscounted).update(support_count=5, reactions={"hug": 5})
    GroupTally.objects.filter(group__slug="breast-cancer").update(thread_count=40)
    community.threads |= {"open": thread.pk, "pinned": pinned.pk, "miscounted": miscounted.pk}
    community.threads["held"] = start(group, ines, "A miracle cure").thread.pk
    posts["held opening"] = Post.objects.get(thread=community.threads["held"]).pk
    forum.add_bookmark(community.post("reply"), joan)
    composing.save_draft(joan, thread.key, body="<p>A draft</p>", rich=True)


def _moderated(community: Community) -> None:
    """Report a post, and let the moderator do one thing of each kind that can be undone."""
    for name in ("reply", "hugged"):
        _report(community, name)
    thread, ines = community.thread("open"), community.member("Ines")
    post = reply(thread, ines, "Hello.")
    community.entries["remove"] = moderation.remove_post(post, community.decision()).pk
    taken_over = forum.remove_post(reply(thread, ines, "Oh."), by_author=True)
    community.posts["taken over"] = taken_over.pk
    community.entries["take over"] = moderation.remove_post(taken_over, community.decision()).pk
    settled = moderation.reject_report(community.case("hugged"), community.decision())
    community.entries["settle"] = settled.pk


def _open_case() -> Case:
    return Case.objects.open().latest("pk")


def _drafts_redacted() -> object:
    return composing.redact_drafts("post:1", Passages(["Hello to all of you"]), without_quote=lambda html: html)


def _asked_and_cancelled(community: Community) -> object:
    moderation.ask_redaction(community.post("reply"), community.decision())
    return moderation.cancel_redaction(community.post("reply"), community.decision())


def _asked_and_redacted(community: Community) -> object:
    moderation.ask_redaction(community.post("reply"), community.decision())
    return moderation.redact_post(community.post("reply"), community.by_another())


def _report(community: Community, name: str, token: UUID | None = None) -> object:
    post = community.post(name)
    fields = {"reason": "unkind", "note": "", "text": post.plain, "author": post.author}
    return safety.report(post.key, context=post.thread.key, member=community.member("Maria"), token=token, **fields)


def _add_to_report(community: Community) -> object:
    report: Any = _report(community, "last", uuid4())
    return safety.add_to_report(report, reason="other", note="", page="/", token=uuid4())


def _paths(community: Community) -> None:
    community.paths = {
        "thread": community.thread("open").get_absolute_url(),
        "miscounted": community.thread("miscounted").get_absolute_url(),
        "group": "/groups/breast-cancer/",
        "supported": "/groups/breast-cancer/?order=supported",
        "other": "/groups/other/",
        "front": "/",
        "article": FIRST_TAB,
        "search": "/search/?q=came+back+welcome+miscounted+miracle+night+unkind",
        "related": f"/related/{community.threads['open']}/",
    }


type Pages = dict[tuple[str, str], str]


def pages_of(community: Community) -> Pages:
    """Open every page as the guest and the member, and leave no trace of it, such as a visit."""
    pages = {}
    for who, client in community.clients.items():
        for name, path in community.paths.items():
            with transaction.atomic():
                answer = client.get(path)
                transaction.set_rollback(True)
            pages[who, name] = f"{answer.status_code} {ONCE.sub('', answer.content.decode())}"
    return pages


class Warm:
    """The community's pages, all cached: each row starts from this state of the caches."""

    def __init__(self, community: Community) -> None:
        self.community = community
        clear_caches()
        self.before = pages_of(community)
        self.stored = {name: (dict(caches[name]._cache), dict(caches[name]._expire_info)) for name in CACHES}

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Run in a transaction that is rolled back, with every page cached."""
        clear_caches()
        for name, (values, expiry) in self.stored.items():
            caches[name]._cache.update(values)
            caches[name]._expire_info.update(expiry)
        with transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)


def clear_caches() -> None:
    """Forget every cached page and part."""
    for name in CACHES:
        caches[name].clear()
    for held in Held.all:
        held.forget()


@dataclass(frozen=True)
class Row:
    """An operation as `app.name`, its call, and the names of the pages that change, for the guest and the member."""

    operation: str
    call: Callable[[Community], object]
    changes: str = ""
    variant: str = ""
    for_member: str = ""  # pages that change for the member alone

    def __str__(self) -> str:
        return f"{self.operation}, {self.variant}" if self.variant else self.operation

    def check(self, warm: Warm) -> None:
        """Call the operation, and compare all pages. Raises StalePage."""
        with warm.restored():
            self.call(warm.community)
            cached = pages_of(warm.community)
            clear_caches()
            with override_settings(PAGE_CACHE=0):
                built = pages_of(warm.community)
        stale = [f"{name} for the {who}" for who, name in built if cached[who, name] != built[who, name]]
        if stale:
            raise StalePage(f"{self}: stale {', '.join(stale)}")
        changed = {key for key, page in cached.items() if page != warm.before[key] and key[1] not in NOT_LISTED}
        expected = {(who, name) for name in self.changes.split() for who in ("guest", "member")}
        expected |= {("member", name) for name in self.for_member.split()}
        if changed != expected:
            raise StalePage(f"{self}: not as listed: {sorted(changed ^ expected)}")


def operations() -> dict[str, Callable[..., Any]]:
    """Every function that an app's operations offer, as `app.name`. An app without `__all__` raises."""
    found = {}
    for config in apps.get_app_configs():
        path = f"{config.name}.operations"
        if config.name.startswith("community.") and (module := _module(path)):
            functions = {name: getattr(module, name) for name in module.__all__}
            app = config.name.removeprefix("community.")
            found |= {f"{app}.{name}": value for name, value in functions.items() if inspect.isfunction(value)}
    return found


def _module(path: str) -> Any:
    try:
        return import_module(path)
    except ModuleNotFoundError as missing:
        if missing.name != path:
            raise
        return None


def _text(words: str) -> richtext.RichText:
    return richtext.from_plain(words)


def _edit(name: str, words: str, **more: Any) -> Callable[[Community], object]:
    def call(community: Community) -> object:
        post = community.post(name)
        assert post.author
        return forum.edit_post(post, editor=post.author, text=_text(words), version=post.version, **more)

    return call


def _reply(words: str = "Another night awake.", thread: str = "open") -> Callable[[Community], object]:
    return lambda the: reply(the.thread(thread), the.member("Ines"), words)


def _reply_by_mail(the: Community) -> object:
    ines = the.member("Ines")
    with override_settings(REPLY_DOMAIN="reply.example.org"):
        recipients = (reply_address(ines.pk, the.posts["reply"]),)
        return forum.reply_by_mail(forum.MailedReply(recipients, ines.email, "Another night awake.", "<1@example.org>"))


def _send_twice(again: str) -> Callable[[Community], object]:
    """Send a reply, and then these words from the same form."""

    def call(community: Community) -> object:
        thread, author, token = community.thread("open"), community.member("Ines"), uuid4()
        forum.reply_to(thread, author=author, text=_text("Another night awake."), token=token)
        return forum.reply_to(thread, author=author, text=_text(again), token=token)

    return call


def _split(the: Community) -> ThreadMove:
    return forum.split_thread(the.thread("open"), [2, 3], title="Nights")


def _merged(the: Community) -> ThreadMove:
    return forum.merge_threads(the.thread("pinned"), the.thread("open"))


def _narrow_and_widen(the: Community) -> object:
    moderation.narrow_thread(the.thread("open"), the.decision(), audience="members")
    return moderation.widen_thread(the.thread("open"), the.decision(), audience="public")


def _correct(the: Community, act: Callable[..., object], **more: Any) -> object:
    return act(the.post("reply"), editor=the.member("Ruth"), text=_text("In other words."), **more)


def _edit_by_moderator(the: Community) -> object:
    return moderation.edit_post(the.post("reply"), the.decision(), text=_text("In other words."))


def _repoint(the: Community) -> None:
    posts = [notifications.MovedSource(the.post("reply").key, (the.thread("open").key, 2), ("thread:0", 1))]
    notifications.repoint(posts, renamed={}, read_up_to=lambda member, context: 0, at=NOW())


def _pin_another(the: Community) -> None:
    """Leaves as many pinned as before, so that their number alone tells nothing."""
    forum.pin(the.thread("pinned"), None)
    forum.pin(the.thread("open"), NOW() + timedelta(days=9))


def _import(the: Community) -> object:
    posts = [forum.ImportedPost(the.member("Maria"), _text("Words"), NOW())]
    return forum.import_thread(the.group("breast-cancer"), key="one", title="From elsewhere", posts=posts)


def _import_pictures(the: Community) -> object:
    post = the.post("reply")
    return forum.import_pictures(post, [add_picture(the.member("Ines"), post.thread.key)])


def _save_about(the: Community) -> object:
    ines = the.member("Ines")
    ines.hue = ines.hue % 12 + 1
    return members.save_about(ines)


def _app_of(member: Member) -> Authenticator:
    return Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})


def _account(act: Callable[..., object], is_active: bool = True) -> Callable[[Community], object]:
    return lambda the: act(the.member("Ines"), role=Role.MEMBER, is_active=is_active)


def _by_administrator(act: Callable[..., object], **more: Any) -> Callable[[Community], object]:
    return lambda the: act(the.member("Ines"), Decision(by=make_member("Ada", Role.ADMINISTRATOR), reason=WHY), **more)


def _close_and_reopen(the: Community) -> None:
    decision = Decision(by=make_member("Ada", Role.ADMINISTRATOR), reason=WHY)
    moderation.close_account(the.member("Ines"), decision)
    moderation.reopen_account(the.member("Ines"), decision)


def _watched() -> WatchedPhrase:
    return WatchedPhrase.objects.get(phrase="miracle cure")


def _remove_and_restore_words(the: Community) -> None:
    moderation.remove_words(_watched(), the.decision())
    moderation.restore_words(_watched(), the.decision())


def _add_picture(the: Community) -> object:
    return add_picture(the.member("Joan"), the.thread("open").key)


def _with_picture(act: Callable[[Member, UUID], object]) -> Callable[[Community], object]:
    return lambda the: act(the.member("Ines"), add_picture(the.member("Ines"), the.thread("open").key).name)


def _read_group(the: Community) -> forum.MarkedRead:
    forum.visit(the.member("Joan"), the.thread("open"), number=1)
    return forum.read_group(the.group("breast-cancer"), the.member("Joan"))


def _unread_group(the: Community) -> None:
    marked = _read_group(the)
    forum.unread_group(the.member("Joan"), marked.visits, marked.notifications)


def _draft(act: Callable[..., object]) -> Callable[[Community], object]:
    return lambda the: act(the.member("Joan"), the.thread("open").key, version=Draft.objects.get().version)


def _generate(the: Community) -> object:
    return list(Generator(Sizes(posts=60, threads=8, members=6, longest=12)).steps())


def _rename_group(the: Community) -> None:
    """Send a form of the administrators' pages."""
    ada, client, group = make_member("Ada", Role.ADMINISTRATOR), Client(), the.group("breast-cancer")
    client.force_login(ada, backend=BACKEND)
    secret = {"secret": generate_totp_secret()}
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data=secret)
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, ada, method="mfa", type="totp")
    request.session.save()
    fields = {"name": "Renamed", "slug": group.slug, "description": "", "condition": "", "position": "0"}
    fields |= {f"memberships-{form}_FORMS": "0" for form in ("TOTAL", "INITIAL")}
    assert client.post(f"/admin/forum/group/{group.pk}/change/", fields).status_code == 302


def _sweep(the: Community) -> None:
    Event.objects.update(created_at=NOW() - timedelta(minutes=1))  # the sweep leaves the newest to the web process
    notifications.sweep()


def _unblock(the: Community) -> None:
    forum.block_member(the.member("Ines"), the.member("Joan"))
    forum.unblock_member(the.member("Ines"), the.member("Joan"))


def _unmute_thread(the: Community) -> None:
    """Joan follows it no longer."""
    forum.mute_thread(the.thread("open"), the.member("Joan"))
    forum.unmute_thread(the.thread("open"), the.member("Joan"))


def _undo_mute(the: Community) -> None:
    """Joan follows it again, as before."""
    before = forum.follow_state(the.thread("open"), the.member("Joan"))
    forum.mute_thread(the.thread("open"), the.member("Joan"))
    forum.undo_mute(the.thread("open"), the.member("Joan"), before)


def _locked_by_moderator(the: Community) -> Thread:
    thread = the.thread("open")
    moderation.lock_thread(thread, the.decision())
    return the.thread("open")


def _about_thread(act: Callable[..., object], **arguments: Any) -> Callable[[Community], object]:
    """Call with the keys of the open thread and a reply in it, as far as the operation takes them."""

    def call(the: Community) -> object:
        keys = {"context": the.thread("open").key, "source": the.post("reply").key}
        given = {name: key for name, key in keys.items() if name in inspect.signature(act).parameters}
        return act(**given, **{name: value(the) if callable(value) else value for name, value in arguments.items()})

    return call


def _stop_email(the: Community) -> object:
    return notifications.stop_email(the.member("Joan").email, Stop.BOUNCED)


def _renew_push(the: Community) -> object:
    keys = {"endpoint": "https://push.example.org/2", "p256dh": "a key", "auth": "a secret"}
    return notifications.renew_push(the.member("Joan"), device="d", **keys)


def _turn_on_push(the: Community) -> object:
    keys = {"endpoint": "https://push.example.org/1", "p256dh": "a key", "auth": "a secret"}
    return notifications.turn_on_push(the.member("Joan"), **keys, browser="", device="d", session="s")


def _notify_of_result(the: Community) -> None:
    thread, post = the.thread("open"), the.post("reply")
    new = notifications.NewResult(the.people["Joan"], "search:1", "sleep", thread.key, post.key, 2)
    notifications.notify_of_results([new])


def TOMORROW() -> datetime:
    """The end of a limit."""
    return NOW() + timedelta(days=1)


def _limited(the: Community) -> Sanction:
    return members.impose_sanction(
        the.member("Ines"), scope="no_messages", until=TOMORROW(), text=WHY, by=the.member("Ruth")
    )


def _noted(the: Community) -> MemberNote:
    moderation.add_note(the.member("Ines"), by=the.member("Ruth"), text="Asked us to call.")
    return MemberNote.objects.get()


def _removed_and_restored_note(the: Community) -> object:
    note = _noted(the)
    moderation.remove_note(note, the.decision())
    return moderation.restore_note(note, the.decision())


def _appealed(the: Community) -> Case:
    entry = AuditEntry.objects.get(pk=the.entries["remove"])
    return moderation.appeal(entry, by=the.member("Ines"), text="I only said hello.")


# Pages to name in a row. Lists: whatever shows rows of discussions; `article` has rows without badges.
LISTS = "group supported front article"
PAGE_AND_LISTS = f"thread {LISTS}"
# The badges of a row and the head of the discussion, such as "Closed".
LOCKED = "thread group supported front"
EVERYWHERE = f"{PAGE_AND_LISTS} miscounted other"
ROWS = [
    # Composing
    Row("composing.add_picture", _add_picture, for_member="thread"),
    Row("composing.are_shown", lambda the: composing.are_shown(the.member("Ines"), [], [])),
    Row("composing.attach", lambda the: composing.attach("post:1", the.member("Ines"), [])),
    Row("composing.describe", _with_picture(lambda by, name: composing.describe(by, name, "A robin"))),
    Row("composing.drop_draft", _draft(composing.drop_draft), for_member="thread"),
    Row(
        "composing.move_drafts",
        lambda the: composing.move_drafts(the.thread("open").key, "thread:0"),
        for_member="thread",
    ),
    Row("composing.save_draft", lambda the: composing.save_draft(the.member("Joan"), "group:1", body="A", rich=False)),
    Row("composing.sweep_pictures", lambda the: composing.sweep_pictures()),
    Row("composing.take_away", _with_picture(composing.take_away)),
    Row("composing.throw_away", _draft(composing.throw_away), for_member="thread"),
    # Education, members, newsletter, the demo
    Row("education.load_content", lambda the: education.load_content(CONTENT), "article thread"),
    Row("members.save_about", _save_about, "thread"),
    Row("members.accept_code", lambda the: members.accept_code(the.member("Ines"), "123456")),
    Row("members.record_step", lambda the: members.record_step(_app_of(the.member("Ines")), 1)),
    Row("members.check_leaves_an_administrator", _account(members.check_leaves_an_administrator)),
    Row("members.change_account", _account(members.change_account, is_active=False)),
    Row("members.admin", _rename_group, PAGE_AND_LISTS),
    Row("newsletter.subscribe", lambda the: newsletter.subscribe("reader@example.org", "/help/")),
    Row("demo.generate", _generate, "front article"),
    # Forum: threads
    Row("forum.start_thread", lambda the: start(the.group("breast-cancer"), the.member("Ines"), "New"), LISTS),
    Row(
        "forum.start_thread",
        lambda the: start(the.group("breast-cancer"), the.member("Ines"), "A miracle cure"),
        variant="held",
    ),
    Row("forum.import_thread", _import, LISTS),
    Row("forum.set_locked", lambda the: forum.set_locked(the.thread("open"), True), LOCKED),
    Row("forum.pin", _pin_another, "group"),
    Row(
        "forum.move_thread",
        lambda the: forum.move_thread(the.thread("open"), the.group("other")),
        PAGE_AND_LISTS + " other",
    ),
    Row("forum.set_audience", lambda the: forum.set_audience(the.thread("open"), "members"), PAGE_AND_LISTS),
    Row(
        "forum.merge_threads", lambda the: forum.merge_threads(the.thread("pinned"), the.thread("open")), PAGE_AND_LISTS
    ),
    Row("forum.split_thread", _split, PAGE_AND_LISTS),
    Row(
        "forum.split_thread",
        lambda the: forum.split_thread(the.thread("open"), [2], into=the.thread("miscounted")),
        PAGE_AND_LISTS + " miscounted other",
        "into another",
    ),
    Row("forum.undo_move", lambda the: forum.undo_move(_split(the))),
    Row("forum.label_thread", lambda the: forum.label_thread(the.thread("open"), PROGNOSIS), PAGE_AND_LISTS),
    Row("forum.recount", lambda the: list(forum.recount(mend=True)), "miscounted other group supported front"),
    Row("forum.recount", lambda the: list(forum.recount(mend=False)), variant="checking"),
    Row("forum.reindex", lambda the: forum.reindex()),
    Row("forum.complete_index", lambda the: forum.complete_index()),
    Row("forum.notice_missing", lambda the: forum.notice_missing()),
    Row("forum.count_public_words", lambda the: forum.count_public_words()),
    Row("forum.search_differences", lambda the: list(forum.search_differences())),
    # Forum: posts
    Row("forum.reply_to", _reply(), PAGE_AND_LISTS),
    Row("forum.reply_by_mail", _reply_by_mail, PAGE_AND_LISTS),
    Row("forum.reply_to", _reply("A miracle cure"), variant="held"),
    Row("forum.reply_to", _send_twice("Another night awake."), PAGE_AND_LISTS, "sent twice"),
    Row("forum.reply_to", _send_twice("Other words."), PAGE_AND_LISTS, "other words from the same form"),
    Row("forum.edit_post", _edit("reply", "In other words."), "thread"),
    Row("forum.edit_post", _edit("opening", "In other words.", labels=PROGNOSIS), PAGE_AND_LISTS, "with labels"),
    Row("forum.correct_post", lambda the: _correct(the, forum.correct_post, reason=WHY), "thread"),
    Row("forum.label_post", lambda the: forum.label_post(the.post("reply"), DEATH), "thread"),
    Row("forum.remove_post", lambda the: forum.remove_post(the.post("last"), by_author=True), PAGE_AND_LISTS),
    Row("forum.remove_post", lambda the: forum.remove_post(the.post("held"), by_author=True), variant="held"),
    Row(
        "forum.remove_post",
        lambda the: forum.remove_post(the.post("removed by author"), by_author=False),
        "thread",
        "taken over by a moderator",
    ),
    Row("forum.restore_post", lambda the: forum.restore_post(the.post("removed by author")), PAGE_AND_LISTS),
    Row("forum.hand_back_removal", lambda the: forum.hand_back_removal(the.post("taken over")), "thread"),
    Row("forum.approve_post", lambda the: forum.approve_post(the.post("held")), PAGE_AND_LISTS),
    Row("forum.approve_post", lambda the: forum.approve_post(the.post("held opening")), LISTS, "opening"),
    Row("forum.reject_post", lambda the: forum.reject_post(the.post("held"))),
    Row("forum.import_pictures", _import_pictures, "thread"),
    Row(
        "forum.give_support",
        lambda the: forum.give_support(the.post("reply"), the.member("Joan"), Reaction.HUG),
        "thread",
    ),
    Row(
        "forum.give_support",
        lambda the: forum.give_support(the.post("opening"), the.member("Joan"), Reaction.HUG),
        "thread",
        "to an opening post",
    ),
    Row(
        "forum.give_support",
        lambda the: forum.give_support(the.thread("pinned").posts.get(number=1), the.member("Joan"), Reaction.HUG),
        "supported",
        "the first to a discussion",
    ),
    Row(
        "forum.give_support",
        lambda the: forum.give_support(the.post("hugged"), the.member("Joan"), Reaction.HUG),
        variant="sent twice",
    ),
    Row(
        "forum.take_support_back",
        lambda the: forum.take_support_back(the.post("hugged"), the.member("Joan")),
        "thread",
    ),
    Row(
        "forum.take_support_back",
        lambda the: forum.take_support_back(the.post("opening"), the.member("Ines")),
        "thread supported",
        "from an opening post",
    ),
    Row(
        "forum.take_support_back",
        lambda the: forum.take_support_back(the.post("reply"), the.member("Joan")),
        variant="that was never given",
    ),
    # Forum: what is a member's own
    Row("forum.add_bookmark", lambda the: forum.add_bookmark(the.post("hugged"), the.member("Joan")), "", "", "thread"),
    Row("forum.remove_bookmark", lambda the: forum.remove_bookmark(Bookmark.objects.get()), "", "", "thread"),
    Row(
        "forum.restore_bookmark",
        lambda the: forum.restore_bookmark(the.posts["last"], the.member("Joan"), text="", question=False),
        for_member="thread",
    ),
    Row("forum.write_note", lambda the: forum.write_note(Bookmark.objects.get(), "Ask", question=True)),
    Row(
        "forum.follow",
        lambda the: forum.follow(the.thread("miscounted"), the.member("Joan")),
        for_member="miscounted front",
    ),
    Row(
        "forum.unfollow", lambda the: forum.unfollow(the.thread("open"), the.member("Joan")), for_member="thread front"
    ),
    Row(
        "forum.mute_thread",
        lambda the: forum.mute_thread(the.thread("open"), the.member("Joan")),
        "",
        "",
        "thread front",
    ),
    Row("forum.follow_state", lambda the: forum.follow_state(the.thread("open"), the.member("Joan"))),
    Row("forum.undo_mute", _undo_mute),
    Row("forum.unmute_thread", _unmute_thread, for_member="thread front"),
    Row(
        "forum.follow_group",
        lambda the: forum.follow_group(the.group("other"), the.member("Joan")),
        for_member="other",
    ),
    Row("forum.unfollow_group", lambda the: forum.unfollow_group(the.group("other"), the.member("Joan"))),
    Row(
        "forum.mute_group",
        lambda the: forum.mute_group(the.group("other"), the.member("Joan")),
        for_member="other miscounted",
    ),
    Row(
        "forum.block_member",
        lambda the: forum.block_member(the.member("Ines"), the.member("Joan")),
        for_member="thread",
    ),
    Row("forum.unblock_member", _unblock),
    Row("forum.unmute_group", lambda the: forum.unmute_group(the.group("other"), the.member("Joan"))),
    Row(
        "forum.visit",
        lambda the: forum.visit(the.member("Joan"), the.thread("open"), number=1),
        for_member="thread group supported front",
    ),
    # To a member without a visit nothing is new either: the pages are as they were.
    Row("forum.read_group", _read_group),
    Row("forum.unread_group", _unread_group, for_member="thread group supported front"),
    Row(
        "forum.mute_labels",
        lambda the: forum.mute_labels(the.member("Joan"), DEATH, until=None),
        "",
        "",
        LISTS + " other",
    ),
    # Searches that are saved
    Row("home.save_search", lambda the: home.save_search(the.member("Joan"), "sleep", {})),
    Row("home.remove_search", lambda the: home.remove_search(home.save_search(the.member("Joan"), "sleep", {})[0])),
    Row("home.notify_of_new_results", lambda the: home.notify_of_new_results()),
    # Moderation
    Row(
        "moderation.approve_post", lambda the: moderation.approve_post(the.post("held"), the.decision()), PAGE_AND_LISTS
    ),
    Row("moderation.reject_post", lambda the: moderation.reject_post(the.post("held"), the.decision())),
    Row(
        "moderation.label_post",
        lambda the: moderation.label_post(the.post("reply"), the.decision(), labels=DEATH),
        "thread",
    ),
    Row(
        "moderation.label_thread",
        lambda the: moderation.label_thread(the.thread("open"), the.decision(), labels=DEATH),
        PAGE_AND_LISTS,
    ),
    Row("moderation.lock_thread", _locked_by_moderator, LOCKED),
    Row("moderation.unlock_thread", lambda the: moderation.unlock_thread(_locked_by_moderator(the), the.decision())),
    Row(
        "moderation.move_thread",
        lambda the: moderation.move_thread(the.thread("open"), the.decision(), group=the.group("other")),
        PAGE_AND_LISTS + " other",
    ),
    Row(
        "moderation.merge_threads",
        lambda the: moderation.merge_threads(the.thread("pinned"), the.decision(), into=the.thread("open")),
        PAGE_AND_LISTS,
    ),
    Row("moderation.unmerge_threads", lambda the: moderation.unmerge_threads(_merged(the), the.decision())),
    Row(
        "moderation.split_thread",
        lambda the: moderation.split_thread(the.thread("open"), the.decision(), numbers=[2], title="Nights"),
        PAGE_AND_LISTS,
        for_member=EVERYWHERE,
    ),
    Row(
        "moderation.unsplit_thread",
        lambda the: moderation.unsplit_thread(_split(the), the.decision()),
        for_member=EVERYWHERE,
    ),
    Row(
        "moderation.narrow_thread",
        lambda the: moderation.narrow_thread(the.thread("open"), the.decision(), audience="members"),
        PAGE_AND_LISTS,
    ),
    Row("moderation.widen_thread", _narrow_and_widen),
    Row("moderation.edit_post", _edit_by_moderator, "thread"),
    Row(
        "moderation.pin_thread",
        lambda the: moderation.pin_thread(the.thread("open"), the.decision(), until=NOW() + timedelta(days=9)),
        "group",
    ),
    Row(
        "moderation.unpin_thread",
        lambda the: moderation.unpin_thread(the.thread("pinned"), the.decision()),
        "group",
    ),
    Row(
        "moderation.remove_post", lambda the: moderation.remove_post(the.post("reply"), the.decision()), PAGE_AND_LISTS
    ),
    Row(
        "moderation.restore_post",
        lambda the: moderation.restore_post(the.post("removed by moderator"), the.decision()),
        PAGE_AND_LISTS,
    ),
    Row("moderation.return_post", lambda the: moderation.return_post(the.post("taken over"), the.decision()), "thread"),
    Row("composing.delete_posted", lambda the: composing.delete_posted("post:1")),
    Row("composing.redact_drafts", lambda the: _drafts_redacted()),
    Row("safety.redact_cases", lambda the: safety.redact_cases("post:1", Passages(["Hello to all of you"]))),
    Row("forum.redact_post", lambda the: forum.redact_post(the.post("removed by moderator"))),
    Row("forum.purge", lambda the: forum.purge()),
    Row("moderation.ask_redaction", lambda the: moderation.ask_redaction(the.post("reply"), the.decision())),
    Row("moderation.cancel_redaction", lambda the: _asked_and_cancelled(the)),
    Row("moderation.redact_post", lambda the: _asked_and_redacted(the), PAGE_AND_LISTS),
    Row("moderation.save_canned_reason", lambda the: moderation.save_canned_reason(CannedReason(title="A", text="B"))),
    Row("safety.withdraw_report", lambda the: safety.withdraw_report(cast(Report, _report(the, "reply")))),
    Row("safety.claim_case", lambda the: safety.claim_case(_open_case(), by=the.member("Ruth"))),
    Row("safety.claim_next", lambda the: safety.claim_next(Case.objects.all(), by=the.member("Ruth"))),
    Row("safety.release_case", lambda the: safety.release_case(_open_case(), by=the.member("Ruth"))),
    Row("moderation.undo", lambda the: the.undo("remove"), PAGE_AND_LISTS),
    Row("moderation.undo", lambda the: the.undo("take over"), "thread", "of a removal that was taken over"),
    Row("moderation.undo", lambda the: the.undo("settle"), variant="of a rejected report"),
    Row("moderation.reject_report", lambda the: moderation.reject_report(the.case("reply"), the.decision())),
    Row("moderation.settle_case", lambda the: moderation.settle_case(the.case("reply"), the.decision())),
    Row(
        "moderation.reopen_case",
        lambda the: moderation.reopen_case(Case.objects.exclude(closed_at=None).get(), the.decision()),
    ),
    Row("moderation.change_role", _by_administrator(moderation.change_role, role=Role.MENTOR), "thread"),
    Row("moderation.close_account", _by_administrator(moderation.close_account)),
    Row("moderation.reopen_account", _close_and_reopen),
    # Limits, reminders, notes and appeals: the member's own notifications, and no cached page
    Row("members.impose_sanction", lambda the: _limited(the)),
    Row("members.end_sanction", lambda the: members.end_sanction(_limited(the), by=the.member("Ruth"))),
    Row(
        "members.resume_sanction",
        lambda the: members.resume_sanction(members.end_sanction(_limited(the), by=the.member("Ruth"))),
    ),
    Row("members.change_end", lambda the: members.change_end(_limited(the), until=NOW() + timedelta(days=2))),
    Row("moderation.warn_member", lambda the: moderation.warn_member(the.member("Ines"), the.decision())),
    Row(
        "moderation.limit_member",
        lambda the: moderation.limit_member(the.member("Ines"), the.decision(), scope="held", until=TOMORROW()),
    ),
    Row(
        "moderation.limit_member",
        lambda the: moderation.limit_member(the.member("Joan"), the.decision(), scope="read_only", until=TOMORROW()),
        variant="of the viewer",
        for_member=EVERYWHERE,
    ),
    Row(
        "moderation.suspend_member",
        lambda the: moderation.suspend_member(the.member("Ines"), the.decision(), until=TOMORROW()),
    ),
    Row("moderation.end_sanction", lambda the: moderation.end_sanction(_limited(the), the.decision())),
    Row(
        "moderation.resume_sanction",
        lambda the: moderation.resume_sanction(
            members.end_sanction(_limited(the), by=the.member("Ruth")), the.decision()
        ),
    ),
    Row("moderation.change_end", lambda the: moderation.change_end(_limited(the), the.decision(), until=TOMORROW())),
    Row("moderation.add_note", lambda the: _noted(the)),
    Row("moderation.remove_note", lambda the: moderation.remove_note(_noted(the), the.decision())),
    Row("moderation.restore_note", _removed_and_restored_note),
    Row("moderation.appeal", lambda the: _appealed(the)),
    Row("moderation.uphold_decision", lambda the: moderation.uphold_decision(_appealed(the), the.by_another())),
    Row("moderation.add_words", lambda the: moderation.add_words(WORDS, the.decision())),
    Row("moderation.change_words", lambda the: moderation.change_words(_watched(), WORDS, the.decision())),
    Row("moderation.remove_words", lambda the: moderation.remove_words(_watched(), the.decision())),
    Row("moderation.restore_words", _remove_and_restore_words),
    # Notifications
    Row(
        "notifications.record",
        _about_thread(notifications.record, kind=Kind.REPLIED, actor=lambda the: the.member("Ines"), number=2),
    ),
    Row(
        "notifications.notify_each",
        lambda the: notifications.notify_each(
            {the.people["Maria"]: Kind.ANSWERED},
            context=the.thread("open").key,
            source=the.post("reply").key,
            actor=None,
            number=2,
        ),
    ),
    Row("notifications.members_notified_of", _about_thread(notifications.members_notified_of)),
    Row(
        "notifications.notify",
        _about_thread(notifications.notify, recipient=lambda the: the.member("Joan"), kind=Kind.MODERATED, text="No."),
        for_member=EVERYWHERE,
    ),
    Row(
        "notifications.notify_on_site",
        lambda the: notifications.notify_on_site(
            [the.people["Joan"]], Kind.MODERATED, context=the.thread("open").key, source="post:1", text="Words"
        ),
        for_member=EVERYWHERE,
    ),
    Row("notifications.unread_personal", lambda the: notifications.unread_personal("post:1")),
    Row(
        "notifications.correct",
        _about_thread(
            notifications.correct, kinds=lambda the: {}, by_followers=Kind.REPLIED, actor=lambda the: None, number=1
        ),
    ),
    Row("notifications.open_rows", lambda the: notifications.open_rows([the.thread("open").key])),
    Row("notifications.repoint", _repoint),
    Row(
        "notifications.restore_open_rows",
        lambda the: notifications.restore_open_rows([], [], of=[the.people["Joan"]], ended_at=[]),
    ),
    Row("notifications.notify_of_results", _notify_of_result, for_member=EVERYWHERE),
    Row(
        "notifications.gather",
        _about_thread(
            notifications.gather, recipient=lambda the: the.member("Maria"), kind=Kind.SUPPORTED, at=lambda the: NOW()
        ),
    ),
    Row("notifications.withdraw_gathered", lambda the: notifications.withdraw_gathered("post:1", latest=None)),
    Row("notifications.expand", lambda the: notifications.expand(Event.objects.latest("pk").pk)),
    Row("notifications.seen_up_to", lambda the: notifications.seen_up_to(the.member("Maria"), "thread:1", number=1)),
    Row("notifications.read", lambda the: notifications.read(the.member("Maria"))),
    Row("notifications.read_open", lambda the: notifications.read_open(the.member("Maria"), ["thread:1"])),
    Row("notifications.reopen", lambda the: notifications.reopen(the.member("Maria"), [1])),
    Row("notifications.withdraw", _about_thread(notifications.withdraw, number=2)),
    Row(
        "notifications.withdraw_from_others", _about_thread(notifications.withdraw_from_others, readers=lambda the: Q())
    ),
    Row("notifications.unread_contexts", lambda the: notifications.unread_contexts(the.member("Joan"))),
    Row("notifications.withdraw_unread", lambda the: notifications.withdraw_unread(the.member("Joan"), Q(pk=0))),
    Row("notifications.withdraw_from", lambda the: notifications.withdraw_from(Q(recipient=0), Q())),
    Row("notifications.push_unread_counts", lambda the: notifications.push_unread_counts(the.people.values())),
    Row("notifications.show_toasts", lambda the: notifications.show_toasts(the.member("Maria"), shows=False)),
    Row("notifications.preferences_for", lambda the: notifications.preferences_for(the.member("Maria"))),
    Row(
        "notifications.save_preferences",
        lambda the: notifications.save_preferences(notifications.preferences_for(the.member("Maria"))),
    ),
    Row("notifications.unsubscribe", lambda the: notifications.unsubscribe(the.member("Maria"), "daily")),
    Row("notifications.send_sample", lambda the: notifications.send_sample(the.member("Maria"), uuid4())),
    Row("notifications.forget_events", lambda the: notifications.forget_events()),
    Row("notifications.sweep", _sweep, for_member=EVERYWHERE),
    Row("notifications.stop_email", _stop_email, for_member=EVERYWHERE),
    Row("notifications.resume_email", lambda the: notifications.resume_email(the.member("Joan"))),
    Row("notifications.turn_on_push", _turn_on_push),
    Row("notifications.renew_push", _renew_push),
    Row("notifications.turn_off_push", lambda the: notifications.turn_off_push(the.member("Joan"), 1)),
    Row(
        "notifications.turn_off_push_of_device",
        lambda the: notifications.turn_off_push_of_device(the.member("Joan"), "d"),
    ),
    Row("notifications.turn_off_push_of_session", lambda the: notifications.turn_off_push_of_session("s")),
    Row(
        "notifications.move_push_to_session",
        lambda the: notifications.move_push_to_session(the.member("Joan"), "d", "s"),
    ),
    # Safety
    Row("safety.point_cases", lambda the: safety.point_cases([the.post("reply").key], context="thread:0")),
    Row("safety.screen", lambda the: safety.screen("A miracle cure", the.member("Ines"))),
    Row("safety.report", lambda the: _report(the, "last", uuid4())),
    Row("safety.earlier_report", lambda the: safety.earlier_report(the.member("Maria"), "post:1", "Words")),
    Row("safety.add_to_report", _add_to_report),
    Row("safety.write_letter", lambda the: safety.write_letter(text="Where is my post?")),
    Row(
        "safety.open_case",
        _about_thread(safety.open_case, kind="report", text="Words", author=lambda the: the.member("Ines")),
    ),
    Row(
        "safety.close_case",
        lambda the: safety.close_case(the.case("reply"), by=the.member("Ruth"), state=Case.State.REJECTED),
    ),
    Row("safety.withdraw_case", lambda the: safety.withdraw_case(the.post("held").key, by=the.member("Ines"))),
    Row("safety.put_back", lambda the: safety.put_back(Case.objects.exclude(closed_at=None).get())),
    Row("safety.put_back_since", lambda the: safety.put_back_since(the.post("hugged").key, NOW() - timedelta(days=1))),
    Row("safety.reopen_case", lambda the: safety.reopen_case(Case.objects.exclude(closed_at=None).get())),
    Row("safety.must_hold", lambda the: safety.must_hold(safety.screen("A miracle cure", the.member("Ines")))),
    Row("safety.watch", lambda the: safety.watch(WORDS)),
    Row("safety.change_watched", lambda the: safety.change_watched(_watched(), WORDS)),
    Row("safety.set_removed", lambda the: safety.set_removed(_watched(), removed=True)),
]
BESIDE_OPERATIONS = {"demo.generate", "members.admin"}  # these change pages, and are no functions in operations
