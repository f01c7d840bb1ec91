"""Every address has a declared access rule, and follows it for everyone.

Our own views declare theirs (community/core/access.py); the addresses of packages are listed here. An address without
a rule, or one that responds otherwise than its rule says, fails.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from community.composing.operations import save_draft
from community.education.models import Procedure
from community.education.operations import load_content
from community.forum import operations as forum
from community.forum.models import Thread
from community.home import operations as home
from community.members.models import Member, Role, Sanction
from community.moderation import operations as moderation
from community.moderation.models import CannedReason
from community.moderation.operations import Decision
from community.notifications.mail_links import MUTE, UNSUBSCRIBE
from community.notifications.models import Notification, PushSubscription
from community.safety import operations as safety
from community.safety.models import WatchedPhrase
from tests.acts import add_picture, make_member, reply
from tests.education.reading import CONTENT

RULES = ("everyone", "members", "moderators", "editors", "staff", "administrators", "step")
FROM_PACKAGES = {
    "account_login": "everyone",
    "account_logout": "everyone",
    "account_inactive": "everyone",
    "account_signup": "everyone",
    "account_email_verification_sent": "everyone",
    "account_confirm_email": "everyone",
    "account_reset_password": "everyone",
    "account_reset_password_done": "everyone",
    "account_reset_password_from_key": "everyone",
    "account_reset_password_from_key_done": "everyone",
    "account_confirm_login_code": "step",
    "account_reauthenticate": "members",
    "account_email": "members",
    "account_change_password": "members",
    "account_set_password": "members",
    "mfa_authenticate": "step",
    "mfa_index": "members",
    "mfa_reauthenticate": "members",
    "mfa_activate_totp": "members",
    "mfa_deactivate_totp": "members",
    "mfa_view_recovery_codes": "members",
    "mfa_generate_recovery_codes": "members",
    "mfa_download_recovery_codes": "members",
    "usersessions_list": "members",
}
# What all staff with a second factor find in Django's admin; its other pages belong to an app.
ADMIN_FOR_STAFF = {"index", "login", "logout", "password_change", "password_change_done", "jsi18n", "autocomplete"}
ADMIN_FOR_STAFF |= {"view_on_site", "app_list", None}


@dataclass(frozen=True)
class Address:
    """One line of the URLconf. `name` is what reverse() takes; None for the admin's last resort."""

    name: str | None
    route: str
    rule: str | None


def addresses(resolver: URLResolver | None = None, prefix: str = "", space: str = "") -> Iterator[Address]:
    """Every line of the URLconf with its rule."""
    for line in (resolver or get_resolver()).url_patterns:
        route = prefix + str(line.pattern)
        if isinstance(line, URLResolver):
            yield from addresses(line, route, f"{line.namespace}:" if line.namespace else space)
        else:
            yield Address(f"{space}{line.name}" if line.name else None, route, rule_of(line, space))


def rule_of(line: URLPattern, space: str) -> str | None:
    """Return who may open this address, or None without a rule."""
    if line.callback.__module__.startswith("community.") and not space:
        return getattr(line.callback, "access", None)
    if space == "admin:":
        edited = (line.name or "").startswith(("education_", "search_"))
        return "staff" if line.name in ADMIN_FOR_STAFF else "editors" if edited else "administrators"
    return FROM_PACKAGES.get(line.name or "")


ALL = list(addresses())


@pytest.mark.parametrize("address", ALL, ids=lambda address: address.route)
def test_every_address_has_a_rule_of_access(address: Address) -> None:
    assert address.rule in RULES, f"{address.route} ({address.name}) lets in nobody knows whom; see core/access.py"


def test_no_rule_remains_for_an_address_that_is_gone() -> None:
    assert set(FROM_PACKAGES) <= {address.name for address in ALL}


def test_the_page_of_example_sign_ins_exists_in_the_demo_only() -> None:
    assert not [address for address in ALL if address.route.startswith("demo")]


