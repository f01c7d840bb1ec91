"""A community with content of every kind, for the tests that open every page."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from django.test import Client, RequestFactory
from django.utils import timezone

from community.composing.models import Draft
from community.composing.operations import save_draft
from community.content_warnings import Label
from community.core.text import richtext
from community.education.models import Condition, Procedure, Topic
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Audience, Bookmark, Group, Membership, Post, Reaction, Thread
from community.home import operations as home
from community.members.models import Member, Role
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry, CannedReason
from community.moderation.operations import Decision
from community.notifications import operations as notifications
from community.notifications.models import Kind, Notification, PushSubscription, Stop
from community.notifications.operations import NewResult
from community.safety import operations as safety
from community.safety.models import Case, WatchedPhrase
from tests.acts import PASSWORD, add_picture, make_member, reply, start
from tests.education.reading import CONTENT

BACKEND = "community.members.sessions.MemberBackend"
PEOPLE = {
    "author": ("Maria", Role.MEMBER),
    "member": ("Ines", Role.MEMBER),
    "newcomer": ("Nora", Role.MEMBER),
    "bounced": ("Bea", Role.MEMBER),
    "complained": ("Cora", Role.MEMBER),
    "mentor": ("Tess", Role.MENTOR),
    "moderator": ("Ruth", Role.MODERATOR),
    "other moderator": ("Rosa", Role.MODERATOR),
    "editor": ("Ed", Role.EDITOR),
    "administrator": ("Ada", Role.ADMINISTRATOR),
    "limited": ("Lola", Role.MEMBER),
}
WORDS = (
    "<p>The first week I slept badly, and walking in the morning <strong>helped me most</strong>.</p>"
    "<ul><li>a short walk</li><li>tea</li></ul>"
    '<p>I read <a href="https://www.example.org/sleep">this page</a> twice.</p>'
    "<blockquote><p>What do you do at four in the morning?</p></blockquote>"
)
WHY = "It names a clinic and a doctor."


@dataclass
class World:
    """The members and their content. Until `fill` has run: only the members."""

    people: dict[str, Member] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    bookmarks: dict[str, Bookmark] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    entries: dict[str, AuditEntry] = field(default_factory=dict)

    def browser_of(self, who: str) -> Client:
        """Return a browser with a fresh sign-in, so that no page asks for the password again.

        A "guest" has none; "at the second step" has given a moderator's password, and not yet the code."""
        client = Client()
        if who == "at the second step":
            name = self.people["moderator"].username
            client.post("/accounts/login/", {"login": name, "password": PASSWORD})
        elif who != "guest":
            person = self.people[who]
            client.force_login(person, backend=BACKEND)
            request = RequestFactory().get("/")
            request.session = client.session
            if person.needs_second_factor:
                record_authentication(request, person, method="mfa", type="totp")
            record_authentication(request, person, method="password", reauthenticated=True)
            request.session.save()
            request.user = person
            UserSession.objects.create_from_request(request)
            UserSession.objects.filter(user=person).exclude(pk__in=_last_two(person)).delete()
        return client


def _last_two(person: Member) -> list[int]:
    """Return the member's latest two sessions: this one, and one from elsewhere."""
    return list(UserSession.objects.filter(user=person).order_by("-pk").values_list("pk", flat=True)[:2])


def people() -> World:
    """Create members with every role, staff with their second factor, and no content."""
    world = World()
    for who, (name, role) in PEOPLE.items():
        world.people[who] = person = make_member(name, role)
        if person.needs_second_factor:
            data = {"secret": generate_totp_secret()}
            Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
            RecoveryCodes.activate(person)
    return world


def fill(world: World) -> None:
    """Create groups, discussions, education, and cases for moderators."""
    load_content(CONTENT)
    _groups(world)
    _discussions(world)
    _own_posts(world)
    _drafts(world)
    _work(world)
    _decided(world)
    _bookmarks(world)
    _news(world)
    _searches(world)
    _labels(world)
    _chosen(world)


def _groups(world: World) -> None:
    condition, ines = Condition.objects.first(), world.people["member"]
    make = Group.objects.create
    for position, (slug, name, audience) in enumerate(
        [
            ("breast-cancer", "Breast Cancer", Audience.PUBLIC),
            ("quiet", "Quiet Corner", Audience.MEMBERS),
            ("closed", "Closed Circle", Audience.PRIVATE),
            ("fresh", "Just Begun", Audience.PUBLIC),
        ]
    ):
        world.groups[slug] = make(slug=slug, name=name, audience=audience, position=position, description="Calm talk.")
    world.groups["breast-cancer"].condition = condition
    world.groups["breast-cancer"].save(update_fields=["condition"])
    Membership.objects.create(group=world.groups["closed"], member=ines)


