"""Open the pages of the catalogue in a browser, each as the person who sees it."""

from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, Page

from community.members.models import Member
from community.notifications.models import Preferences
from tests.page_variants import PageVariant
from tests.world import World

SEND = """({ form, fields, to }) => {
    const names = Object.keys(fields);
    const fits = node => node.method === "post" && (node.getAttribute("action") || "").includes(form)
        && names.every(name => node.elements.namedItem(name));
    const found = [...document.querySelectorAll("main form")].find(fits);
    if (!found) return false;
    // After whatever the page itself does then, such as the editor that fills in what it holds.
    found.addEventListener("formdata", ({ formData }) => names.forEach(name => formData.set(name, fields[name])));
    if (to) found.action = to;
    HTMLFormElement.prototype.submit.call(found);
    return true;
}"""


class UnexpectedPage(Exception):
    """The site's response differs from the catalogue entry."""


class Walk:
    """One window per person; each variant gets a new session, so that none affects the next."""

    def __init__(self, browser: Browser, base_url: str, world: World, **options: Any) -> None:
        self.browser, self.base_url, self.world, self.options = browser, base_url, world, options
        self.windows: dict[str, Page] = {}
        # A box that says what is new covers others: it has tests of its own (test_bell.py).
        for member in Member.objects.all():
            Preferences.objects.update_or_create(member=member, defaults={"shows_toasts": False})

    def open(self, variant: PageVariant, who: str, display: str = "") -> Page:
        """Open this variant as this person; `display` is the value of the display cookie.

        Raises UnexpectedPage when the response differs."""
        page = self.windows.get(who) or self._window(who)
        self._be(page, who, display)
        answer = page.goto(variant.path_in(self.world))
        if variant.send is not None:
            given = {"form": variant.form, "fields": dict(variant.send), "to": variant.to_in(self.world)}
            with page.expect_navigation() as sent:
                if not page.evaluate(SEND, given):
                    raise UnexpectedPage("there is no such form")
            answer = sent.value
        if not answer or answer.status != variant.status:
            raise UnexpectedPage(f"{answer and answer.status} instead of {variant.status}")
        return page

    def _window(self, who: str) -> Page:
        # Reduced motion: during a colour transition axe would measure neither the old nor the new colours.
        window = self.browser.new_context(
            base_url=self.base_url, service_workers="block", reduced_motion="reduce", **self.options
        )
        self.windows[who] = page = window.new_page()
        page.on("dialog", lambda dialog: dialog.accept())  # "leave the page?"
        return page

    def _be(self, page: Page, who: str, display: str) -> None:
        cookies = {name: cookie.value for name, cookie in self.world.browser_of(who).cookies.items()}
        wanted = {name: cookies[name] for name in (settings.SESSION_COOKIE_NAME,) if name in cookies}
        wanted |= {"display": display} if display else {}
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.base_url} for name, value in wanted.items()]
        )

    def close(self) -> None:
        """Close all windows."""
        for page in self.windows.values():
            page.context.close()