@pytest.fixture
def samples(thread: Thread, maria: Member, ines: Member, joan: Member, ruth: Member) -> dict[str, dict[str, Any]]:
    """Create something of each kind, for the addresses that name one. What can be owned is Ines's."""
    load_content(CONTENT)
    post = reply(thread, ines)
    notification = Notification.objects.create(
        recipient=ines, kind="replied", context=thread.key, source=post.key, actor=joan, first_number=2
    )
    phone = PushSubscription.objects.create(member=ines, endpoint="https://push.example.org/1")
    case = safety.report(
        post.key, context=thread.key, member=joan, reason="unkind", note="", text=post.plain, author=ines
    ).case
    pinned = Decision(by=ruth, reason="Good to read first.")
    entry = moderation.pin_thread(thread, pinned, until=timezone.now() + timedelta(days=1))
    gone = reply(thread, ines, "Something unkind.")
    removed = moderation.remove_post(gone, Decision(by=ruth, reason="It was unkind."))
    until = timezone.now() + timedelta(days=1)
    moderation.limit_member(ines, Decision(by=ruth, reason="So that we can talk."), scope="no_messages", until=until)
    limit = Sanction.objects.get()
    words = WatchedPhrase.objects.create(phrase="miracle cure")
    elsewhere = UserSession.objects.create(user=ines, session_key="on her phone", ip="192.0.2.1")
    saved_search, _is_new = home.save_search(ines, "letrozole", {})
    bookmark = forum.add_bookmark(post, ines)
    draft = save_draft(ines, thread.key, body="I began to write", rich=False)
    unsent = add_picture(ines, thread.key).name
    posted_image = add_picture(ines, thread.key)
    reply(thread, ines, pictures=[posted_image])
    one_post, one_thread = {"pk": post.pk}, {"pk": thread.pk}
    return {
        "throw_away": {"pk": draft.pk},
        "picture": {"name": posted_image.name, "size": "large"},
        "describe_picture": {"name": unsent},
        "take_away_picture": {"name": unsent},
        "begin": {"way": "just-diagnosed"},
        "group": {"slug": thread.group.slug},
        "start": {"slug": thread.group.slug},
        "similar": {"slug": thread.group.slug},
        "related_to_thread": one_thread,
        "related_to_page": {"condition": "recurrent-breast-cancer", "tab": "symptoms-causes"},
        "related_to_procedure": {"slug": Procedure.objects.values_list("slug", flat=True)[0]},
        "reply": one_thread,
        "follow": one_thread,
        "follow_group": {"slug": thread.group.slug},
        "thread_people": one_thread,
        "catch_up": one_thread,
        "posts_after": one_thread | {"number": 1},
        "thread": one_thread | {"slug": thread.slug},
        "post": one_post,
        "edit_post": one_post,
        "post_history": one_post,
        "remove_post": one_post,
        "restore_post": one_post,
        "support": one_post,
        "save_post": one_post,
        "open_search": {"pk": saved_search.pk},
        "remove_search": {"pk": saved_search.pk},
        "bookmark": {"pk": bookmark.pk},
        "remove_bookmark": {"pk": bookmark.pk},
        "procedure": {"slug": Procedure.objects.values_list("slug", flat=True)[0]},
        "condition": {"condition": "recurrent-breast-cancer"},
        "learn_page": {"condition": "recurrent-breast-cancer", "tab": "symptoms-causes"},
        "open_notification": {"pk": notification.pk},
        "unsubscribe": {"token": UNSUBSCRIBE.sign_object([ines.pk, "daily"])},
        "mute_from_mail": {"token": MUTE.sign_object([ines.pk, thread.key])},
        "turn_off_push": {"pk": phone.pk},
        "case": {"case_id": case.pk},
        "claim": {"case_id": case.pk},
        "canned_reason": {"reason_id": CannedReason.objects.create(title="Names", text="No names, please.").pk},
        "moderate_post": {"post_id": post.pk},
        "moderate_thread": {"thread_id": thread.pk},
        "merge_thread": {"thread_id": thread.pk},
        "split_thread": {"thread_id": thread.pk},
        "edit_text": {"post_id": post.pk},
        "undo": {"entry_id": entry.pk},
        "moderate_member": {"member_id": ines.pk},
        "redact_post": {"post_id": post.pk},
        "moderate_sanction": {"sanction_id": limit.pk},
        "decision": {"pk": removed.pk},
        "decision_about_post": {"pk": gone.pk},
        "change_words": {"entry_id": words.pk},
        "remove_words": {"entry_id": words.pk},
        "member": {"username": ines.username},
        "member_posts": {"username": ines.username},
        "block_member": {"username": maria.username},
        "read_group": {"slug": thread.group.slug},
        "unread_group": {"slug": thread.group.slug},
        "member_card": {"username": ines.username},
        "end_session": {"session_id": elsewhere.pk},
        "account_confirm_email": {"key": "not-a-key"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "not-a-key"},
        "admin:app_list": {"app_label": "education"},
        "admin:view_on_site": {"content_type_id": 0, "object_id": 0},
        "?": {name: {"source": post.key} for name in ["report", "report_thanks", "withdraw_report"]},
    }


