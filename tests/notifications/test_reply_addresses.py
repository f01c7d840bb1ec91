"""The address of a mail that can be answered: short, signed, and for a while."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from community.notifications.reply_addresses import ReplyAddress, read_reply_address, reply_address

DOMAIN = "reply.example.org"


@pytest.fixture(autouse=True)
def domain(settings) -> None:
    """A domain for replies."""
    settings.REPLY_DOMAIN = DOMAIN


@pytest.mark.parametrize(("member", "post"), [(1, 1), (45, 1_234_567), (2**40 - 1, 2**48 - 1)])
def test_it_names_member_and_post_whatever_its_capitals(member, post) -> None:
    address = reply_address(member, post)

    expected = ReplyAddress(member, post, has_expired=False)
    assert read_reply_address([address]) == read_reply_address(["team@example.org", address.upper()]) == expected
    local, _at, domain = address.partition("@")
    assert domain == DOMAIN and len(local) <= 64
    assert address == address.lower() and local.replace("-", "").isalnum()


def test_any_other_character_makes_it_invalid() -> None:
    address = reply_address(45, 1234)
    local = address.partition("@")[0]

    for at in range(len("reply-"), len(local)):
        for other in "a7":
            changed = local[:at] + other + local[at + 1 :]
            if changed != local:
                found = read_reply_address([f"{changed}@{DOMAIN}"])
                # the last character has bits that stand for nothing
                assert found is None or at == len(local) - 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "reply-@reply.example.org",
        "reply-a@reply.example.org",
        "reply-é@reply.example.org",
        "team@example.org",
        f"reply-{'a' * 37}@reply.example.org",
        f"reply-{'a' * 900}@reply.example.org",
    ],
)
def test_what_we_did_not_give_out_is_none(address) -> None:
    assert read_reply_address([address]) is None


def test_an_address_of_another_domain_or_another_key_is_none(settings) -> None:
    address = reply_address(45, 1234)

    assert read_reply_address([address.replace(DOMAIN, "elsewhere.example.org")]) is None
    settings.SECRET_KEY = "another key"
    assert read_reply_address([address]) is None


def test_it_expires_after_sixty_days() -> None:
    start = datetime(2026, 11, 20, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        address = reply_address(45, 1234)

    for days, has_expired in [(60, False), (61, True), (400, True)]:
        with time_machine.travel(start + timedelta(days=days), tick=False):
            found = read_reply_address([address])
            assert found and found.has_expired is has_expired


def test_without_a_domain_there_is_no_address(settings) -> None:
    address = reply_address(45, 1234)
    settings.REPLY_DOMAIN = ""

    assert reply_address(45, 1234) == ""
    assert read_reply_address([address]) is None
