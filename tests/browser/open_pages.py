"""Open pages of a discussion whose sockets are cut: real ones, and ones that do without a browser what scripts do."""

import json
import random
import re
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import Any

from playwright.sync_api import Error, Page, WebSocketRoute
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

PER_PAGE = 20
NUMBER = re.compile(r'data-number="(\d+)"')
LOOK = """press => {
    const posts = document.querySelectorAll("[data-posts] [data-number]");
    if (press) document.querySelector("[data-new-replies] button")?.click();
    return [...posts].map(post => Number(post.dataset.number));
}"""


class PlainPage(threading.Thread):
    """A page without a browser: it connects again after each cut, and fetches what its socket says is there."""

    def __init__(self, url: str, cookies: str, thread: int, path: str) -> None:
        super().__init__(daemon=True)
        self.url, self.cookies, self.discussion, self.path = url, cookies, thread, path
        self.shown: list[int] = []
        self.unread = self.version = 0
        self.connections = 0
        self.ends = False
        self.socket: ClientConnection | None = None

    def run(self) -> None:
        """Open the socket again and again, until stopped."""
        address = f"{self.url.replace('http', 'ws', 1)}/ws/?thread={self.discussion}"
        while not self.ends:
            cookie = {"Cookie": self.cookies}
            with (
                suppress(OSError, WebSocketException, HTTPException, TimeoutError),
                connect(address, origin=self.url, additional_headers=cookie) as self.socket,
            ):
                self.connections += 1
                while not self.ends:
                    self._receive(json.loads(self.socket.recv(60)))
            time.sleep(0.1 + random.random() / 5)  # noqa: S311 (jitter)

    def _receive(self, message: dict[str, Any]) -> None:
        if message["type"] == "inbox" and message["version"] >= self.version:
            self.unread, self.version = message["unread"], message["version"]
        elif message["type"] == "thread":
            while not self.shown or message["last"] > self.shown[-1]:
                self.shown += self._posts_after(self.shown[-1] if self.shown else 0)

    def _posts_after(self, number: int) -> list[int]:
        """Fetch what comes after a post: the rest of its page, or the page after it."""
        path = f"/discussions/{self.discussion}/after/{number}/"
        if number % PER_PAGE == 0:
            path = f"{self.path}?page={number // PER_PAGE + 1}"
        there = HTTPConnection(self.url.removeprefix("http://"), timeout=60)
        html = self._get(there, path)
        there.close()
        return [found for found in map(int, NUMBER.findall(html)) if found > number]

    def _get(self, there: HTTPConnection, path: str) -> str:
        there.request("GET", path, headers={"Cookie": self.cookies})
        response = there.getresponse()
        html = response.read().decode()
        if response.status in (301, 302):
            return self._get(there, response.headers["Location"])
        assert response.status == 200, (path, response.status)
        return html

    def cut(self) -> None:
        """Break the connection without a goodbye."""
        if self.socket:
            with suppress(OSError):
                self.socket.socket.shutdown(2)

    def step(self) -> None:
        """Do nothing: it runs on a thread of its own."""

    def stop(self) -> None:
        """End the thread."""
        self.ends = True
        self.cut()
        self.join(60)


class RealPage:
    """A page in Chromium; `step` presses "1 new reply. Show" whenever it is there."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.sockets: list[WebSocketRoute] = []
        self.shown: list[int] = []
        page.route_web_socket("**/ws/**", self._pass_on)
        page.goto(url)
        self._look()

    def _pass_on(self, socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        self.sockets.append(socket)

    def cut(self) -> None:
        """Close the newest socket."""
        if self.sockets:
            with suppress(Exception):  # of a page that was left meanwhile
                self.sockets[-1].close(code=1001)

    def step(self) -> None:
        """Note which posts are on the page and show what is offered, at the same moment: the next may be elsewhere."""
        with suppress(Error):  # the press before it opens the next page just now
            self._look(press=True)
        self.page.wait_for_load_state("load")

    def _look(self, *, press: bool = False) -> None:
        numbers = self.page.evaluate(LOOK, press)
        assert numbers == sorted(set(numbers)), "each once and in order"
        self.shown += [number for number in numbers if not self.shown or number > self.shown[-1]]

    @property
    def unread(self) -> int:
        """The number at the bell."""
        return int(self.page.locator("[data-bell-count]").inner_text() or 0) if self._has_count() else 0

    def _has_count(self) -> bool:
        return self.page.locator("[data-bell-count]").is_visible()

    def stop(self) -> None:
        """Close the window."""
        self.page.context.close()
