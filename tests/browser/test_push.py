"""Turning push messages on and off in a browser.

Chromium here reaches no push service, so the browser's PushManager and its question for permission are replaced; the
page, the service worker and the site are real."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from community.members.models import Member
from community.notifications.models import PushSubscription
from tests.browser.axe import faults
from tests.notifications.push_service import Browser

pytestmark = pytest.mark.django_db(transaction=True)

Windows = Callable[..., Page]
# What a browser gives to the page, stored between pages as browsers do. "permission" is what the member will answer.
PUSH_MANAGER = """(({ endpoint, keys, permission, fails }) => {
    const bytes = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const decode = (text) => Uint8Array.from(bytes(text), (byte) => byte.charCodeAt(0));
    const subscription = () => localStorage.subscribed && {
        endpoint,
        options: { applicationServerKey: decode(localStorage.subscribed).buffer },
        toJSON: () => ({ endpoint, keys }),
        unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; },
    };
    PushManager.prototype.getSubscription = async () => subscription() || null;
    PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
        if (fails || !userVisibleOnly) throw new DOMException("no push service", "AbortError");
        localStorage.subscribed = applicationServerKey;
        return subscription();
    };
    Object.defineProperty(Notification, "permission", { get: () => localStorage.permission ?? "default" });
    Notification.requestPermission = async () => (localStorage.permission = permission);
})"""


def browser_with_push(page_of: Windows, member: Member, *, permission: str = "granted", fails: bool = False) -> Page:
    """Open a window whose push service and permission are replaced, and wait for the service worker."""
    page = page_of(member)
    given = {"endpoint": "https://push.example.org/1", "keys": Browser().keys, "permission": permission, "fails": fails}
    page.add_init_script(f"{PUSH_MANAGER}({json.dumps(given)})")
    page.goto("/push/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    return page


def button(page: Page) -> Any:
    return page.get_by_role("button", name="Turn on for this device")


def test_a_member_turns_notifications_on_and_off(page_of: Windows, maria: Member) -> None:
    page = browser_with_push(page_of, maria)
    expect(page.get_by_text("They’re off for this device.")).to_be_visible()
    assert page.evaluate("localStorage.permission") is None, "asked before the button was pressed"
    assert list(faults(page)) == []

    button(page).click()

    expect(page.get_by_text("Notifications are on for this device.")).to_be_visible()
    expect(page.get_by_text("They’re on for this device.")).to_be_visible()
    expect(button(page)).to_be_hidden()
    expect(page.get_by_text("This device", exact=True)).to_be_visible()
    assert list(faults(page)) == []
    assert PushSubscription.objects.get().member == maria

    page.get_by_role("button", name="Turn off").click()

    expect(page.get_by_text("They’re off for this device.")).to_be_visible()
    assert page.evaluate("localStorage.subscribed") is None
    assert not PushSubscription.objects.exists()


def test_a_browser_that_blocks_notifications_says_how_to_allow_them(page_of: Windows, maria: Member) -> None:
    page = browser_with_push(page_of, maria, permission="denied")

    button(page).click()

    expect(page.get_by_text("Your browser blocks notifications from this site.")).to_be_visible()
    expect(button(page)).to_be_hidden()
    assert not PushSubscription.objects.exists()


def test_a_member_who_closes_the_question_can_press_again(page_of: Windows, maria: Member) -> None:
    page = browser_with_push(page_of, maria, permission="default")

    button(page).click()

    expect(page.get_by_text("They’re off for this device.")).to_be_visible()
    expect(button(page)).to_be_visible()


def test_a_push_service_that_fails_is_named_on_the_page(page_of: Windows, maria: Member) -> None:
    page = browser_with_push(page_of, maria, fails=True)

    button(page).click()

    expect(page.get_by_text("That didn’t work.")).to_be_visible()
    expect(button(page)).to_be_visible()


def test_a_subscription_to_an_old_key_of_the_community_is_off(page_of: Windows, maria: Member) -> None:
    page = browser_with_push(page_of, maria)
    button(page).click()
    expect(page.get_by_text("They’re on for this device.")).to_be_visible()

    page.evaluate("localStorage.subscribed = 'A'.repeat(86) + 'A'")
    page.reload()
    expect(page.get_by_text("They’re off for this device.")).to_be_visible()

    button(page).click()
    expect(page.get_by_text("They’re on for this device.")).to_be_visible()
    assert page.evaluate("localStorage.subscribed") == page.get_attribute("[data-push]", "data-key")


def test_without_script_the_page_says_what_is_missing_and_devices_can_be_turned_off(
    page_of: Windows, maria: Member
) -> None:
    PushSubscription.objects.create(member=maria, endpoint="https://push.example.org/1")
    page = page_of(maria, java_script_enabled=False)
    page.goto("/push/")

    expect(page.get_by_text("JavaScript is turned off")).to_be_visible()
    expect(button(page)).to_be_hidden()
    page.get_by_role("button", name="Turn off").click()

    expect(page.get_by_text("Notifications are off for that device.")).to_be_visible()
    assert not PushSubscription.objects.exists()


def test_a_message_is_shown_once_a_tag_and_opens_its_own_page(page_of: Windows, maria: Member) -> None:
    page = page_of(maria)
    page.context.grant_permissions(["notifications"])
    page.goto("/push/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    target = page.context.new_cdp_session(page)
    versions: list[dict[str, Any]] = []
    target.on("ServiceWorker.workerRegistrationUpdated", lambda event: versions.extend(event["registrations"]))
    target.send("ServiceWorker.enable")
    while not versions:
        page.evaluate("new Promise(requestAnimationFrame)")
    registration = versions[-1]["registrationId"]

    for title in ("New reply in a discussion you follow", "Someone mentioned you", "Someone mentioned you"):
        data = f'{{"title": "{title}", "tag": "{title[:4]}", "lang": "en", "url": "/notifications/7/"}}'
        message = {"origin": page.evaluate("location.origin"), "registrationId": registration, "data": data}
        target.send("ServiceWorker.deliverPushMessage", message)

    shown = page.wait_for_function("""async () => {
        const shown = await (await navigator.serviceWorker.ready).getNotifications();
        return shown.length === 2 && shown.map(({ title, tag, data, body }) => [title, tag, data, body]);
    }""").json_value()
    assert sorted(shown) == [
        ["New reply in a discussion you follow", "New ", "/notifications/7/", ""],
        ["Someone mentioned you", "Some", "/notifications/7/", ""],
    ]
    (worker,) = page.context.service_workers
    opened = worker.evaluate("""async () => {
        const [notification] = await registration.getNotifications();
        const opened = [];
        clients.openWindow = async (address) => opened.push(address);
        dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        return opened;
    }""")
    assert opened == ["/notifications/7/"]


def test_a_subscription_that_the_browser_renews_is_stored_for_the_device(page_of: Windows, maria: Member) -> None:
    page = browser_with_push(page_of, maria)
    button(page).click()
    expect(page.get_by_text("They’re on for this device.")).to_be_visible()
    stored = PushSubscription.objects.get()
    renewed = {"endpoint": "https://push.example.org/renewed", "keys": Browser().keys}

    _renew(page, renewed)

    assert PushSubscription.objects.values_list("pk", "endpoint", "auth").get() == (
        stored.pk,
        renewed["endpoint"],
        renewed["keys"]["auth"],
    )
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    _renew(page, renewed | {"endpoint": "https://push.example.org/signed-out"})
    assert PushSubscription.objects.get().endpoint == renewed["endpoint"]


def _renew(page: Page, subscription: dict[str, Any]) -> None:
    """Let the service worker handle the event, as the browser would send it, to its end."""
    (worker,) = page.context.service_workers
    worker.evaluate(
        """async (given) => {
        const event = new Event("pushsubscriptionchange");
        const handled = [];
        event.waitUntil = (promise) => handled.push(promise);
        event.newSubscription = { toJSON: () => given };
        dispatchEvent(event);
        await Promise.all(handled);
        if (handled.length !== 1) throw new Error("nobody handles the event");
    }""",
        subscription,
    )
