"""The sender is killed again and again: every mail arrives, at most one twice a kill, and none that must not."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from community.forum import operations as forum
from community.members.models import Member
from community.notifications.models import Delivery, Kind, Preferences, bit_of
from community.notifications.operations.plan import plan
from tests.acts import reply
from tests.live_site import environment_of
from tests.notifications.notifications import notify_followers
from tests.notifications.smtp_server import smtp_server

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 240  # seconds; reached only on failure
UNWANTED = 5  # of each kind


def many_followers(thread, count: int) -> list[Member]:
    """Members who want each reply as a mail; written in bulk, since a thousand sign-ups would take minutes."""
    members = [Member(username=f"Follower{n}", email=f"follower{n}@example.org", password="!") for n in range(count)]
    members = Member.objects.bulk_create(members)
    Preferences.objects.bulk_create(Preferences(member=member, email=bit_of(Kind.REPLIED)) for member in members)
    for member in members:
        forum.follow(thread, member)
    return members


def stop_wanting(thread, members: list[Member]) -> set[str]:
    """Let some members read the reply, close their account, or hide its label; return their addresses."""
    readers, closed, hiding = members[:UNWANTED], members[UNWANTED : 2 * UNWANTED], members[2 * UNWANTED : 3 * UNWANTED]
    thread.posts.filter(number=2).update(labels=1)
    for member in readers:
        forum.visit(member, thread, number=2)
    for member in closed:
        member.is_active = False
        member.save()
    for member in hiding:
        member.mute(1, until=None)
    return {member.email for member in readers + closed + hiding}


def wait_until(is_done: Callable[[], bool]) -> None:
    begin = time.monotonic()
    while not is_done():
        assert time.monotonic() - begin < PATIENCE
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("deliveries", "kills"), [(60, 2), pytest.param(1_000, 50, marks=pytest.mark.long)], ids=["a few", "a thousand"]
)
def test_every_mail_arrives_though_the_sender_is_killed(thread, ines, tmp_path: Path, deliveries: int, kills: int):
    members = many_followers(thread, deliveries)
    reply(thread, ines)
    notify_followers()
    while plan():
        pass
    unwanted = stop_wanting(thread, members)
    wanted = {member.email for member in members} - unwanted
    chance = random.Random(15)  # noqa: S311 (moments to kill)

    with smtp_server() as received:
        environment = environment_of(connection.settings_dict, tmp_path) | {
            "ALONGSIDE_DEMO": "0",
            "ALONGSIDE_SMTP_HOST": "127.0.0.1",
            "ALONGSIDE_SMTP_PORT": str(received.port),
            "ALONGSIDE_MAIL_PER_SECOND": "0",
        }

        def start_sender() -> subprocess.Popen[bytes]:
            return subprocess.Popen([sys.executable, "manage.py", "deliver"], cwd=settings.BASE_DIR, env=environment)

        for _ in range(kills):
            sender = start_sender()
            enough = len(received.mails) + chance.randint(1, deliveries // kills // 2)
            wait_until(lambda enough=enough: len(received.mails) >= enough)
            time.sleep(chance.random() / 100)  # also between the mail and the row that says so
            os.kill(sender.pid, signal.SIGKILL)
            sender.wait()
        Delivery.objects.update(leased_until=None)  # as after LEASE: nobody sends now
        sender = start_sender()
        wait_until(lambda: not Delivery.objects.filter(channel="email", finished_at=None).exists())
        sender.terminate()
        assert sender.wait(timeout=20) == 0
    count = received.count()

    assert set(count) == wanted
    assert sum(count.values()) - len(wanted) <= kills
