"""What a page does behind its reader's back."""

from typing import Any

from playwright.sync_api import Page


class Watched:
    """What a page asked the site for, and what its console complained of."""

    def __init__(self, page: Page) -> None:
        self.page, self.complaints, self.files = page, [], {}
        page.on("console", lambda message: self.complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", lambda answer: self._note(answer))

    def _note(self, answer: Any) -> None:
        self.files[answer.url.split("/static/")[-1]] = int(answer.headers.get("content-length", 0))
