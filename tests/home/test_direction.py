"""What people wrote has its own direction, on every page, so that Hebrew and Arabic neither move nor are set wrong."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.utils.html import escape

from community.composing.models import Draft
from community.core.text.direction import isolated
from community.core.text.richtext import clean
from community.forum.models import Bookmark, Group, Post, Thread
from community.moderation.models import AuditEntry
from community.notifications.selectors import sentences
from community.safety.models import Report
from tests import world as making
from tests.page_catalogue import CATALOGUE
from tests.page_variants import open_variant
from tests.world import World

RIGHT_TO_LEFT = re.compile("[\u0590-\u07ff]")
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")
HEBREW, ARABIC = "\u05e9\u05d0\u05dc\u05d4 (2) \u05dc\u05db\u05dd", "\u0643\u064a\u0641 \u062d\u0627\u0644\u0643\u0645"
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "circle", "source", "use", "col"}
WRITTEN = {"text", "search", ""}  # inputs for words; addresses, numbers and passwords are left to right


class Walk(HTMLParser):
    """Collect what is neither isolated nor in an element with its own direction, and inputs without one."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, bool]] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        own = found.get("dir") == "auto" or tag in ("bdi", "option")
        words = tag == "input" and (found.get("type") or "") in WRITTEN and found.get("inputmode") != "numeric"
        if (tag == "textarea" or words) and not own:
            self.faults.append(f"<{tag} name={found.get('name')}>")
        for name in ("alt", "title", "aria-label", "content"):
            if RIGHT_TO_LEFT.search(ISOLATED.sub("", found.get(name) or "")) and tag != "img":
                self.faults.append(f"{name} of <{tag}>: {found[name]}")
        if tag not in VOID:
            self.opened.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        while self.opened and self.opened.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if RIGHT_TO_LEFT.search(ISOLATED.sub("", data)) and not any(own for _tag, own in self.opened):
            self.faults.append(f"{'>'.join(tag for tag, _own in self.opened[-4:])}: {data.strip()[:60]}")


def translate(world: World) -> None:
    """Give everything that people wrote Hebrew and Arabic words."""
    text = clean(f"<p>{HEBREW}</p><ul><li>{ARABIC}</li></ul><p>Lymph node 3</p>")
    Thread.objects.update(title=HEBREW)
    Group.objects.update(name=ARABIC, description=HEBREW)
    Post.objects.update(html=text.html, plain=text.plain)
    Draft.objects.update(title=HEBREW, body=text.html, rich=True)
    Bookmark.objects.exclude(note="").update(note=ARABIC)
    Report.objects.exclude(note="").update(note=ARABIC)
    AuditEntry.objects.exclude(reason="").update(reason=HEBREW)
    for thread in world.threads.values():
        thread.refresh_from_db()


def faults_in(page: str) -> list[str]:
    walk = Walk()
    walk.feed(page)
    return walk.faults


def faults_of(world: World) -> Iterator[str]:
    for variant in (variant for variant in CATALOGUE if not variant.bare):
        answer = open_variant(variant, variant.who[0], world)
        if answer.headers["Content-Type"].startswith("text/html"):
            yield from (f"{variant}: {fault}" for fault in faults_in(answer.text))


def test_words_that_were_looked_for_do_not_turn_the_sentence_around(thread, as_member, ines):
    for address in ("/search/", thread.get_absolute_url()):
        for words in (HEBREW, ARABIC):
            answer = as_member(ines).get(address, {"q": words})
            assert escape(words) in answer.text
            assert faults_in(answer.text) == []


@pytest.mark.django_db
def test_what_people_wrote_has_its_own_direction_on_every_page():
    world = making.people()
    making.fill(world)
    translate(world)

    if faults := sorted(set(faults_of(world))):
        pytest.fail("\n".join(faults))


@pytest.mark.parametrize("text", ["", "Sleep", "\u00bfQu\u00e9 tal?", "5 \u20ac", "\U0001f60a", "\u4f60\u597d"])
def test_left_to_right_text_is_not_changed(text):
    assert isolated(text) == text


@pytest.mark.parametrize("text", [HEBREW, ARABIC, "Sleep \u05d0", "\u0661\u0662", "\u0710\u0712", "\u07c1"])
def test_right_to_left_text_is_isolated_in_a_sentence(text):
    assert sentences.of_replies(text) == f"New replies in \u201c\u2068{text}\u2069\u201d"
    assert escape(isolated(text)).count("\u2068") == 1
