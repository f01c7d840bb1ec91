"""A digest says what is new and unread since the last one; when that is nothing, no mail is sent."""

import pytest
import time_machine
from django.utils import timezone

from community.content_warnings import Label
from community.forum import operations as forum
from community.notifications import operations as notifications
from community.notifications.mail import digest
from community.notifications.models import Channel, Delivery, Kind, Outcome, bit_of
from community.notifications.operations.plan import plan
from tests.acts import make_member, reply, start
from tests.forum.statements import assert_statements
from tests.notifications.mails import html_of, sent_by, text_of, wants
from tests.notifications.notifications import notify_followers

SITE = "http://127.0.0.1:8000"
TITLE = "It came back after eleven years"


def due(member, channel=Channel.DAILY):
    """Plan the member's digest of now, as the sender does."""
    notify_followers()
    key = f"{channel}:{timezone.now():%Y-%m-%dT%H:%M:%S.%f}"
    return Delivery.objects.create(recipient=member, channel=channel, key=key)


def done(delivery, outcome=Outcome.SENT):
    """Finish a delivery."""
    Delivery.objects.filter(pk=delivery.pk).update(outcome=outcome, finished_at=timezone.now())


@pytest.fixture(autouse=True)
def daily(maria):
    """Maria wants everything in the daily email, and nothing at once."""
    return wants(maria, *Kind, channel=Channel.DAILY)


def test_new_replies_say_where_how_many_by_whom_and_lead_to_the_first_unread(thread, maria, ines, tess):
    first = reply(thread, ines)
    reply(thread, tess)
    reply(thread, tess)

    mail = sent_by(due(maria))

    assert mail["Subject"] == "3 new replies in discussions you follow"
    assert mail["From"] == "Alongside <team@localhost>"
    assert (
        f"Discussions you follow\n\n- {TITLE}\n  3 new replies, the latest by Tess\n  {SITE}/posts/{first.pk}/\n"
    ) in text_of(mail)
    assert f'href="{SITE}/posts/{first.pk}/"' in html_of(mail)
    assert "3 new replies, the latest by Tess" in html_of(mail)


def test_one_reply_is_one(thread, maria, ines):
    reply(thread, ines)

    mail = sent_by(due(maria))

    assert mail["Subject"] == "1 new reply in discussions you follow"
    assert "1 new reply, by Ines" in text_of(mail)


def test_what_is_about_the_member_comes_first(thread, maria, ines, tess):
    reply(thread, ines)
    mention = reply(thread, tess, "Look, @Maria.")

    mail = sent_by(due(maria))

    assert mail["Subject"] == f"Tess mentioned you in “{TITLE}”"
    text = text_of(mail)
    assert f"About you\n\n- Tess mentioned you in “{TITLE}”\n  {SITE}/posts/{mention.pk}/\n" in text
    assert text.index("About you") < text.index("Discussions you follow")


def test_several_things_about_the_member_are_counted(thread, maria, ines, tess):
    reply(thread, tess, "Look, @Maria.")
    forum.give_support(thread.posts.get(number=1), ines, "hug")

    assert sent_by(due(maria))["Subject"] == "2 new notifications about you"


def test_results_of_a_saved_search(thread, maria, tess):
    post = reply(thread, tess)
    forum.unfollow(thread, maria)
    result = notifications.NewResult(maria.pk, "search:1", "sleep", thread.key, post.key, post.number)
    notifications.notify_of_results([result])

    mail = sent_by(due(maria))

    assert mail["Subject"] == "A saved search of yours has new results"
    assert f"- New result for your search “sleep”: “{TITLE}”" in text_of(mail)


def test_nothing_to_say_is_no_mail(thread, maria):
    assert sent_by(due(maria)) is None


def test_a_kind_that_is_not_chosen_for_the_digest_is_left_out(thread, maria, ines):
    wants(maria, Kind.FOUND, channel=Channel.DAILY)
    reply(thread, ines)

    assert sent_by(due(maria)) is None


def _read(thread, maria, post):
    forum.visit(maria, thread, number=post.number)


def _remove(thread, maria, post):
    forum.remove_post(post, by_author=True)


