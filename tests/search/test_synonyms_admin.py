"""Editors change the synonyms in the admin, and the next search knows them."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.core.models import current_site_version
from community.forum.models import Group
from community.members.models import Member
from community.search.models import Synonyms
from community.search.spelling import vocabulary
from community.search.synonyms import synonyms
from tests.acts import start

pytestmark = pytest.mark.django_db
ADD = "/admin/search/synonyms/add/"


def test_what_an_editor_adds_is_found_by_the_next_search(
    guest: Client, ed: Member, as_member: Callable[[Member], Client], group: Group, maria: Member
) -> None:
    start(group, maria, "The quokka cure")
    client = as_member(ed)
    assert "Nothing found" in guest.get("/search/?q=wallaby").text

    assert client.post(ADD, {"words": "wallaby, quokka", "note": ""}).status_code == 302

    assert "1 result" in (page := guest.get("/search/?q=wallaby").text) and "The quokka cure" in page


def test_what_an_editor_changes_or_deletes_holds_from_the_next_search_on(
    ed: Member, as_member: Callable[[Member], Client]
) -> None:
    line = Synonyms.objects.create(words="wallaby, quokka")
    client = as_member(ed)
    assert vocabulary(current_site_version()).knows("wallaby")

    client.post(f"/admin/search/synonyms/{line.pk}/change/", {"words": "numbat, quokka", "note": ""})
    known = vocabulary(current_site_version())
    assert known.knows("numbat") and not known.knows("wallaby")

    client.post(f"/admin/search/synonyms/{line.pk}/delete/", {"post": "yes"})
    version = current_site_version()
    assert not vocabulary(version).knows("numbat")
    assert ("numbat",) not in synonyms(version)


def test_one_word_alone_is_no_line_of_synonyms(ed: Member, as_member: Callable[[Member], Client]) -> None:
    answer = as_member(ed).post(ADD, {"words": "wallaby", "note": ""})

    assert "Enter at least two words" in answer.text
    assert not Synonyms.objects.filter(words="wallaby").exists()
