"""The catalogue holds every page, so that none is added without being checked, and each is as its entry says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.test.signals import template_rendered
from pytest_django import Settings

from tests import world as making
from tests.page_catalogue import CATALOGUE, UNREACHED
from tests.page_variants import PageVariant, open_variant
from tests.world import World

EXTENDS = re.compile(r"""{%\s*extends\s+(?:\w+\|default:)?["']([^"']+)["']""")
# Of the packages' own templates those that our addresses lead to; the rest are for features that are switched off.
FROM_PACKAGES = {"account/password_set.html"}
# A base template whose name is in Python (community/core/views.py), so that no template extends it by name.
SHELLS = {"bare.html"}


def page_templates() -> set[str]:
    """Return every template that is a whole page: it extends another or begins a document, and none extends it."""
    ours, pages, extended = Path(engines["django"].dirs[0]), set(), set()
    for folder in (ours, *map(Path, get_app_template_dirs("templates"))):
        for file in folder.rglob("*.html"):
            text = file.read_text()
            found = EXTENDS.search(text)
            if found:
                extended.add(found[1])
            if folder == ours and (found or "<!doctype html" in text.lower()):
                pages.add(str(file.relative_to(folder)))
    return pages - extended - SHELLS | FROM_PACKAGES


@pytest.fixture
def shown() -> Iterator[set[str]]:
    """The templates that are rendered in this test."""
    names: set[str] = set()

    def note(sender: object, template: Any, **more: Any) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def wrong_with(variant: PageVariant, world: World, shown: set[str]) -> Iterator[str]:
    """Yield what differs from the entry, for each who sees it."""
    for who in variant.who:
        shown.clear()
        answer = open_variant(variant, who, world)
        if answer.status_code != variant.status:
            yield f"{variant} for {who}: {answer.status_code} instead of {variant.status}"
        if variant.variant == "errors" and answer.text.partition("</title>")[0].count("Error:") > 1:
            yield f"{variant} for {who}: its title says twice that there is an error"
        if variant.variant == "errors" and not re.search(r'aria-invalid="true"|role="alert"', answer.text):
            yield f"{variant} for {who} says nothing of a mistake"
        if "<!--personal" in answer.text or "<!--new" in answer.text:
            yield f"{variant} for {who} has a hole that nothing fills"
        if variant.template not in shown:
            yield f"{variant} for {who} does not show {variant.template}, but {sorted(shown & page_templates())}"


def test_every_page_is_in_the_catalogue_and_is_what_it_says(settings: Settings, db: None, shown: set[str]) -> None:
    settings.ROOT_URLCONF = "tests.site_urls"
    settings.PAGE_CACHE = 0  # each variant renders its page
    world = making.people()
    wrong = [fault for variant in CATALOGUE if variant.bare for fault in wrong_with(variant, world, shown)]

    making.fill(world)
    wrong += [fault for variant in CATALOGUE if not variant.bare for fault in wrong_with(variant, world, shown)]

    assert not wrong, "\n".join(wrong)


def test_no_page_is_left_out() -> None:
    assert page_templates() - set(UNREACHED) == {variant.template for variant in CATALOGUE}


def test_no_entry_has_the_name_of_another() -> None:
    names = [str(variant) for variant in CATALOGUE]
    assert len(names) == len(set(names))