def _mute(thread, maria, post):
    type(post).objects.filter(pk=post.pk).update(labels=int(Label.DEATH))
    type(thread).objects.filter(pk=thread.pk).update(labels=int(Label.DEATH), author=None)
    type(maria).objects.filter(pk=maria.pk).update(labels_to_mute=int(Label.DEATH))


def _narrow(thread, maria, post):
    type(thread).objects.filter(pk=thread.pk).update(audience="private")


@pytest.mark.parametrize("happens", [_read, _remove, _mute, _narrow])
def test_what_was_read_removed_muted_or_closed_to_the_member_is_left_out(thread, maria, ines, happens):
    post = reply(thread, ines)
    delivery = due(maria)
    assert sent_by(delivery)

    happens(thread, maria, post)

    assert sent_by(delivery) is None


@pytest.mark.parametrize(
    ("outcome", "is_left_out"), [(Outcome.SENT, True), ("", True), (Outcome.FAILED, False), (Outcome.NOT_NEEDED, False)]
)
def test_what_was_mailed_or_will_be_is_left_out(thread, maria, ines, outcome, is_left_out):
    wants(maria, *Kind, channel=Channel.DAILY, email=2**15 - 1)
    reply(thread, ines)
    notify_followers()
    plan()
    done(Delivery.objects.get(channel=Channel.EMAIL), outcome)

    assert (sent_by(due(maria)) is None) is is_left_out


def test_a_reaction_to_a_post_that_an_earlier_mail_was_about_is_not_left_out(thread, maria, ines, tess):
    preferences = wants(maria, Kind.SUPPORTED)
    forum.give_support(thread.posts.get(), ines, "hug")
    plan()
    done(Delivery.objects.get())
    notifications.read(maria)
    preferences.email, preferences.daily = 0, 2**15 - 1
    preferences.save()
    forum.give_support(thread.posts.get(), tess, "hug")

    assert sent_by(due(maria))["Subject"] == f"Tess sent you a hug for your post in “{TITLE}”"


def test_a_digest_repeats_nothing_of_the_last_one(group, thread, maria, ines):
    with time_machine.travel("2026-11-28T14:00Z", tick=False) as clock:
        reply(thread, ines)
        clock.shift(60)
        first = due(maria)
        assert sent_by(first)
        done(first)
        clock.shift(86_400)
        assert sent_by(due(maria)) is None

        other = start(group, maria, "Another one").thread
        reply(other, ines)
        clock.shift(60)
        second = due(maria)

    assert "Another one" in text_of(sent_by(second))
    assert TITLE not in text_of(sent_by(second))


def test_what_comes_while_a_digest_is_late_is_in_the_next_one_and_only_there(group, thread, maria, ines):
    with time_machine.travel("2026-11-28T14:00Z", tick=False) as clock:
        reply(thread, ines)
        clock.shift(60)
        late = due(maria)
        clock.shift(3_600)
        reply(start(group, maria, "Another one").thread, ines)
        notify_followers()
        assert "Another one" not in text_of(sent_by(late))
        done(late)
        clock.shift(86_400)
        following = text_of(sent_by(due(maria)))

    assert "Another one" in following
    assert TITLE not in following


def test_a_digest_that_failed_counts_as_none(thread, maria, ines):
    with time_machine.travel("2026-11-28T14:00Z", tick=False) as clock:
        done(due(maria))
        clock.shift(3_600)
        reply(thread, ines)
        clock.shift(3_600)
        done(due(maria), Outcome.FAILED)
        clock.shift(86_400)

        assert TITLE in text_of(sent_by(due(maria)))


def test_the_first_digest_goes_back_one_day_or_one_week(thread, maria, ines):
    with time_machine.travel("2026-11-20T14:00Z", tick=False) as clock:
        reply(thread, ines)
        notify_followers()
        clock.shift(3 * 86_400)
        assert sent_by(due(maria)) is None

        wants(maria, *Kind, channel=Channel.WEEKLY)
        weekly = sent_by(due(maria, Channel.WEEKLY))

    assert TITLE in text_of(weekly)
    assert "every week" in text_of(weekly)


def test_what_comes_daily_is_not_repeated_weekly(thread, maria, ines):
    wants(maria, *Kind, channel=Channel.DAILY, weekly=2**15 - 1)
    reply(thread, ines)

    assert sent_by(due(maria, Channel.WEEKLY)) is None


