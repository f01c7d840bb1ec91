"""Redis refuses, hangs, is slow or drops the connection: every page and socket works, and hardly waits."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from community.core import circuit_breaker
from community.core.caching.redis_or_memory import store_name
from community.core.http import limits
from community.notifications import socket_messages
from config import stores
from tests.acts import reply
from tests.live.conftest import PATIENCE, connect, on_air, open_socket  # noqa: F401 (fixtures)

FAILURES = [
    "refuses",
    "hangs",
    "drops at once",
    "drops in the middle",
    "answers nonsense",
    "answers wrongly",
    "is slow",
]
DELAYS = {"hangs": circuit_breaker.TIMEOUT_SECONDS, "is slow": circuit_breaker.TIMEOUT_SECONDS}
SPARE = 1.5  # seconds for the page itself on a busy machine


class BrokenRedis:
    """A server on a free port that fails in one way."""

    def __init__(self, failure: str) -> None:
        self.failure, self.connections, self.open = failure, 0, []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        if failure == "refuses":
            self.listening.close()
        else:
            threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                self.connections += 1
                self.open.append(client)
                threading.Thread(target=self._answer, args=[client], daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with suppress(OSError):
            if self.failure == "drops at once":
                client.close()
            while self.failure != "hangs" and (sent := client.recv(65_536)):
                if self.failure == "is slow":
                    time.sleep(circuit_breaker.SLOW_SECONDS + 0.05)
                    client.sendall(
                        b"".join(b"%0\r\n" if b"HELLO" in one else b"+OK\r\n" for one in sent.split(b"*")[1:])
                    )
                elif self.failure == "answers wrongly":
                    client.sendall(b"$-1\r\n" * 8)
                elif self.failure == "answers nonsense":
                    client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                else:
                    client.sendall(b"$1000\r\nhalf of")
                    client.close()

    def close(self) -> None:
        for one in [self.listening, *self.open]:
            one.close()


@pytest.fixture(params=FAILURES)
def redis(request: pytest.FixtureRequest, settings) -> Iterator[BrokenRedis]:
    """Use a Redis that fails, as a community with several processes would."""
    broken = BrokenRedis(request.param)
    settings.REDIS_URL = f"redis://127.0.0.1:{broken.port}/0"
    settings.PAGE_CACHE = 100
    settings.CACHES = stores.caches(settings.REDIS_URL, 100)
    settings.CHANNEL_LAYERS = stores.channel_layers(settings.REDIS_URL)
    yield broken
    broken.close()


def seconds(act) -> float:
    start = time.monotonic()
    act()
    return time.monotonic() - start


def opened(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200, address


def test_guests_and_members_read_and_wait_at_most_once(redis, thread, ines, as_member, settings):
    guest, member = Client(), as_member(ines)
    addresses = ["/", "/help/", "/guidelines/", thread.get_absolute_url(), thread.group.get_absolute_url(), "/search/"]

    settings.PAGE_CACHE = 0
    for address in addresses:
        opened(guest, address)  # compiles the templates, without a cache
    settings.PAGE_CACHE = 100
    assert redis.connections == 0

    assert seconds(lambda: opened(guest, addresses[0])) < DELAYS.get(redis.failure, 0) + SPARE
    asked = redis.connections
    for address in addresses:
        assert seconds(lambda: opened(guest, address)) < SPARE  # noqa: B023 (called at once)
        assert seconds(lambda: opened(member, address)) < SPARE  # noqa: B023
    assert redis.connections == asked


def test_what_is_limited_works_and_is_still_limited(redis, db, thread, ines, as_member, settings):
    guest = Client()
    assert guest.post("/accounts/login/", {"login": "Ines", "password": "wrong"}).status_code in (200, 422)
    settings.GUEST_LETTERS_PER_HOUR = 2
    answers = [guest.post("/contact/", {"text": f"Letter {n}"}).status_code for n in range(3)]
    assert answers == [302, 302, 429]
    sent = as_member(ines).post(f"/discussions/{thread.pk}/reply/", {"body": "Hello", "token": f"{1:032}"})
    assert sent.status_code == 302


def test_one_line_is_logged_and_no_traceback(redis, thread, caplog):
    for _ in range(3):
        opened(Client(), thread.get_absolute_url())
        limits.allow("letters from 192.0.2.1", 5)

    lines = [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert [line.name for line in lines] == ["community.core.circuit_breaker"]
    assert not any(line.exc_info for line in lines)


@pytest.mark.django_db(transaction=True)
async def test_a_socket_gets_current_figures_and_is_asked_to_come_back(redis, on_air, as_member, thread, ines, caplog):  # noqa: F811
    if redis.failure == "answers wrongly":
        pytest.skip("subscribing waits for no answer")
    browser = await asyncio.to_thread(as_member, ines)
    page = open_socket(browser, f"?thread={thread.pk}")
    start = time.monotonic()

    accepted, _ = await page.connect(PATIENCE)
    assert accepted
    assert (await page.next())["type"] == "inbox"
    assert (await page.next())["last"] == 1
    assert await page.closing() == 1013
    assert time.monotonic() - start < DELAYS.get(redis.failure, 0) + SPARE
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.django_db(transaction=True)
async def test_a_message_that_redis_does_not_take_delays_no_reply(redis, on_air, thread, ines):  # noqa: F811
    start = time.monotonic()

    await asyncio.to_thread(reply, thread, ines)
    await socket_messages._send_each({"inbox.1": {"type": "inbox"}, "thread.1": {"type": "thread"}})

    assert time.monotonic() - start < DELAYS.get(redis.failure, 0) + SPARE


def test_every_method_of_the_cache_works_from_memory(redis):
    cache.clear()
    assert cache.add("count", 1, timeout=60) and not cache.add("count", 1)
    assert cache.incr("count") == 2
    cache.set_many({"one": 1, "two": [2]}, timeout=None)
    assert cache.get_many(["one", "two", "three"]) == {"one": 1, "two": [2]}
    assert "one" in cache and cache.touch("one", 60) and cache.delete("one") and "one" not in cache
    cache.delete_many(["two"])
    assert cache.get("two", "none") == "none"
    with pytest.raises(ValueError, match="two"):
        cache.incr("two")


@pytest.mark.services
def test_redis_is_used_again_once_it_answers(redis_url, settings, monkeypatch):
    settings.CACHES = stores.caches(redis_url, 100)
    in_redis = RedisCache(redis_url, {})
    breaker = circuit_breaker.breaker_for(store_name(redis_url))
    cache.set("name", "first")
    assert in_redis.get("name") == "first"
    with pytest.raises(circuit_breaker.Away), breaker.asking(OSError):
        raise circuit_breaker.Away
    cache.set("name", "in memory")
    assert (cache.get("name"), in_redis.get("name")) == ("in memory", "first")

    monkeypatch.setattr(breaker, "_skip_until", time.monotonic() - 1)

    cache.set("name", "again")
    assert in_redis.get("name") == "again"
    assert cache.add("count", 1) and cache.incr("count") == 2 and in_redis.get("count") == 2