def _discussions(world: World) -> None:
    """Create a long discussion of three pages, and one in each state."""
    now, group = timezone.now(), world.groups["breast-cancer"]
    maria, ines, ruth = world.people["author"], world.people["member"], world.people["moderator"]
    voices = [maria, ines, world.people["mentor"], ruth]

    def long(title: str, count: int, started_at: datetime) -> Thread:
        thread = forum.import_thread(
            group,
            key=title,
            title=title,
            topics=Topic.objects.all()[:2],
            posts=[
                forum.ImportedPost(
                    author=voices[number % 4],
                    text=richtext.clean(WORDS) if number % 3 == 0 else richtext.from_plain("Thinking of you."),
                    at=started_at + timedelta(hours=number),
                    answers=number if number % 5 == 4 else None,
                )
                for number in range(count)
            ],
        )
        assert thread
        return thread

    threads = world.threads
    threads["long"] = long("It came back after eleven years", 45, now - timedelta(days=3))
    for number in range(22):
        long(f"Hot flushes at night, part {number + 1}", 2, now - timedelta(days=30 + number))
    threads["open"] = start(group, maria, "Sleep after treatment, and what helped you with it").thread
    for key, title in [("closed", "Closed to replies"), ("pinned", "Welcome, and how this place works")]:
        threads[key] = start(group, maria, title).thread
    threads["own"] = start(group, ines, "A question of mine").thread
    threads["quiet"] = start(world.groups["quiet"], maria, "Only for members").thread
    threads["private"] = start(world.groups["closed"], ines, "Only among ourselves").thread
    forum.visit(ines, threads["long"], number=12)
    forum.follow(threads["open"], ines)
    late = threads["long"].posts.get(number=3)
    forum.remove_post(late, by_author=False)
    forum.remove_post(threads["long"].posts.get(number=9), by_author=True)


def _own_posts(world: World) -> None:
    """Create the member's posts: edited, held, removed."""
    ines, thread, posts = world.people["member"], world.threads["open"], world.posts
    posts["own"] = reply(thread, ines, "I slept in the afternoon.")
    forum.edit_post(posts["own"], editor=ines, text=richtext.clean(WORDS), version=posts["own"].version)
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    WatchedPhrase.objects.create(phrase=r"\b\d{3}-\d{3}-\d{4}\b", is_pattern=True, is_on=False, note="Phone numbers")
    pictures = [add_picture(ines, thread.key, alt) for alt in ("Two cups of tea", "", "A robin on a fence")]
    posts["with images"] = reply(thread, ines, "Our garden, this morning.", pictures=pictures)
    posts["one picture"] = reply(thread, ines, "And the robin.", pictures=[add_picture(ines, thread.key, "A robin")])
    posts["held"] = reply(thread, ines, "My neighbour has a miracle cure.")
    posts["taken back"] = reply(thread, ines, "This was for another place.")
    forum.remove_post(posts["taken back"], by_author=True)
    posts["removed"] = reply(thread, ines, "Dr Example at the clinic on Elm Street was rude.")
    posts["refused"] = reply(thread, ines, "Another miracle cure.")
    decision = Decision(by=world.people["moderator"], reason=WHY)
    world.entries["refused"] = moderation.reject_post(posts["refused"], decision)
    posts["of a moderator"] = reply(thread, world.people["moderator"], "Good night, all.")
    for who, reaction in (("author", Reaction.HUG), ("mentor", Reaction.HUG), ("moderator", Reaction.THANKS)):
        forum.give_support(posts["own"], world.people[who], reaction)
    forum.give_support(world.threads["long"].posts.get(number=1), ines, Reaction.SAME)


def _drafts(world: World) -> None:
    """Create a draft of a reply, and one of a discussion in a group that the member can no longer see."""
    ines, group = world.people["member"], Group.objects.create(slug="gone", name="Gone", audience=Audience.PRIVATE)
    reply_draft = save_draft(ines, world.threads["quiet"].key, body=WORDS, rich=True)
    world.drafts["reply"] = reply_draft
    add_picture(ines, world.threads["quiet"].key)
    world.drafts["lost"] = save_draft(ines, group.key, title="A question", body="How was it for you?", rich=False)


def _work(world: World) -> None:
    """Create open cases of every kind, and one about the moderator's own post."""
    thread, posts, cases = world.threads["open"], world.posts, world.cases
    CannedReason.objects.create(title="Names of doctors", text="Please leave the names of doctors out.")
    maria, ines, mentor = world.people["author"], world.people["member"], world.people["mentor"]
    posts["reported"] = reply(thread, mentor, "Buy this tea, it cured me.")

    def report(source: str, text: str, author: Member, by: Member | None, reason: str, note: str = "") -> Case:
        fields = {"reason": reason, "note": note, "text": text, "author": author}
        return safety.report(source, context=thread.key, member=by, **fields).case

    cases["post"] = report(posts["reported"].key, posts["reported"].plain, mentor, ines, "selling", "Not the first.")
    report(posts["reported"].key, posts["reported"].plain, mentor, None, "danger")
    cases["thread"] = report(thread.key, thread.title, maria, ines, "unkind")
    own = posts["of a moderator"]
    cases["own"] = report(own.key, own.plain, own.author, ines, "unkind")
    cases["held"] = Case.objects.get(open_key=posts["held"].key)
    letter = safety.write_letter(text="I cannot find my post.", email="guest@example.org", page="/help/")
    cases["letter"] = Case.objects.get(open_key=letter.key)


