"""A change of role and a closed account: never one's own, never the last administrator, with a reason that is read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from community.core.exceptions import Conflict
from community.forum.operations import NotPossible
from community.members import operations as members
from community.members.models import Member, Role
from community.moderation import operations as moderation
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from tests.acts import PASSWORD, make_member
from tests.moderation.deciding import decide

SIGN_IN = Callable[[Member], Client]
WHY = "You asked for it."


def save(client: Client, member: Member, **changed: Any) -> Any:
    """Send the form of a member's account in Django's admin, with these fields changed."""
    fields = {name: getattr(member, name) for name in ("username", "email", "role", "about", "hue", "is_active")}
    fields = {name: value for name, value in (fields | changed).items() if value is not False}
    return client.post(f"/admin/members/member/{member.pk}/change/", fields)


def rights_of(member: Member) -> tuple[str, bool]:
    """Load a member's role, and whether they may sign in."""
    member.refresh_from_db()
    return member.role, member.is_active


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "moderator"},
        {"role": "member"},
        {"role": "editor"},
        {"is_active": False},
        {"role": "member", "is_active": False},
    ],
)
@pytest.mark.parametrize("others", [0, 1])
def test_nobody_changes_their_own_rights(changed: dict, others: int, ada: Member, as_member: SIGN_IN) -> None:
    for number in range(others):
        make_member(f"Other{number}", Role.ADMINISTRATOR)

    answer = save(as_member(ada), ada, reason=WHY, **changed)

    assert answer.status_code == 200
    assert "This is your own account. Ask another administrator to change it." in answer.text
    assert rights_of(ada) == ("administrator", True)
    assert not AuditEntry.objects.exists()


def test_other_fields_of_ones_own_account_are_saved_without_a_reason(ada: Member, as_member: SIGN_IN) -> None:
    assert save(as_member(ada), ada, about="I look after this place.").status_code == 302

    ada.refresh_from_db()
    assert (ada.about, ada.role, ada.is_active) == ("I look after this place.", "administrator", True)
    assert not AuditEntry.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("reason", ["", "   "])
@pytest.mark.parametrize("changed", [{"role": "moderator"}, {"is_active": False}])
def test_a_change_of_rights_needs_a_reason(
    changed: dict, reason: str, ada: Member, ines: Member, as_member: SIGN_IN
) -> None:
    answer = save(as_member(ada), ines, reason=reason, **changed)

    assert "Say why. The member will read this." in answer.text
    assert rights_of(ines) == ("member", True)


@pytest.mark.parametrize(
    ("begins", "changed", "act", "words"),
    [
        (("member", True), {"role": "moderator"}, "change_role", "Your role is now “Moderator”."),
        (("moderator", True), {"role": "member"}, "change_role", "Your role is now “Member”."),
        (("administrator", True), {"role": "editor"}, "change_role", "Your role is now “Editor”."),
        (("member", True), {"is_active": False}, "close_account", "you can’t sign in any more"),
        (("administrator", True), {"is_active": False}, "close_account", "you can’t sign in any more"),
        (("member", False), {"is_active": True}, "reopen_account", "Your account is open again. You can sign in."),
    ],
)
def test_a_change_of_rights_is_in_the_log_and_the_member_reads_why(
    begins: tuple[str, bool],
    changed: dict,
    act: str,
    words: str,
    ada: Member,
    ines: Member,
    as_member: SIGN_IN,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    Member.objects.filter(pk=ines.pk).update(role=begins[0], is_active=begins[1])
    ines.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        assert save(as_member(ada), ines, reason=WHY, **changed).status_code == 302

    assert rights_of(ines) == (changed.get("role", begins[0]), changed.get("is_active", begins[1]))
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.subject, entry.reason) == (act, ada, ines, WHY)
    assert entry.before == {"role": begins[0], "is_active": begins[1]}
    (letter,) = mail.outbox
    assert letter.to == [ines.email]
    assert words in letter.body
    assert WHY in letter.body
    assert "Ines" in as_member(ada).get("/moderation/audit/").text


