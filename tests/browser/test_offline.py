"""Without a connection: a page that says so, text that is never lost, and no cached page of a member."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from community.forum.models import Group, Post, Thread
from community.members.models import Member
from tests.browser.axe import faults

Windows = Callable[..., Page]
TEXT = "It took me all evening to find these words"
# A connection that is lost while the browser still believes that it has one.
BELIEVES = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true })"
CACHED_PAGES = """async () => {
    const kept = {};
    for (const name of await caches.keys()) {
        kept[name] = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
    }
    return kept;
}"""
ALONE = """async (address) => {
    const next = () => new Promise(requestAnimationFrame);
    for (;; await next()) {
        const { active, installing, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {};
        if (installing || waiting || active?.state !== "activated") continue;
        if (active.scriptURL.includes(address)) return;
    }
}"""
# A worker's connection goes and comes a moment after its page's: ask for what is not cached until it fails, or arrives.
WORKER_IS = """async (online) => {
    const { href } = document.querySelector("link[rel=stylesheet]");
    const arrives = (address) => new Promise((resolve) => {
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
        link.onload = () => resolve(true);
        link.onerror = () => resolve(false);
        document.head.append(link);
    });
    for (let number = 0; (await arrives(`${href}?${online}${number}`)) !== online; number++);
}"""
ELSEWHERE = '<form method="post" action="{}"><input name="body" value="{}"><button>Go</button></form>'


def ready(page: Page, address: str = "") -> Page:
    """Wait until the worker with this in its address has cached its page and controls the client."""
    page.evaluate(ALONE, address)
    return page


def connect(page: Page, online: bool) -> None:
    """Give the page and its worker a connection, or take it."""
    page.context.set_offline(not online)
    page.evaluate(WORKER_IS, online)


def heading(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


def test_a_page_that_cannot_be_reached_is_answered_calmly_and_opens_later(page_of: Windows) -> None:
    page = page_of()
    page.goto("/guidelines/")
    connect(ready(page), False)

    page.goto("/privacy/?from=guidelines")
    expect(heading(page)).to_have_text("No connection")
    expect(page.get_by_text("Call your country’s emergency number")).to_be_visible()
    expect(page.get_by_role("button", name="Send again")).to_be_hidden()
    size = page.locator("body").evaluate("body => getComputedStyle(body).fontSize")
    assert float(size.removesuffix("px")) >= 18, "the page stands there without its stylesheet"
    assert list(faults(page)) == []

    connect(page, True)
    page.get_by_role("link", name="Open the page again").click()
    expect(page).to_have_url("/privacy/?from=guidelines")
    expect(heading(page)).not_to_have_text("No connection")


def test_only_the_offline_page_is_cached_and_no_page_of_the_member(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto("/")
    ready(page)

    for address in (thread.get_absolute_url(), "/notifications/", "/accounts/email/", "/"):
        page.goto(address)

    ((_name, cached),) = page.evaluate(CACHED_PAGES).items()
    assert "/offline/" in cached
    assert all(path.startswith("/static/css/") for path in cached if path != "/offline/")
    stored = page.evaluate("async () => (await (await caches.match('/offline/', { ignoreSearch: true })).text())")
    assert "Ines" not in stored


@pytest.mark.long
def test_another_language_replaces_the_cached_page(page_of: Windows) -> None:
    page = page_of()
    page.goto("/guidelines/")
    ready(page)
    page.context.add_cookies([{"name": "language", "value": "es", "url": page.url}])
    page.goto("/guidelines/")
    ready(page, "language=es")
    ((name, _paths),) = page.evaluate(CACHED_PAGES).items()
    assert "language=es" in name

    connect(page, False)
    page.goto("/privacy/")

    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_a_reply_that_could_not_be_sent_stays_on_the_page_until_it_is(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.add_init_script(BELIEVES)
    page.goto(thread.get_absolute_url())
    ready(page)
    page.reload()
    page.locator("textarea[name=body]").evaluate("(box, text) => { box.value = text }", TEXT)
    connect(page, False)

    page.get_by_role("button", name="Post reply").click()
    expect(heading(page)).to_have_text("No connection")
    expect(page.get_by_label("Your text")).to_have_value(TEXT)
    expect(page.locator("main").get_by_role("link")).to_have_count(0)
    assert list(faults(page)) == []

    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_label("Your text")).to_have_value(TEXT)
    assert not Post.objects.filter(author=ines).exists()

    connect(page, True)
    page.get_by_role("button", name="Send again").click()
    expect(heading(page)).to_have_text(thread.title)
    assert Post.objects.get(author=ines).plain == TEXT


@pytest.mark.long
def test_what_was_formatted_is_sent_as_it_was(page_of: Windows, thread: Thread, ines: Member) -> None:
    page = page_of(ines)
    page.add_init_script(BELIEVES)
    page.goto(thread.get_absolute_url())
    ready(page)
    page.reload()
    page.locator("form#reply").evaluate(
        """form => {
            form.elements.body.value = "<p>It <strong>helped</strong> &amp; &lt;i&gt;</p><p>me.</p>";
            form.elements.rich.value = "1";
        }"""
    )
    connect(page, False)
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_label("Your text")).to_have_value("It helped & <i>\nme.\n")

    connect(page, True)
    page.get_by_role("button", name="Send again").click()

    expect(heading(page)).to_have_text(thread.title)
    assert Post.objects.get(author=ines).html == "<p>It <strong>helped</strong> &amp; &lt;i&gt;</p><p>me.</p>"


def test_a_password_is_not_written_onto_the_page(page_of: Windows, ines: Member) -> None:
    page = page_of()
    page.add_init_script(BELIEVES)
    page.goto("/accounts/login/")
    ready(page)
    page.reload()
    page.locator("input[name=login]").fill("Ines")
    page.locator("input[name=password]").fill("a long calm evening")
    connect(page, False)

    page.locator("main").get_by_role("button", name="Sign in").click()

    expect(heading(page)).to_have_text("No connection")
    assert "a long calm evening" not in page.content()


@pytest.mark.long
def test_a_form_stays_on_its_page_while_the_browser_knows_it_is_offline(
    page_of: Windows, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    line = page.locator("p.connection")
    box = page.locator("textarea[name=body]")
    box.evaluate("(box, text) => { box.value = text }", TEXT)
    expect(line).to_have_text("")

    connect(page, False)
    expect(line).to_have_text("You’re offline. What you write will stay here.")
    page.get_by_role("button", name="Post reply").click()
    expect(line).to_contain_text("this wasn’t sent")
    expect(box).to_have_value(TEXT)
    page.get_by_role("button", name="Hug").first.click()
    expect(line).to_have_text("You’re offline, so that didn’t work. Try again when you’re back online.")

    connect(page, True)
    expect(line).to_have_text("You’re back online.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("[data-posts]")).to_contain_text(TEXT)
    assert Post.objects.get(author=ines).plain == TEXT


@pytest.mark.long
@pytest.mark.parametrize("known", [True, False], ids=["browser knows", "browser is wrong"])
def test_a_site_on_this_very_machine_is_used_without_a_network(
    page_of: Windows, thread: Thread, ines: Member, known: bool
) -> None:
    page = page_of(ines)
    page.add_init_script(BELIEVES if known else BELIEVES.replace("true", "false"))
    page.goto(thread.get_absolute_url())
    page.locator("textarea[name=body]").evaluate("(box, text) => { box.value = text }", TEXT)

    page.get_by_role("button", name="Post reply").click()

    expect(page.locator("[data-posts]")).to_contain_text(TEXT)
    expect(page.locator("p.connection")).to_have_text("")


def test_going_back_to_a_page_of_errors_opens_the_form_and_says_nothing_of_a_text_that_was_posted(
    page_of: Windows, group: Group, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(f"/groups/{group.slug}/new/")
    ready(page)
    page.locator("textarea[name=body]").evaluate("(box, text) => { box.value = text }", TEXT)
    page.get_by_role("button", name="Post discussion").click()
    expect(heading(page)).to_have_text("Start a discussion")
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Title").fill("How long is long")
    page.get_by_role("button", name="Post discussion").click()
    expect(heading(page)).to_have_text("How long is long")

    page.go_back()

    expect(heading(page)).to_have_text("Start a discussion")
    expect(page.locator("textarea[name=body]")).to_have_value("")
    assert Post.objects.filter(author=ines).count() == 1


def test_a_form_of_another_site_does_not_come_in_as_one_of_ours(
    page_of: Windows, base_url: str, thread: Thread, ines: Member
) -> None:
    page = page_of(ines)
    page.goto(thread.get_absolute_url())
    ready(page)
    target = f"{base_url}/discussions/{thread.pk}/reply/"
    page.route(
        "http://elsewhere.example/",
        lambda route: route.fulfill(content_type="text/html", body=ELSEWHERE.format(target, TEXT)),
    )
    page.goto("http://elsewhere.example/")

    page.get_by_role("button", name="Go").click()

    expect(heading(page)).to_have_text("Send it again")
    assert TEXT not in page.content()
