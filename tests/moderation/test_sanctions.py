"""A member is warned or limited until an end, which can be changed, ended early and undone; the member reads why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from community.core.exceptions import Conflict
from community.members import operations as members
from community.members.models import Member, Role, Sanction, Scope
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from community.moderation.sanction_forms import LimitForm, end_after
from tests.acts import make_member
from tests.moderation.deciding import WHY, decide, version_on
from tests.moderation.limits import fields, limit_of, limited

SIGN_IN = Callable[[Member], Client]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def columns(member: Member) -> dict[str, datetime | None]:
    """Load when each limit of a member ends."""
    member.refresh_from_db()
    return {scope: getattr(member, f"{scope}_until") for scope in Scope.values}


@pytest.mark.parametrize("scope", Scope.values)
def test_a_limit_ends_by_the_clock(scope: str, ines: Member, ruth: Member) -> None:
    flags = {"held": "is_held", "read_only": "is_read_only", "suspended": "is_suspended", "no_messages": "is_limited"}
    end = NOON + timedelta(days=1)
    with time_machine.travel(NOON, tick=False):
        entry = limited(ines, ruth, scope, end)

    assert columns(ines) == dict.fromkeys(Scope.values) | {scope: end}
    for moment, expected in ((end - timedelta(microseconds=1), True), (end, False)):
        with time_machine.travel(moment, tick=False):
            assert getattr(ines, flags[scope]) is expected
            assert limit_of(entry).is_in_force is expected
            assert Sanction.objects.in_force().exists() is expected


def test_a_member_reads_what_the_limit_is_until_when_and_why(review: Client, as_member: SIGN_IN, ines: Member) -> None:
    page = f"/moderation/members/{ines.pk}/"
    more = {"scope": "read_only", "span": "3", "reason": WHY, "guideline": "names", "note": "The third time."}
    with time_machine.travel(NOON):
        sent = review.post(page, fields("limit_member", **more) | {"version": version_on(review, page)})
        (notification,) = ines.notifications.all()
        own = as_member(ines).get(f"/notifications/{notification.pk}/", follow=True).text

    assert sent.status_code == 302
    entry, sanction = AuditEntry.objects.get(), Sanction.objects.get()
    assert (entry.act, entry.subject, entry.reason, entry.guideline) == ("limit_member", ines, WHY, "names")
    assert (sanction.text, sanction.note, sanction.by) == (WHY, "The third time.", entry.actor)
    assert sanction.ends_at is not None
    assert abs(sanction.ends_at - NOON - timedelta(days=3)) < timedelta(minutes=1)
    for text in (notification.text, own):
        assert "you can read here, but you can’t write" in text
        assert "2026" in text
        assert WHY in text
    assert "Ask for another look" in own
    assert "The third time." not in own
    assert "Ruth" not in own


def test_the_notification_is_in_the_members_language(ines: Member, ruth: Member) -> None:
    Member.objects.filter(pk=ines.pk).update(language="es")
    ines.refresh_from_db()
    limited(ines, ruth)

    assert "puede leer" in ines.notifications.get().text
    with override("es"):
        assert "puede leer" in str(Sanction.objects.get().effect)


def test_a_warning_limits_nothing_and_can_be_removed(review: Client, ines: Member) -> None:
    page = f"/moderation/members/{ines.pk}/"
    sent = fields("warn_member", guideline="names", reason="") | {"version": version_on(review, page)}
    assert review.post(page, sent).status_code == 302

    sanction = Sanction.objects.get()
    assert (sanction.scope, sanction.ends_at) == ("", None)
    assert not any(columns(ines).values())
    assert "no full names, addresses or numbers" in ines.notifications.get().text
    decide_on_limit(review, sanction, "end_sanction")
    assert "We’ve removed the reminder" in ines.notifications.latest("pk").text
    assert "Removed" in review.get(page).text


def decide_on_limit(client: Client, sanction: Sanction, act: str, **more: str) -> None:
    """Press a button on the page about one limit."""
    page = f"/moderation/limits/{sanction.pk}/"
    sent = fields(act, **{"reason": WHY} | more) | {"version": version_on(client, page)}
    assert client.post(page, sent).status_code == 302


def test_a_limit_is_ended_early_and_the_end_is_undone(review: Client, ines: Member, ruth: Member) -> None:
    entry = limited(ines, ruth)
    end = ines.read_only_until

    decide_on_limit(review, limit_of(entry), "end_sanction")

    assert not any(columns(ines).values())
    assert limit_of(entry).ended_by == ruth
    assert "We’ve ended this limit early." in ines.notifications.latest("pk").text
    undo = f"/moderation/audit/{AuditEntry.objects.latest('pk').pk}/undo/"
    assert decide(review, undo, "resume_sanction").status_code == 302
    assert columns(ines)["read_only"] == end


def test_an_end_is_changed_and_changed_back(review: Client, ines: Member, ruth: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        entry = limited(ines, ruth, until=NOON + timedelta(days=1))
        decide_on_limit(review, limit_of(entry), "change_end", span="7")
        assert columns(ines)["read_only"] == NOON + timedelta(days=7)
        assert "Mon" in ines.notifications.latest("pk").text
        changed = AuditEntry.objects.latest("pk")
        decide(review, f"/moderation/audit/{changed.pk}/undo/", "change_end")

        assert columns(ines)["read_only"] == NOON + timedelta(days=1)


def test_a_change_of_end_is_undone_after_the_first_end_has_passed(ines: Member, ruth: Member) -> None:
    decision = Decision(by=ruth, reason=WHY)
    with time_machine.travel(NOON, tick=False):
        entry = limited(ines, ruth, until=NOON + timedelta(days=1))
        changed = moderation.change_end(limit_of(entry), decision, until=NOON + timedelta(days=7))
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        assert moderation.undo(changed, decision).act == "end_sanction"
        assert not any(columns(ines).values())


@pytest.mark.parametrize("act", ["warn_member", "limit_member", "suspend_member"])
def test_each_act_has_one_entry_one_notification_and_one_undo(act: str, ines: Member, ruth: Member) -> None:
    decision, until = Decision(by=ruth, reason=WHY), timezone.now() + timedelta(days=1)
    more = {"warn_member": {}, "limit_member": {"scope": "held", "until": until}, "suspend_member": {"until": until}}
    entry = getattr(moderation, act)(ines, decision, **more[act])
    assert (AuditEntry.objects.count(), ines.notifications.count()) == (1, 1)

    undone = moderation.undo(entry, decision)

    assert (undone.act, undone.undoes) == ("end_sanction", entry)
    assert (AuditEntry.objects.count(), ines.notifications.count()) == (2, 2)
    assert not any(columns(ines).values())
    assert moderation.undo(undone, decision).act == "resume_sanction"


def test_the_same_limit_is_not_set_twice(ines: Member, ruth: Member) -> None:
    limited(ines, ruth)

    with pytest.raises(Conflict, match="already in force"):
        limited(ines, ruth)
    limited(ines, ruth, "held")
    assert Sanction.objects.count() == 2


def test_what_has_ended_is_not_ended_again(ines: Member, ruth: Member) -> None:
    decision = Decision(by=ruth, reason=WHY)
    with time_machine.travel(NOON, tick=False):
        entry = limited(ines, ruth, until=NOON + timedelta(days=1))
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        for act in (
            lambda: moderation.end_sanction(limit_of(entry), decision),
            lambda: moderation.change_end(limit_of(entry), decision, until=NOON + timedelta(days=9)),
        ):
            with pytest.raises(Conflict, match="already ended"):
                act()
    assert AuditEntry.objects.count() == 1


def test_nobody_limits_themselves_and_administrators_alone_limit_the_team(
    ines: Member, ruth: Member, ada: Member
) -> None:
    rosa = make_member("Rosa", Role.MODERATOR)
    for by, whom in [(ruth, ruth), (ada, ada), (ruth, rosa), (ruth, ada), (ines, ruth)]:
        with pytest.raises(PermissionDenied):
            limited(whom, by)
        with pytest.raises(PermissionDenied):
            moderation.warn_member(whom, Decision(by=by, reason=WHY))
        with pytest.raises(PermissionDenied):
            moderation.add_note(whom, by=by, text="A note.")
    assert not AuditEntry.objects.exists()

    entry = limited(rosa, ada)
    with pytest.raises(PermissionDenied):
        moderation.undo(entry, Decision(by=ruth, reason=WHY))


def test_a_suspended_moderator_has_no_rights_of_staff(
    as_member: SIGN_IN, ines: Member, ruth: Member, ada: Member
) -> None:
    client = as_member(ruth)
    assert client.get("/moderation/").status_code == 200
    limited(ruth, ada, "suspended")

    assert client.get("/moderation/").status_code == 404
    with pytest.raises(PermissionDenied):
        limited(ines, ruth)


def test_whoever_decides_second_reads_who_acted(review: Client, as_member: SIGN_IN, ada: Member, ines: Member) -> None:
    page = f"/moderation/members/{ines.pk}/"
    version = version_on(review, page)
    moderation.warn_member(ines, Decision(by=ada, reason="Please leave out names."))

    answer = review.post(page, fields("suspend_member", span="7", reason="Mine.") | {"version": version})

    assert answer.status_code == 409
    assert "Ada reminded a member of the guidelines" in answer.text
    assert "Mine." in answer.text
    assert not Sanction.objects.exclude(scope="").exists()


def test_an_end_is_always_asked_for(review: Client, ines: Member) -> None:
    page = f"/moderation/members/{ines.pk}/"
    version = version_on(review, page)
    for wrong, sentence in [
        ({}, "Choose how long."),
        ({"span": "day"}, "Choose a day."),
        ({"span": "day", "until": "2020-01-31"}, "Choose today or a later day."),
        ({"span": "day", "until": "2999-01-31"}, "Choose a day within the next year."),
        ({"span": "for ever"}, "for ever"),
    ]:
        sent = fields("limit_member", scope="held", reason=WHY, **wrong) | {"version": version}
        answer = review.post(page, sent)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert not Sanction.objects.exists()


def test_a_month_ends_on_the_same_day_of_the_next() -> None:
    for start, end in [("2026-01-31", "2026-02-28"), ("2026-12-15", "2027-01-15"), ("2026-03-02", "2026-04-02")]:
        begins = timezone.make_aware(datetime.fromisoformat(f"{start} 10:00"))
        assert end_after("month", begins) == timezone.make_aware(datetime.fromisoformat(f"{end} 10:00"))


def test_a_day_that_is_chosen_counts_to_its_end_in_the_communitys_time_zone() -> None:
    with time_machine.travel(NOON, tick=False):
        form = LimitForm({"scope": "held", "span": "day", "until": "2026-03-05", "reason": WHY})
        assert form.is_valid()

    end = timezone.localtime(form.cleaned_data["end"])
    assert (end.date().isoformat(), end.hour, end.minute) == ("2026-03-05", 23, 59)


def test_a_suspended_administrator_is_not_the_one_who_is_left(ines: Member, ada: Member) -> None:
    bea = make_member("Bea", Role.ADMINISTRATOR)
    limited(bea, ada, "suspended")

    with pytest.raises(Conflict, match="only administrator"):
        members.change_account(ada, role=Role.MEMBER, is_active=True)