def test_the_mail_is_in_the_members_language(
    ada: Member, ines: Member, django_capture_on_commit_callbacks: Callable
) -> None:
    ines.language = "es"
    ines.save()
    with django_capture_on_commit_callbacks(execute=True):
        moderation.change_role(ines, Decision(by=ada, reason=WHY), role=Role.MENTOR)

    assert "Hola" in mail.outbox[0].body


@pytest.mark.parametrize("others", [{"role": "moderator"}, {"role": "administrator", "is_active": False}])
@pytest.mark.parametrize(("role", "is_active"), [("member", True), ("editor", True), ("administrator", False)])
def test_the_last_administrator_who_may_sign_in_stays(
    role: str, is_active: bool, others: dict, ada: Member, ines: Member
) -> None:
    Member.objects.filter(pk=ines.pk).update(**others)

    with pytest.raises(Conflict, match="This is the only administrator who can sign in"):
        members.change_account(ada, role=role, is_active=is_active)

    assert rights_of(ada) == ("administrator", True)


def test_two_administrators_cannot_demote_each_other(ada: Member) -> None:
    bea = make_member("Bea", Role.ADMINISTRATOR)
    adas = Member.objects.get(pk=ada.pk)
    moderation.change_role(ada, Decision(by=bea, reason=WHY), role=Role.MEMBER)

    with pytest.raises(PermissionDenied):
        moderation.change_role(bea, Decision(by=adas, reason=WHY), role=Role.MEMBER)

    assert rights_of(bea) == ("administrator", True)


@pytest.mark.parametrize("who", ["ruth", "ed", "tess", "ines"])
def test_administrators_alone_decide_about_accounts(
    who: str, request: pytest.FixtureRequest, maria: Member, ada: Member
) -> None:
    for act, more in ((moderation.change_role, {"role": "moderator"}), (moderation.close_account, {})):
        with pytest.raises(PermissionDenied):
            act(maria, Decision(by=request.getfixturevalue(who), reason=WHY), **more)
    with pytest.raises(NotPossible):
        moderation.reopen_account(maria, Decision(by=ada, reason=WHY))

    assert rights_of(maria) == ("member", True)


def test_an_administrator_undoes_it_and_a_moderator_reads_who_can(
    ada: Member, ruth: Member, ines: Member, as_member: SIGN_IN
) -> None:
    entry = moderation.change_role(ines, Decision(by=ada, reason=WHY), role=Role.MODERATOR)
    closed = moderation.close_account(ines, Decision(by=ada, reason=WHY))
    page = f"/moderation/audit/{entry.pk}/undo/"
    assert "An administrator will decide." in as_member(ruth).get(page).text
    assert decide(as_member(ruth), page, "change_role").status_code in (403, 409)
    assert rights_of(ines) == ("moderator", False)

    assert decide(as_member(ada), page, "change_role").status_code == 302
    assert decide(as_member(ada), f"/moderation/audit/{closed.pk}/undo/", "reopen_account").status_code == 302

    assert rights_of(ines) == ("member", True)


def test_a_closed_account_signs_in_no_more(ada: Member, ines: Member, as_member: SIGN_IN, guest: Client) -> None:
    client = as_member(ines)
    moderation.close_account(ines, Decision(by=ada, reason=WHY))

    assert client.get("/notifications/").status_code == 302
    guest.post("/accounts/login/", {"login": "Ines", "password": PASSWORD})
    assert guest.get("/notifications/").status_code == 302


def test_an_administrator_is_created_when_the_only_one_may_not_sign_in(
    ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    Member.objects.filter(pk=ada.pk).update(is_active=False)
    monkeypatch.setattr("builtins.input", lambda *_: "a long quiet evening")

    call_command("create_administrator", "Nora", "nora@example.org", password_stdin=True, if_none=True)

    assert Member.objects.get(username="Nora").administers
