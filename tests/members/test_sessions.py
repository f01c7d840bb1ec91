"""A member's sessions: each device in words, and a way to sign out there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from community.members.browsers import describe
from community.members.models import Member
from tests.acts import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sessions/"
EVENING = datetime(2026, 11, 20, 18, tzinfo=UTC)
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


def sign_in(browser: str) -> Client:
    """Sign Maria in."""
    client = Client(headers={"user-agent": browser})
    client.post("/accounts/login/", {"login": "Maria", "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    """Return whether a browser is still signed in."""
    return client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (PHONE, "Chrome on Android"),
        (DESKTOP, "Firefox on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) CriOS/130.0 Mobile Safari/604.1", "Chrome on iPad"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 13) SamsungBrowser/26.0 Chrome/122.0",
            "Samsung Internet on Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Something/1.0", "A browser on Linux"),
        ("Firefox/132.0", "Firefox"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_people_name_it(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words


def test_a_member_sees_their_devices_in_words_and_which_one_is_this(maria: Member) -> None:
    sign_in(PHONE)
    page = sign_in(DESKTOP).get(PAGE).text

    assert "Chrome on Android" in page
    assert "Mozilla" not in page
    assert page.count("This device") == 1
    row = page[page.index("Firefox on Windows") : page.index("This device")]
    assert "<tr>" not in row, "this device is the desktop"


def test_a_member_signs_out_on_their_phone_and_stays_signed_in_here(maria: Member) -> None:
    phone, desktop = sign_in(PHONE), sign_in(DESKTOP)
    assert is_signed_in(phone)
    there = UserSession.objects.get(user_agent=PHONE)

    page = desktop.post(f"/accounts/sessions/{there.pk}/end/", follow=True).text

    assert "You’re signed out on that device: Chrome on Android." in page
    assert "You’re only signed in here." in page
    assert not is_signed_in(phone)
    assert is_signed_in(desktop)


def test_the_current_session_ends_by_the_page_that_asks_first(maria: Member) -> None:
    desktop = sign_in(DESKTOP)

    answer = desktop.post(f"/accounts/sessions/{UserSession.objects.get().pk}/end/")

    assert answer["Location"] == "/accounts/logout/"
    assert is_signed_in(desktop)


def test_nobody_ends_the_sign_in_of_somebody_else(maria: Member, ines: Member, as_member: Callable) -> None:
    phone = sign_in(PHONE)

    assert as_member(ines).post(f"/accounts/sessions/{UserSession.objects.get(user=maria).pk}/end/").status_code == 404
    assert is_signed_in(phone)


def test_a_member_signs_out_everywhere_else_at_once(maria: Member) -> None:
    phone, tablet, desktop = sign_in(PHONE), sign_in("iPad Safari/1"), sign_in(DESKTOP)

    page = desktop.post(PAGE, follow=True).text

    assert "You’re signed out everywhere else." in page
    assert not is_signed_in(phone)
    assert not is_signed_in(tablet)
    assert is_signed_in(desktop)


def test_a_sign_in_that_is_used_again_says_when_and_writes_it_once_an_hour(maria: Member) -> None:
    with time_machine.travel(EVENING, tick=False):
        phone = sign_in(PHONE)
    next_day = EVENING + timedelta(days=1)

    with time_machine.travel(next_day, tick=False), CaptureQueriesContext(connection) as statements:
        phone.get("/")
        phone.get("/")

    assert UserSession.objects.get().last_seen_at == next_day
    assert len([one for one in statements if one["sql"].startswith('UPDATE "usersessions')]) == 1
    page = sign_in(DESKTOP).get(PAGE).text
    assert f'<time datetime="{localtime(next_day).isoformat()}"' in page


def test_a_page_is_served_though_the_session_cannot_be_updated(maria: Member) -> None:
    with time_machine.travel(EVENING, tick=False):
        phone = sign_in(PHONE)
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    caches = settings.CACHES | {"default": away}

    with time_machine.travel(EVENING + timedelta(hours=2), tick=False), override_settings(CACHES=caches):
        assert phone.get("/guidelines/").status_code == 200