def some_row(route: str) -> str:
    """Return the key of a row for a page of Django's admin, of one that does not exist, or nothing."""
    found = re.match(r"admin/(\w+)/(\w+)/<path:object_id>/", route)
    return str(apps.get_model(*found.groups()).objects.values_list("pk", flat=True).first() or 1) if found else ""


def open_at(client: Client, address: Address, samples: dict[str, dict[str, Any]]) -> HttpResponse:
    """Open the address as its viewer would: read it, or send an empty form where it only takes forms.

    Whatever that changes is rolled back."""
    one = some_row(address.route)
    if address.name:
        try:
            url = reverse(address.name, kwargs=samples.get(address.name, {"object_id": one} if one else {}))
        except NoReverseMatch:
            pytest.fail(f"{address.route} needs a sample of its arguments: {address.name} in `samples`, owned by Ines")
    else:
        url = "/" + address.route.replace("<path:object_id>", one).replace("(?P<url>.*)$", "nothing-is-here/")
    with transaction.atomic():
        answer = client.get(url, samples["?"].get(address.name or "", {}))
        if answer.status_code == 405:
            answer = client.post(url, query_params=samples["?"].get(address.name or "", {}))
        # Django's admin redirects everyone it refuses to its sign-in page, which is not found for them.
        if answer.headers.get("Location", "").startswith("/admin/login/"):
            answer = client.get(answer.headers["Location"])
        transaction.set_rollback(True)
    return answer


def what_happened(answer: HttpResponse) -> str:
    """Return in one word what the response means to the viewer."""
    if answer.status_code in (301, 302) and answer["Location"].startswith(reverse("account_login")):
        return "sign in"
    if answer.status_code == 404 or answer.headers.get("Location") == reverse("admin:index"):
        return "nothing here"
    if answer.status_code == 403:
        return "refused"
    return "let in" if answer.status_code < 500 else "error"


LET_IN = {"let in"}
# A member may not find somebody else's notification, or may not change somebody else's post.
MEMBER = {"let in", "nothing here", "refused"}
HIDDEN = {"nothing here"}
SIGN_IN = {"sign in"}
EXPECTED = {
    #                  guest    Joan    suspended Ines    moderator editor  administrator
    "everyone": (LET_IN, LET_IN, LET_IN, LET_IN, LET_IN, LET_IN, LET_IN),
    "members": (SIGN_IN, MEMBER, MEMBER, LET_IN, MEMBER, MEMBER, MEMBER),
    "moderators": (HIDDEN, HIDDEN, HIDDEN, HIDDEN, LET_IN, HIDDEN, LET_IN),
    "editors": (HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, LET_IN, LET_IN),
    "staff": (HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, MEMBER, MEMBER),
    "administrators": (HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN, {"refused", "nothing here"}, MEMBER),
    # Steps of signing in lead back to its start, or home, unless somebody is on the way in.
    "step": (SIGN_IN, *(LET_IN | SIGN_IN for _ in range(6))),
}
# Where even the owner is refused: no second step is set up, and no browser sends its Origin.
OWNER_TOO = {
    "mfa_deactivate_totp": HIDDEN,
    "mfa_view_recovery_codes": HIDDEN,
    "mfa_download_recovery_codes": HIDDEN,
    "renew_push": {"refused"},
}


def area_of(address: Address) -> str:
    """Return the part of the community that an address is in."""
    return "/".join(address.route.split("/")[: 2 if address.route.startswith("admin/") else 1])


@pytest.mark.parametrize("area", sorted({area_of(address) for address in ALL}))
def test_everyone_is_let_in_or_shut_out_as_the_rule_says(
    area: str,
    samples: dict[str, dict[str, Any]],
    as_member: Callable[[Member], Client],
    joan: Member,
    ines: Member,
    ruth: Member,
    ed: Member,
    ada: Member,
) -> None:
    wrong = {}
    suspended = make_member("Rosa", Role.MODERATOR)  # with no more rights than a member
    Member.objects.filter(pk=suspended.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    for address in ALL:
        if area_of(address) != area or not address.rule:
            continue
        expected = EXPECTED[address.rule]
        for who, allowed in zip([None, joan, suspended, ines, ruth, ed, ada], expected, strict=True):
            happened = what_happened(open_at(as_member(who) if who else Client(), address, samples))
            if happened not in (OWNER_TOO.get(address.name or "", allowed) if who == ines else allowed):
                wrong[f"{who or 'a guest'} at {address.route}"] = happened

    assert not wrong