def test_a_section_has_five_lines_and_counts_the_others(group, maria, ines):
    for number in range(12):
        reply(start(group, maria, f"Discussion {number}").thread, ines)

    mail = sent_by(due(maria))

    assert mail["Subject"] == "12 new replies in discussions you follow"
    for part in (text_of(mail), html_of(mail)):
        assert part.count("1 new reply, by Ines") == 5
        assert "and 7 more" in part


@pytest.mark.parametrize("outcome", [Outcome.SENT, ""])
def test_a_mention_that_was_mailed_at_once_is_not_counted_among_the_replies(thread, maria, ines, tess, outcome):
    wants(maria, Kind.REPLIED, Kind.MENTIONED, channel=Channel.DAILY, email=bit_of(Kind.MENTIONED))
    reply(thread, ines)
    notify_followers()
    reply(thread, tess, "Look, @Maria.")
    notify_followers()
    plan()
    done(Delivery.objects.get(channel=Channel.EMAIL), outcome)

    mail = sent_by(due(maria))

    assert mail["Subject"] == "1 new reply in discussions you follow"
    assert "1 new reply, by Ines" in text_of(mail)
    assert "Tess" not in text_of(mail)


def test_a_mention_in_the_digest_is_not_counted_among_the_replies_too(thread, maria, ines, tess):
    reply(thread, ines)
    reply(thread, tess, "Look, @Maria.")

    text = text_of(sent_by(due(maria)))

    assert f"Tess mentioned you in “{TITLE}”" in text
    assert "1 new reply, by Ines" in text


def test_a_discussion_of_which_nothing_is_left_to_say_is_left_out(thread, maria, ines, tess):
    wants(maria, Kind.REPLIED, Kind.MENTIONED, channel=Channel.DAILY, email=bit_of(Kind.MENTIONED))
    reply(thread, ines)
    notify_followers()
    reply(thread, tess, "Look, @Maria.")
    notify_followers()
    plan()
    thread.posts.filter(author=ines).update(state="removed")  # and not withdrawn yet

    assert sent_by(due(maria)) is None


def test_a_new_discussion_in_a_followed_group(group, maria, ines):
    forum.follow_group(group, maria)
    post = start(group, ines, "How do you sleep?")

    mail = sent_by(due(maria))

    assert mail["Subject"] == "1 new discussion in groups you follow"
    line = f"- Ines started the discussion “How do you sleep?”\n  {SITE}/posts/{post.pk}/\n"
    assert f"New discussions\n\n{line}" in text_of(mail)
    assert f'href="{SITE}/posts/{post.pk}/"' in html_of(mail)


def test_replies_to_a_new_discussion_that_the_member_does_not_follow_are_not_counted(group, maria, ines, tess):
    forum.follow_group(group, maria)
    reply(start(group, ines, "How do you sleep?").thread, tess)

    mail = sent_by(due(maria))

    assert mail["Subject"] == "1 new discussion in groups you follow"
    assert "Tess" not in text_of(mail)


