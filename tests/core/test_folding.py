# ruff: noqa: RUF001 (letters of other scripts that look like Latin ones)
"""A letter is the same in any case, with or without accents, composed or not."""

import pytest

from community.core.text.folding import fold
from community.forum.models import Thread
from tests.acts import reply, start

# What somebody wrote, and what somebody else looks for.
SAME = [
    ("ÉLAN", "élan"),
    ("élan", "ELAN"),
    ("Élan", "E\u0301lan"),
    ("E\u0301LAN", "elan"),
    ("MAÑANA", "mañana"),
    ("mañana", "manana"),
    ("man\u0303ana", "MAÑANA"),
    ("STRASSE", "straße"),
    ("Straße", "strasse"),
    ("GROẞE", "große"),
    ("İSTANBUL", "istanbul"),
    ("i\u0307stanbul", "İstanbul"),
    ("ISPARTA", "\u0131sparta"),
    ("Ångström", "angstrom"),
    ("ÆGIR", "aegir"),
    ("Œuvre", "oeuvre"),
    ("Øre", "øre"),
    ("Łódź", "lodz"),
    ("Đakovo", "đakovo"),
    ("Þórr", "thorr"),
    ("Việt", "viet"),
    ("VIỆT", "vie\u0323\u0302t"),
    ("ΣΟΦΟΣ", "σοφος"),
    ("Ελλάδα", "ελλαδα"),
    ("ЁЛКА", "ёлка"),
    ("ﬁbroid", "fibroid"),
    ("\uff26\uff35\uff2c\uff2c", "full"),
    ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    ("Çeşme", "cesme"),
    ("naïve", "NAIVE"),
    ("Ĳssel", "ijssel"),
    ("ŦEST", "test"),
    ("grandmother’s", "GRANDMOTHER'S"),
    ("L’Hôpital", "l'hopital"),
    ("tamoxi\u200bfen", "tamoxifen"),
    ("lymph\u00adoedema", "lymphoedema"),
    ("cross\u2011stitching", "Cross-stitching"),
    ("L\u00b4Hôpital", "l'hopital"),
    ("O`Brien", "o'brien"),
    ("O\uff40Brien", "o\u2019brien"),
    ("❤\ufe0f walks", "❤ walks"),
    ("step1\ufe0f\u20e3", "step1"),
    ("葛\U000e0100西臨海", "葛西臨海"),
]
OTHER = [("elan", "elen"), ("mañana", "mama"), ("कि", "क"), ("שָׁלוֹם", "שלום x"), ("ไม่", "ไม"), ("бор", "бар")]


@pytest.mark.parametrize(("written", "sought"), SAME)
def test_the_same_letters_fold_alike(written: str, sought: str) -> None:
    assert fold(written) == fold(sought)
    assert fold(fold(written)) == fold(written)


@pytest.mark.parametrize(("written", "sought"), OTHER)
def test_other_letters_do_not(written: str, sought: str) -> None:
    assert fold(written) != fold(sought)


@pytest.mark.parametrize(("written", "sought"), [pair for pair in SAME if len(pair[1]) > 3])
def test_a_discussion_is_found_by_its_words(thread, ines, joan, guest, as_member, written: str, sought: str) -> None:
    other = start(thread.group, joan, f"About {written} and me").thread
    post = reply(thread, ines, f"They spoke of {written} again.")
    Thread.objects.filter(pk=thread.pk).update(title="Nothing of the kind")

    inside = guest.get(thread.get_absolute_url(), {"q": sought})
    everywhere = guest.get("/search/", {"q": sought})
    similar = as_member(ines).get(f"/groups/{thread.group.slug}/similar/", {"title": sought})

    assert f"post-{post.pk}" in inside.text or post.get_absolute_url() in inside.text
    assert other.get_absolute_url() in everywhere.text
    assert other.get_absolute_url() in similar.text


def test_a_member_is_suggested_for_a_name_with_an_accent(thread, ines, as_member) -> None:
    answer = as_member(ines).get(f"/discussions/{thread.pk}/people/", {"q": "Íne"})

    assert "Ines" in answer.text


@pytest.mark.parametrize("typed", ["years?", "“eleven”", "Eleven-Years", "(back), after!"])
def test_a_search_with_marks_finds_the_words(thread, ines, guest, typed: str) -> None:
    post = reply(thread, ines, "It came back after eleven years, too.")

    assert thread.get_absolute_url() in guest.get("/search/", {"q": typed}).text
    assert f"post-{post.pk}" in guest.get(thread.get_absolute_url(), {"q": typed}).text