def _decided(world: World) -> None:
    """Create one audit entry for each kind of undo."""
    ruth, threads, posts, entries = world.people["moderator"], world.threads, world.posts, world.entries
    decision = Decision(by=ruth, reason=WHY, guideline="names")
    entries["removed"] = moderation.remove_post(posts["removed"], decision)
    entries["closed"] = moderation.lock_thread(threads["closed"], decision)
    entries["pinned"] = moderation.pin_thread(threads["pinned"], decision, until=timezone.now() + timedelta(days=9))
    spoken = reply(threads["open"], world.people["mentor"], "It will pass.")
    fields = {"reason": "unkind", "note": "", "text": spoken.plain, "author": spoken.author}
    case = safety.report(spoken.key, context=threads["open"].key, member=world.people["author"], **fields).case
    entries["left up"] = moderation.reject_report(case, decision)
    world.cases["decided"] = Case.objects.get(pk=case.pk)
    _limited(world)


def _limited(world: World) -> None:
    """Create a member with a limit, a reminder and a note; and two appeals, one of them answered."""
    ruth, lola, entries = world.people["moderator"], world.people["limited"], world.entries
    decision, soon = Decision(by=ruth, reason=WHY, guideline="names"), timezone.now() + timedelta(days=3)
    moderation.warn_member(lola, decision)
    entries["limited"] = moderation.limit_member(lola, decision, scope="read_only", until=soon, note="The third time.")
    moderation.limit_member(lola, decision, scope="held", until=soon)
    moderation.add_note(lola, by=ruth, text="Asked us to write, not to call.")
    ines = world.people["member"]
    world.cases["appeal"] = moderation.appeal(entries["refused"], by=ines, text="I only asked about it.")
    answered = moderation.appeal(entries["limited"], by=lola, text="I had a bad day.")
    moderation.uphold_decision(answered, Decision(by=world.people["other moderator"], reason="Rest for three days."))
    world.cases["answered appeal"] = Case.objects.get(pk=answered.pk)


def _bookmarks(world: World) -> None:
    """Create more than a page of bookmarks, some with notes and questions, one of a removed post."""
    ines, long = world.people["member"], world.threads["long"]
    for post in long.posts.numbered().filter(number__gt=12, number__lt=34):
        forum.add_bookmark(post, ines)
    for name, post, text in [
        ("taken down", world.posts["removed"], "Ask for the other clinic."),
        ("noted", long.posts.get(number=1), "How long may I take them?\nAnd what if I forget one?"),
    ]:
        world.bookmarks[name] = Bookmark.objects.create(post=post, member=ines)
        forum.write_note(world.bookmarks[name], text, question=True)


def _news(world: World) -> None:
    """Create three unread notifications, and more than a page of read ones."""
    ines, maria, thread = world.people["member"], world.people["author"], world.threads["long"]
    news = [
        Notification(
            recipient=ines,
            kind=(Kind.REPLIED, Kind.ANSWERED)[number % 2],
            context=thread.key,
            source=thread.posts.get(number=number + 1).key,
            actor=maria,
            first_number=number + 1,
            read_at=timezone.now() if number > 2 else None,
        )
        for number in range(34)
    ]
    Notification.objects.bulk_create(news)
    for stop in Stop:
        notifications.stop_email(world.people[stop.value].email, stop)
    phone = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    PushSubscription.objects.create(member=ines, endpoint="https://push.example.org/1", browser=phone)


def _searches(world: World) -> None:
    """Save two searches of a member, one with a new result."""
    ines = world.people["member"]
    home.save_search(ines, "letrozole and joint pain", {"group": "breast-cancer", "since": "2026-01-31"})
    search, _is_new = home.save_search(ines, "sleep", {})
    post = world.posts["of a moderator"]
    new = NewResult(ines.pk, search.key, search.words, post.thread.key, post.key, post.number)
    notifications.notify_of_results([new])


def _labels(world: World) -> None:
    """Create a labelled discussion and post, which the mentor has muted."""
    maria, about = world.people["author"], Label.PROGNOSIS | Label.DETAIL
    world.threads["hard"] = start(world.groups["breast-cancer"], maria, "How long is long", labels=int(about)).thread
    world.posts["hard"] = reply(world.threads["open"], maria, "My sister died on Sunday.", labels=int(Label.DEATH))
    until = timezone.now() + timedelta(days=7)
    forum.mute_labels(world.people["mentor"], int(about | Label.DEATH), until=until)


def _chosen(world: World) -> None:
    """Let a member follow and mute groups, mute a discussion, and block another member."""
    ines = world.people["member"]
    forum.follow_group(world.groups["breast-cancer"], ines)
    forum.mute_group(world.groups["quiet"], ines)
    forum.mute_thread(world.threads["closed"], ines)
    forum.block_member(world.people["mentor"], ines)


def a_procedure() -> str:
    """Return the slug of a procedure."""
    return str(Procedure.objects.values_list("slug", flat=True)[0])
