"""Which network a request counts for, behind proxies and without."""

from typing import Any

import pytest

from community.core.http.addresses import UNKNOWN, Cap, network_in, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::1", "::/64"),
        ("unknown", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_an_address_counts_for_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, [b"198.51.100.1"], "192.0.2.1"),
        (1, [], "192.0.2.1"),
        (1, [b""], "192.0.2.1"),
        (1, [b"198.51.100.1"], "198.51.100.1"),
        (1, [b"203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        (1, [b"203.0.113.9", b"198.51.100.1"], "198.51.100.1"),
        (2, [b"203.0.113.9, 198.51.100.1, 10.0.0.1"], "198.51.100.1"),
        (2, [b"198.51.100.1"], "192.0.2.1"),
        (1, [b"2001:db8::1"], "2001:db8::/64"),
        (1, [b"caf\xe9"], "192.0.2.1"),
    ],
)
def test_the_last_of_our_proxies_says_where_a_request_comes_from(
    settings: Any, proxies: int, forwarded: list[bytes], network: str
) -> None:
    settings.PROXY_COUNT = proxies
    headers = [(b"host", b"testserver")] + [(b"x-forwarded-for", value) for value in forwarded]

    assert network_in(("192.0.2.1", 40_000), headers) == network


def test_a_connection_without_an_address_counts_too(settings: Any) -> None:
    settings.PROXY_COUNT = 0

    assert network_in(None, []) == UNKNOWN


def test_a_cap_counts_each_key_by_itself(settings: Any) -> None:
    settings.SOCKETS_PER_MEMBER = 2
    cap = Cap("SOCKETS_PER_MEMBER")

    assert [cap.enter("a"), cap.enter("a"), cap.enter("a"), cap.enter("b")] == [True, True, False, True]
    cap.leave("a")
    assert [cap.enter("a"), cap.enter("a")] == [True, False]
