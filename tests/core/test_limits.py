"""Rate limits."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from community.core.http.addresses import UNKNOWN
from community.core.http.limits import allow, client_address, network_of


def test_a_visitor_may_do_it_as_often_as_allowed_and_no_more():
    answers = [allow("letter:192.0.2.1", 3) for _ in range(5)]

    assert answers == [True, True, True, False, False]


def test_one_visitor_does_not_use_up_another_ones_limit():
    assert allow("letter:192.0.2.1", 1)
    assert not allow("letter:192.0.2.1", 1)

    assert allow("letter:192.0.2.2", 1)


def test_a_visitor_may_try_again_after_an_hour():
    with time_machine.travel(datetime(2026, 3, 1, 9, tzinfo=UTC), tick=False) as clock:
        assert allow("letter:192.0.2.1", 1)
        assert not allow("letter:192.0.2.1", 1)
        clock.shift(timedelta(minutes=61))

        assert allow("letter:192.0.2.1", 1)


def test_a_count_that_expires_in_between_starts_at_one(monkeypatch):
    def gone(name, *args):
        raise ValueError(name)

    monkeypatch.setattr(cache, "incr", gone)

    assert allow("letter:192.0.2.1", 1)


def test_an_address_of_any_length_can_be_counted():
    assert allow("letter:" + "9 \n" * 200, 1)


def test_nobody_chooses_their_own_address(settings):
    settings.PROXY_COUNT = 0
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", headers={"X-Forwarded-For": "198.51.100.1"})

    assert client_address(request) == "192.0.2.9"


def test_behind_a_proxy_the_address_is_the_one_it_wrote(settings):
    settings.PROXY_COUNT = 1
    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.66, 198.51.100.1"}
    )

    assert client_address(request) == "198.51.100.1"


def test_many_visitors_do_not_evict_a_limit_that_was_reached():
    assert allow("letter:192.0.2.1", 1)

    for number in range(1000):
        allow(f"letter:2001:db8::{number}", 1)

    assert not allow("letter:192.0.2.1", 1)


@pytest.mark.parametrize(
    ("forwarded", "remote", "count", "address", "network"),
    [
        ("", "192.0.2.9", 0, "192.0.2.9", "192.0.2.9"),
        ("", "192.0.2.9", 1, "192.0.2.9", "192.0.2.9"),  # the proxy's own health check
        ("198.51.100.1", "127.0.0.1", 1, "198.51.100.1", "198.51.100.1"),
        ("198.51.100.1:4711", "127.0.0.1", 1, "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1, 198.51.100.1, 10.0.0.2", "127.0.0.1", 2, "198.51.100.1", "198.51.100.1"),
        ("198.51.100.1", "127.0.0.1", 2, "127.0.0.1", "127.0.0.1"),  # fewer proxies than the setting says
        ("unknown", "127.0.0.1", 1, "127.0.0.1", "127.0.0.1"),
        ("198.51.100.1'--", "127.0.0.1", 1, "127.0.0.1", "127.0.0.1"),
        ("2001:db8:1:2:3::9", "127.0.0.1", 1, "2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3::9]:443", "127.0.0.1", 1, "2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "127.0.0.1", 1, "fe80::1", "fe80::/64"),
        ("::ffff:192.0.2.9", "127.0.0.1", 1, "192.0.2.9", "192.0.2.9"),
        ("[", "", 1, UNKNOWN, UNKNOWN),
        ("", "", 0, UNKNOWN, UNKNOWN),  # a Unix socket
    ],
)
def test_an_address_is_read_from_what_our_own_proxies_write(settings, forwarded, remote, count, address, network):
    settings.PROXY_COUNT = count
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert (client_address(request), network_of(request)) == (address, network)
