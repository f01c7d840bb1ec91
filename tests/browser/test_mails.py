"""Mails drawn in a browser as on a phone and on a larger screen, light and dark: readable, and nothing is loaded."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from community.core.text import richtext
from community.forum import operations as forum
from community.forum.models import Group, Thread
from community.members.models import Member
from community.notifications import operations as notifications
from community.notifications.models import Channel, Delivery, Kind
from tests.acts import add_picture, reply, start
from tests.browser.axe import faults
from tests.browser.measures import sideways, small_targets
from tests.notifications.mails import html_of, mail_to, mails_to, sent_by, wants
from tests.notifications.notifications import notify_followers

MANY_KINDS = (
    '<p>I had the same. <a href="https://example.org/">A leaflet</a>.</p>'
    "<blockquote><p>Maria wrote, too</p></blockquote>"
    f"<ul><li>Tea</li><li>A walk</li></ul><p>{'Longword' * 30}</p><p>{'One more sentence. ' * 90}</p>"
)


@pytest.fixture
def mails(group: Group, thread: Thread, maria: Member, ines: Member, tess: Member) -> dict[str, str]:
    """The HTML of a mail about a post, one about a decision, a discreet one, and a digest with every section."""
    wants(maria, Kind.MENTIONED)
    text = richtext.clean(f"<p>Dear @Maria</p>{MANY_KINDS}")
    picture = add_picture(tess, f"reply:{thread.pk}")
    forum.reply_to(thread, author=tess, text=text, token=uuid4(), pictures=[picture], labels=2)
    about_a_post = html_of(mail_to(maria))
    Delivery.objects.all().delete()
    wants(maria, Kind.MODERATED)
    notifications.notify(maria, Kind.MODERATED, context=thread.key, source=thread.posts.get(number=1).key, text="Why")
    decision = html_of(mail_to(maria))
    wants(maria, Kind.MODERATED, is_discreet=True)
    (discreet,) = mails_to(maria)
    Delivery.objects.all().delete()

    wants(tess, *Kind, channel=Channel.DAILY)
    mine = start(group, tess, "A title that is long enough to need a second line on a phone").thread
    reply(mine, ines, "Hello")
    for number in range(7):
        start(group, ines, f"Question {number}", body="What do you say?")
    notify_followers()
    digest = sent_by(Delivery.objects.create(recipient=tess, channel=Channel.DAILY, key="daily:today"))
    assert digest
    return {"post": about_a_post, "decision": decision, "discreet": html_of(discreet), "digest": html_of(digest)}


@pytest.fixture
def draw(browser: Browser) -> Iterator[Page]:
    """A window without a network."""
    window = browser.new_context(offline=True)
    yield window.new_page()
    window.close()


def test_every_mail_is_readable_on_phones_and_larger_screens_light_and_dark(draw: Page, mails: dict[str, str]) -> None:
    asked: list[str] = []
    draw.on("request", lambda request: asked.append(request.url))
    wrong = []
    for name, html in mails.items():
        # Gmail leaves <style> out for some accounts: what is inline must do alone.
        for reader, shown in (("", html), ("without styles", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))):
            for scheme in ("light", "dark"):
                draw.emulate_media(color_scheme=scheme)
                draw.set_content(shown)
                for width in (360, 600):
                    draw.set_viewport_size({"width": width, "height": 800})
                    found = [*faults(draw), *sideways(draw), *small_targets(draw)]
                    wrong += [f"{name} {reader} {scheme} {width}: {fault}" for fault in found]

    assert not wrong, "\n".join(wrong)
    assert asked == []


def test_a_mail_is_dark_where_the_screen_is(draw: Page, mails: dict[str, str]) -> None:
    draw.emulate_media(color_scheme="dark")
    draw.set_content(mails["post"])

    assert draw.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(27, 24, 31)"
    assert draw.evaluate("getComputedStyle(document.querySelector('p.quiet')).color") == "rgb(205, 195, 210)"
    assert draw.locator(".button").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(238, 182, 218)"
    assert draw.locator(".button a").evaluate("node => getComputedStyle(node).color") == "rgb(43, 16, 36)"


def test_words_are_16_pixels_and_the_button_44(draw: Page, mails: dict[str, str]) -> None:
    draw.set_viewport_size({"width": 360, "height": 800})
    for html in mails.values():
        draw.set_content(html)
        sizes = draw.locator("p, li, a, span").evaluate_all(
            "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"
        )
        assert min(sizes) >= 16
        box = draw.locator(".button a").bounding_box()
        assert box
        assert box["height"] >= 44


def test_the_first_words_of_a_preview_say_what_it_is(draw: Page, mails: dict[str, str]) -> None:
    draw.set_content(mails["post"])

    first = draw.evaluate("document.body.textContent.trim()")
    assert first.startswith("Tess mentioned you in “It came back after eleven years”.")
    assert not draw.get_by_text("Tess mentioned you in", exact=False).first.is_visible()
