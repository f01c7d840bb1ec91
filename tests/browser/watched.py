"""Record a page's requests and console errors."""

from typing import Any

from playwright.sync_api import Page


class Watched:
    """The requests of a page, and the errors in its console."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints, self.files = page, [], {}
        page.on("console", lambda message: self.complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self._note(answer))

    def _note(self, answer: Any) -> None:
        self.files[answer.url.split("/static/")[-1]] = int(answer.headers.get("content-length", 0))
