"""A delivery is checked again when it is sent: what the member chose, may see and has read by then counts."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from community.forum import operations as forum
from community.forum.models import Audience
from community.notifications.models import Channel, Delivery, Kind, Outcome, Preferences, PushSubscription, bit_of
from community.notifications.operations import deliver
from community.notifications.operations.plan import plan
from tests.acts import reply
from tests.notifications.notifications import notify_followers


@pytest.fixture
def post(thread, maria, ines):
    """A reply to Maria's post, planned as a mail to Maria."""
    post = reply(thread, ines, answers=thread.posts.get(number=1))
    notify_followers()
    plan()
    return post


@pytest.fixture
def followed(thread, maria, ines):
    """A reply in a discussion that Maria follows, planned as a mail to Maria."""
    Preferences.objects.create(member=maria, email=bit_of(Kind.REPLIED))
    post = reply(thread, ines)
    notify_followers()
    plan()
    return post


def reason() -> str:
    return deliver.reason_against(Delivery.objects.select_related("recipient").get())


def test_nothing_speaks_against_an_unread_answer(post):
    assert reason() == ""


def test_nothing_speaks_against_an_unread_reply(followed):
    assert reason() == ""


def test_what_was_read_is_not_sent(post, thread, maria, as_member):
    as_member(maria).get(thread.get_absolute_url())

    assert "read" in reason()


def test_a_reply_that_was_read_is_not_sent_while_a_later_one_is_unread(followed, thread, maria, ines):
    forum.visit(maria, thread, number=followed.number)
    reply(thread, ines, "Another one.")
    notify_followers()

    assert reason() == "read"


def test_what_was_chosen_for_a_phone_is_not_sent_without_one(thread, maria, ines):
    Preferences.objects.create(member=maria, email=0, push=bit_of(Kind.ANSWERED))
    reply(thread, ines, answers=thread.posts.get(number=1))
    plan()
    assert reason() == "no device is left"

    PushSubscription.objects.create(member=maria, endpoint="https://push.example/1")

    assert reason() == ""


def test_a_removed_post_is_not_sent(post):
    forum.remove_post(post, by_author=True)

    assert reason()


def test_a_followed_discussion_that_became_private_is_not_sent(followed, thread):
    thread.audience = Audience.PRIVATE
    thread.save()

    assert reason()


def test_a_muted_label_is_not_sent(post, maria):
    maria.mute(1, until=None)
    post.labels = 1
    post.save()

    assert reason()


@pytest.mark.parametrize(
    "choices", [{"email": 0}, {"is_paused": True}, {"email_stop": "bounced"}], ids=["kind", "pause", "address"]
)
def test_a_choice_that_changed_meanwhile_counts(post, maria, choices):
    Preferences.objects.filter(member=maria).update(**choices)

    assert reason()


def test_a_closed_account_gets_nothing(post, maria):
    maria.is_active = False
    maria.save()

    assert reason() == "the account is closed"


def test_a_delivery_is_claimed_by_one_process_and_by_another_once_its_lease_has_run_out(post):
    (claimed,) = deliver.claim([Channel.EMAIL])
    assert deliver.claim([Channel.EMAIL]) == []

    with time_machine.travel(timezone.now() + deliver.LEASE + timedelta(seconds=1)):
        assert deliver.claim([Channel.EMAIL]) == [claimed]
        deliver.finish(claimed, Outcome.SENT)
        assert deliver.claim([Channel.EMAIL]) == []


def test_only_the_channels_asked_for_are_claimed(post):
    assert deliver.claim([Channel.PUSH]) == []


def test_a_delivery_is_put_off_in_quiet_hours(post, maria):
    Preferences.objects.filter(member=maria).update(quiet_from=22, quiet_until=7, time_zone="UTC")
    (claimed,) = deliver.claim([Channel.EMAIL])

    with time_machine.travel(datetime(2026, 11, 29, 23, tzinfo=UTC), tick=False):
        assert deliver.put_off(claimed)
    with time_machine.travel(datetime(2026, 11, 30, 7, tzinfo=UTC), tick=False):
        assert deliver.claim([Channel.EMAIL]) == [claimed]
        assert not deliver.put_off(claimed)


def test_a_delivery_that_fails_is_tried_less_and_less_often_and_then_given_up(post):
    now, pauses = timezone.now(), []
    for _ in range(6):
        deliver.try_later(Delivery.objects.get(), "no room")
        pauses.append((Delivery.objects.get().due_at - now).total_seconds())
    assert pauses == sorted(pauses)
    assert Delivery.objects.get().finished_at is None

    deliver.try_later(Delivery.objects.get(), "no room")
    assert (Delivery.objects.get().outcome, Delivery.objects.get().reason) == (Outcome.FAILED, "no room")


def test_while_the_mail_server_is_away_nothing_is_given_up_for_four_days(post):
    for _ in range(20):
        deliver.try_later(Delivery.objects.get(), "no connection", server_is_away=True)
    assert Delivery.objects.get().finished_at is None

    with time_machine.travel(timezone.now() + timedelta(days=5)):
        deliver.try_later(Delivery.objects.get(), "no connection", server_is_away=True)
    assert Delivery.objects.get().outcome == Outcome.FAILED


def test_an_operator_sees_what_was_given_up_and_tries_it_again(post):
    delivery = Delivery.objects.get()
    deliver.finish(delivery, Outcome.FAILED, "550 no such user")
    shown, again = StringIO(), StringIO()
    call_command("deliveries", stdout=shown)
    call_command("deliveries", "--retry", stdout=again)

    assert "Given up: 1" in shown.getvalue()
    assert f"{delivery.pk}  email to member {delivery.recipient_id}, {post.key}: 550 no such user" in shown.getvalue()
    assert "Maria" not in shown.getvalue()
    assert "To be tried again: 1." in again.getvalue()
    assert deliver.claim([Channel.EMAIL]) == [delivery]


def test_old_deliveries_are_forgotten(post):
    deliver.finish(Delivery.objects.get(), Outcome.SENT)
    deliver.forget_deliveries()
    assert Delivery.objects.exists()

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        deliver.forget_deliveries()
    assert not Delivery.objects.exists()