class TestUnanswered:
    """Nobody has replied to these yet: for mentors alone."""

    @pytest.fixture
    def asked(self, group, maria, tess):
        wants(tess, *Kind, channel=Channel.DAILY)
        return start(group, maria, "Does this pass?").thread

    def test_a_mentor_reads_what_nobody_has_replied_to(self, asked, tess):
        mail = sent_by(due(tess))

        assert mail["Subject"] == "1 discussion has no reply yet"
        assert (
            f"Nobody has replied to these yet\n\n- Does this pass?\n  {SITE}{asked.get_absolute_url()}\n"
        ) in text_of(mail)

    def test_others_do_not(self, asked, ines):
        wants(ines, *Kind, channel=Channel.DAILY)

        assert sent_by(due(ines)) is None

    def test_a_mentor_in_discreet_mode_reads_that_there_is_something(self, asked, tess):
        wants(tess, *Kind, channel=Channel.DAILY, is_discreet=True)

        mail = sent_by(due(tess))

        assert mail["Subject"] == "You have new messages"
        assert "Does this pass?" not in text_of(mail) + html_of(mail)

    @pytest.mark.parametrize(
        "more", [{"reply_count": 1}, {"locked": True}, {"audience": "members"}, {"published": False}, {"labels": 2}]
    )
    def test_what_was_replied_to_or_is_closed_or_not_public_or_muted_is_left_out(self, asked, tess, more):
        type(tess).objects.filter(pk=tess.pk).update(labels_to_mute=2)
        delivery = due(tess)
        assert sent_by(delivery)

        type(asked).objects.filter(pk=asked.pk).update(**more)

        assert sent_by(delivery) is None

    @pytest.mark.parametrize(
        "choose",
        [
            lambda thread, tess: forum.mute_thread(thread, tess),
            lambda thread, tess: forum.mute_group(thread.group, tess),
            lambda thread, tess: forum.block_member(thread.author, tess),
        ],
        ids=["a muted discussion", "a muted group", "a blocked member"],
    )
    def test_what_the_mentor_wants_to_hear_nothing_of_is_left_out(self, asked, tess, choose):
        delivery = due(tess)
        assert sent_by(delivery)

        choose(asked, tess)

        assert sent_by(delivery) is None

    def test_questions_of_members_who_have_left_are_asked(self, asked, tess):
        type(asked).objects.filter(pk=asked.pk).update(author=None)

        assert sent_by(due(tess))["Subject"] == "1 discussion has no reply yet"

    def test_what_the_digest_names_already_is_left_out(self, group, maria, tess):
        wants(tess, *Kind, channel=Channel.DAILY)
        start(group, maria, "Does this pass?", body="What do you say, @Tess?")

        text = text_of(sent_by(due(tess)))

        assert text.count("Does this pass?") == 1

    def test_their_own_questions_are_left_out(self, group, tess):
        wants(tess, *Kind, channel=Channel.DAILY)
        start(group, tess, "My own")

        assert sent_by(due(tess)) is None

    def test_the_same_ones_again_are_no_reason_for_a_mail_but_are_in_the_next(self, group, maria, tess):
        wants(tess, *Kind, channel=Channel.DAILY)
        with time_machine.travel("2026-11-28T14:00Z", tick=False) as clock:
            start(group, maria, "Does this pass?")
            clock.shift(60)
            done(due(tess))
            clock.shift(86_400)
            assert sent_by(due(tess)) is None

            start(group, maria, "And this?")
            clock.shift(60)
            mail = sent_by(due(tess))

        assert mail["Subject"] == "2 discussions have no reply yet"


def test_a_digest_is_in_the_members_language(thread, maria, ines):
    maria.language = "es"
    maria.save()
    reply(thread, ines)

    mail = sent_by(due(maria))

    assert mail["Subject"] == "1 respuesta nueva en conversaciones que sigue"
    assert "1 respuesta nueva, de Ines" in text_of(mail)


def test_a_digest_in_discreet_mode_names_nothing(thread, maria, ines):
    wants(maria, *Kind, channel=Channel.DAILY, is_discreet=True)
    reply(thread, ines)

    mail = sent_by(due(maria))

    assert mail["Subject"] == "You have new messages"
    everything = "".join(map(str, mail.values())) + text_of(mail) + html_of(mail)
    assert [word for word in ("eleven", "Ines", "Breast", "Alongside") if word in everything] == []


def test_headers_of_a_digest(thread, maria, ines):
    reply(thread, ines)

    mail = sent_by(due(maria))

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip("<>") in text_of(mail)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["References"] is None
    assert "You get this email every day there is something new." in text_of(mail)


@pytest.mark.parametrize("rows", [1, 20])
def test_a_digest_is_built_with_a_fixed_number_of_statements(group, maria, tess, rows):
    wants(tess, *Kind, channel=Channel.DAILY)
    people = [make_member(f"Person{number}") for number in range(3)]
    for number in range(rows):
        thread = start(group, tess, f"Discussion {number}").thread
        for person in people:
            reply(thread, person, "Look, @Tess.")
            reply(thread, person)
        forum.give_support(thread.posts.get(number=1), maria, "hug")
        start(group, maria, f"Question {number}")
    delivery = Delivery.objects.select_related("recipient").get(pk=due(tess).pk)

    assert_statements(11, lambda: digest.build(delivery))
