"""Tracking parameters are removed from links before anybody else reads them."""

import pytest

from community.core.text import richtext
from community.core.text.url_cleaning import without_tracking

PAGE = "https://example.org/sleep"


@pytest.mark.parametrize(
    ("copied", "left"),
    [
        (f"{PAGE}?utm_source=mail&utm_campaign=october", PAGE),
        (f"{PAGE}?page=2&mc_eid=4f1c&part=b#night", f"{PAGE}?page=2&part=b#night"),
        (f"{PAGE}?FBCLID=IwAR0", PAGE),
        (f"{PAGE}?q=utm_source", f"{PAGE}?q=utm_source"),
        (f"{PAGE}?a=%C3%B1&&b", f"{PAGE}?a=%C3%B1&&b"),
        ("mailto:team@example.org?subject=utm_source", "mailto:team@example.org?subject=utm_source"),
        ("http://[", "http://["),
        ("/posts/3/?utm_source=mail", "/posts/3/?utm_source=mail"),
    ],
)
def test_tracking_parameters_go_and_the_rest_stays_as_it_was_written(copied: str, left: str) -> None:
    assert without_tracking(copied) == left
    assert without_tracking(left) == left


def test_a_bare_address_is_shown_without_its_tracking_parameters_too() -> None:
    text = richtext.from_plain(f"I read {PAGE}?utm_source=mail&page=2 twice.")

    assert f'href="{PAGE}?page=2"' in text.html
    assert text.plain == f"I read {PAGE}?page=2 twice."


def test_the_text_of_a_link_stays_as_its_author_wrote_it() -> None:
    text = richtext.clean(f'<p><a href="{PAGE}?gclid=1&amp;x=2">the page on sleep</a></p>')

    assert f'href="{PAGE}?x=2"' in text.html
    assert "the page on sleep</a>" in text.html
