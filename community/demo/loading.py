"""Load the example community from its text files into the database, step by step."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from community.core.text import richtext
from community.demo import writing
from community.demo.accounts import create_accounts
from community.demo.drawing import add_pictures
from community.demo.queueing import add_queue
from community.demo.supporting import with_support
from community.education.models import Condition, Topic
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Group, Thread
from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Event, Kind
from community.safety import operations as safety
from community.safety.models import Reason, Report

CONTENT = Path(__file__).parent / "content"
FOLLOWED = ["It came back after eleven years", "Aromatase inhibitors: what helped with the aches"]


def steps() -> Iterator[str]:
    """Load everything that is missing; yield a sentence after each step."""
    if not Condition.objects.exists():  # they may have been edited since
        load_content(CONTENT / "education")
    yield "The education pages are there."
    people = _members()
    create_accounts()
    yield f"{len(people)} people are there."
    groups = _groups()
    yield f"{len(groups)} groups are there."
    for count, text in enumerate(writing.threads(CONTENT / "community"), start=1):
        _thread(text, groups[text.group], people)
        if count % 20 == 0:
            yield f"{count} discussions are there."
    add_pictures()
    _add_unread_replies()
    _add_report()
    cases = add_queue(CONTENT / "community")
    forum.count_public_words()
    yield f"Somebody has unread replies, and {cases} cases wait for the moderators."


def _members() -> dict[str, Member]:
    texts = writing.members(CONTENT / "community")
    Member.objects.bulk_create(
        (
            Member(
                username=text.username,
                email=f"{text.username.lower()}@people.example.org",
                password=make_password(None),  # nobody signs in as them
                role=text.role,
                about=text.about,
                hue=text.hue,
                date_joined=_aware(text.joined),
            )
            for text in texts
        ),
        ignore_conflicts=True,
    )
    return {member.username: member for member in Member.objects.all()}


def _groups() -> dict[str, Group]:
    groups = {}
    for text in writing.groups(CONTENT / "community"):
        defaults = {
            "name": text.name,
            "description": text.description,
            "position": text.position,
            "condition": Condition.objects.filter(slug=text.condition).first(),
        }
        groups[text.slug], _ = Group.objects.get_or_create(slug=text.slug, defaults=defaults)
    return groups


def _thread(text: writing.ThreadText, group: Group, people: dict[str, Member]) -> None:
    at = _aware(text.started)
    opening = forum.ImportedPost(people[text.author], richtext.from_plain(text.body), at, labels=text.labels)
    replies = [
        forum.ImportedPost(
            people[reply.author],
            richtext.from_plain(reply.text),
            _aware(reply.at),
            reply.answers,
            labels=reply.labels,
        )
        for reply in text.replies
    ]
    forum.import_thread(
        group,
        key=text.key,
        title=text.title,
        posts=with_support(text.key, [opening, *replies]),
        topics=Topic.objects.filter(slug__in=text.topics),
        audience=text.audience,
        locked=text.locked,
        pinned_until=timezone.now() + timedelta(days=3650) if text.pinned else None,
    )


def _add_unread_replies() -> None:
    """Let `member` follow two long threads that have unread replies."""
    member = Member.objects.get(username="member")
    for thread in Thread.objects.filter(title__in=FOLLOWED):
        if member.follows.filter(thread=thread).exists():
            continue
        forum.follow(thread, member)
        forum.visit(member, thread, number=thread.last_number - 12)
        newest = thread.posts.get(number=thread.last_number)
        if not Event.objects.filter(source=newest.key).exists():
            notifications.record(
                Kind.REPLIED,
                context=thread.key,
                source=newest.key,
                actor=newest.author,
                number=thread.last_number - 11,
            )
    for event in Event.objects.filter(done_at=None):
        notifications.expand(event.pk)


def _add_report() -> None:
    """Add an open report."""
    reporter = Member.objects.get(username="member2")
    if Report.objects.filter(member=reporter).exists():
        return
    post = Thread.objects.get(title=FOLLOWED[1]).posts.filter(plain__contains="Hot water bottle").earliest("number")
    safety.report(
        post.key,
        context=post.thread.key,
        member=reporter,
        reason=Reason.MEDICAL,
        note="This reads like advice to me. Could somebody look?",
        text=post.plain,
        author=post.author,
    )


def _aware(local: datetime) -> datetime:
    return timezone.make_aware(local, timezone.get_default_timezone())
