"""The members, groups and discussions that the tests are about."""

from collections.abc import Callable

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import caches
from django.test import Client, RequestFactory

from community.core.caching.held import Held
from community.education.models import Topic
from community.forum.models import Group, Thread
from community.members.models import Member, Role
from community.notifications.models import Event
from tests.acts import make_member, start

pytest_plugins = ["tests.plugin"]


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    """Forget what the process holds of another test's database, of the same version."""
    for held in Held.all:
        held.forget()


@pytest.fixture
def maria(db) -> Member:
    """A member who starts discussions."""
    return make_member("Maria")


@pytest.fixture
def ines(db) -> Member:
    """A member who replies."""
    return make_member("Ines")


@pytest.fixture
def joan(db) -> Member:
    """A member who is not involved."""
    return make_member("Joan")


@pytest.fixture
def tess(db) -> Member:
    """A mentor."""
    return make_member("Tess", Role.MENTOR)


@pytest.fixture
def ruth(db) -> Member:
    """A moderator."""
    return make_member("Ruth", Role.MODERATOR)


@pytest.fixture
def ed(db) -> Member:
    """An editor."""
    return make_member("Ed", Role.EDITOR)


@pytest.fixture
def ada(db) -> Member:
    """An administrator."""
    return make_member("Ada", Role.ADMINISTRATOR)


@pytest.fixture
def guest() -> Client:
    """Somebody who reads without an account."""
    return Client()


@pytest.fixture
def as_member(db) -> Callable[[Member], Client]:
    """Sign a member in; staff with their second factor."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member, backend="community.members.sessions.MemberBackend")
        if member.role in (Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR):
            Authenticator.objects.get_or_create(
                user=member, type=Authenticator.Type.TOTP, defaults={"data": {"secret": generate_totp_secret()}}
            )
            request = RequestFactory().get("/")
            request.session = client.session
            record_authentication(request, member, method="mfa", type="totp")
            request.session.save()
        return client

    return sign_in


@pytest.fixture
def topic(db) -> Topic:
    """The topic of the discussion."""
    return Topic.objects.create(slug="recurrence", name="Recurrence")


@pytest.fixture
def group(db) -> Group:
    """A public group."""
    return Group.objects.create(slug="breast-cancer", name="Breast Cancer")


@pytest.fixture
def thread(group: Group, maria: Member, topic: Topic) -> Thread:
    """A discussion that Maria started; nobody follows its group, and no event waits."""
    started = start(group, maria, "It came back after eleven years", topics=[topic]).thread
    Event.objects.all().delete()
    return started


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Clear rate limits and cached pages between tests."""
    for name in ("default", "pages", "posts", "parts"):
        caches[name].clear()
