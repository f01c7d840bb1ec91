"""Nothing secret is read or edited in Django's admin, on any of its pages."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from community.composing.operations import save_draft
from community.core.mail import send_packed
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Bookmark, Group, Thread
from community.members.admin_site import REGISTERED
from community.members.models import Member
from community.newsletter.operations import subscribe
from community.safety import operations as safety
from community.safety.models import Letter, WatchedPhrase
from tests.acts import add_picture, reply
from tests.education.reading import CONTENT
from tests.moderation.deciding import reported

SECRET = "KRUGS4ZANFZSAYJA"  # of the second step, in base 32
TEXTS = {
    "draft": "a draft that nobody else reads",
    "letter": "a letter that only moderators read",
    "note": "a private note on a saved post",
    "mail": "https://testserver/accounts/password/reset/key/7-secret/",
    "address": "192.0.2.77",
    "session": "sessionkeysessionkeysessionkey77",
    "confirmation": "confirmationkeyconfirmationkey77",
    "stashed": "stashed while signing in again",
}


def test_every_registered_model_is_on_the_list_with_a_reason() -> None:
    registered = {model._meta.label for model in admin.site._registry}

    assert registered == set(REGISTERED)
    assert all(len(reason) > 10 for reason in REGISTERED.values())


@pytest.mark.parametrize(
    "label",
    [
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "usersessions.UserSession",
        "sessions.Session",
        "auth.Group",
        "auth.Permission",
        "admin.LogEntry",
        "safety.Letter",
        "composing.Draft",
        "composing.Image",
        "forum.Bookmark",
        "forum.Post",
        "notifications.Hint",
    ],
)
def test_what_is_secret_or_private_has_no_page(label: str) -> None:
    assert apps.get_model(label) not in admin.site._registry


@pytest.fixture
def secrets(thread: Thread, ines: Member, joan: Member, maria: Member, group: Group) -> set[str]:
    """Create something of each kind that administrators must not read; return the texts to look for."""
    TOTP.activate(ines, SECRET)
    codes = RecoveryCodes.activate(ines)
    post = reply(thread, ines)
    save_draft(ines, thread.key, body=TEXTS["draft"], rich=False)
    picture = add_picture(ines, thread.key, alt="a picture that was not sent")
    safety.write_letter(text=TEXTS["letter"], email="guest@example.org", page="/help/", member=joan)
    bookmark = forum.add_bookmark(post, joan)
    forum.write_note(bookmark, TEXTS["note"], question=False)
    UserSession.objects.create(user=ines, session_key=TEXTS["session"], ip=TEXTS["address"], user_agent="agent 77")
    Session.objects.create(session_key=TEXTS["session"], session_data=TEXTS["stashed"], expire_date=timezone.now())
    other = EmailAddress.objects.create(user=ines, email="ines.second@example.org")
    EmailConfirmation.objects.create(email_address=other, key=TEXTS["confirmation"], sent=timezone.now())
    mail = {"subject": "A new password", "body": TEXTS["mail"], "from_email": "a@example.org", "to": [ines.email]}
    send_packed.enqueue(mail | {"html": "", "headers": {}}, 0)
    subscriber = subscribe("reader@example.org", "/learn/")
    reported(post, joan, note="Ines was short with me.")
    WatchedPhrase.objects.create(phrase="cure")
    load_content(CONTENT)
    found = {*TEXTS.values(), SECRET, codes.instance.data["seed"], *codes.get_unused_codes(), picture.name}
    found |= {member.password for member in (ines, joan, maria)} | {subscriber.token, Letter.objects.get().token.hex}
    assert Bookmark.objects.get().note == TEXTS["note"]
    return {str(text) for text in found}


def addresses() -> Iterator[str]:
    """List pages of each model: the list, searched, adding, and of two rows changing, history and deleting."""
    yield "/admin/"
    for model in apps.get_models():
        meta = model._meta
        start = f"/admin/{meta.app_label}/{meta.model_name}/"
        keys = list(model._default_manager.values_list("pk", flat=True)[:2])
        if model not in admin.site._registry:  # not found, whatever is asked for
            yield from [start, *(f"{start}{pk}/change/" for pk in keys[:1])]
            continue
        yield from (start, f"{start}?q=secret", f"{start}?o=1.2.3", f"{start}add/")
        for pk in keys:
            yield from (f"{start}{pk}/change/", f"{start}{pk}/history/", f"{start}{pk}/delete/", f"{start}{pk}/")
        for field in meta.get_fields():
            if field.is_relation and field.concrete:
                query = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={field.name}&term="
                yield f"/admin/autocomplete/?{query}"


@pytest.mark.parametrize("who", ["ada", "ed"])
def test_no_page_shows_a_secret(
    who: str, secrets: set[str], as_member: Callable[[Member], Client], request: pytest.FixtureRequest
) -> None:
    member: Member = request.getfixturevalue(who)
    client = as_member(member)
    secrets |= {member.password, member.authenticator_set.get().data["secret"], str(client.session.session_key)}
    wrong, opened, queue, seen = {}, 0, list(addresses()), set()
    while queue:
        address = queue.pop()
        answer = client.get(address, follow=True)
        opened += answer.status_code == 200
        shown = [text for text in secrets if text in answer.text and text not in address]
        if shown:
            wrong[address] = shown
        for link in set(re.findall(r'href="(/admin/[^"#]*|\?[^"#]*)"', answer.text)) - seen:
            seen.add(link)
            if link.startswith("/admin/") and len(seen) < 60 and "logout" not in link:
                queue.append(link.replace("&amp;", "&"))

    assert opened > (40 if who == "ada" else 15)
    assert not wrong


SECRET_LOOKUPS = [
    "members/member/?password__startswith=md5",
    "members/member/?password__regex=.",
    "members/member/?last_login__gt=2000-01-01",
    "members/member/?email__startswith=i",
    "members/member/?authenticator__data__contains=K",
    "members/member/?usersession__ip=192.0.2.77",
    "members/member/?emailaddress__email__startswith=i",
    "members/member/?role__in=member&password__gt=m",
    "newsletter/subscriber/?token__startswith=a",
    "safety/case/?text__contains=letter",
    "safety/case/?reports__note__contains=short",
    "django_tasks_database/dbtaskresult/?args_kwargs__contains=key",
    "django_tasks_database/dbtaskresult/?traceback__contains=key",
    "moderation/auditentry/?actor__password__startswith=md5",
    "forum/group/?memberships__member__password__startswith=md5",
]


def test_no_filter_asks_for_a_secret_letter_by_letter(
    secrets: set[str], as_member: Callable[[Member], Client], ada: Member
) -> None:
    client = as_member(ada)
    for lookup in SECRET_LOOKUPS:
        answer = client.get(f"/admin/{lookup}")

        assert answer.status_code in (302, 400), lookup
        assert "e=1" in answer.headers.get("Location", "e=1"), lookup


def test_the_filters_beside_a_list_work(as_member: Callable[[Member], Client], ada: Member, ines: Member) -> None:
    client = as_member(ada)

    assert "Ines" in client.get("/admin/members/member/?role__exact=member").text
    assert "Ines" not in client.get("/admin/members/member/?role__exact=mentor").text
    assert client.get("/admin/education/page/?condition__id__exact=1").status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "ada@example.org"},
        {"password": "md5$a$b"},
        {"last_login": "2000-01-01"},
        {"emailaddress_set-0-email": "ada2@example.org"},
    ],
)
def test_no_way_into_an_account_is_edited(
    fields: dict[str, Any], as_member: Callable[[Member], Client], ada: Member, ines: Member
) -> None:
    before = (ines.email, ines.password, ines.last_login)
    sent = {"username": "Ines", "role": "member", "about": "", "hue": 3, "is_active": "on"}

    as_member(ada).post(f"/admin/members/member/{ines.pk}/change/", sent | fields)

    ines.refresh_from_db()
    assert ines.hue == 3
    assert (ines.email, ines.password, ines.last_login) == before


def test_tasks_are_seen_without_what_they_are_about(
    secrets: set[str], as_member: Callable[[Member], Client], ada: Member
) -> None:
    page = as_member(ada).get("/admin/django_tasks_database/dbtaskresult/").text

    assert "community.core.mail.send_packed" in page
    assert uuid.UUID(re.findall(r"dbtaskresult/([0-9a-f-]{36})/change/", page)[0])
