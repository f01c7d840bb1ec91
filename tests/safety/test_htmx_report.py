"""Reporting in a page's dialog: the same result as by its own page."""

import pytest

from community.safety.models import Report
from tests.acts import reply, start

HTMX = {"HX-Request": "true"}


@pytest.fixture
def post(thread, ines):
    """A reply that somebody may find wrong."""
    return reply(thread, ines, "Baking soda cured my aunt.")


@pytest.mark.parametrize("way", [{}, HTMX], ids=["whole page", "htmx"])
def test_a_report_is_asked_for_explained_and_sent_with_and_without_htmx(post, joan, as_member, way):
    client, where = as_member(joan), f"/report/?source={post.key}"

    asked = client.get(where, headers=way)
    assert "Baking soda cured my aunt." in asked.text
    assert ("<html" in asked.text) is not bool(way)
    wrong = client.post(where, {"note": "Please look."}, headers=way)
    assert (wrong.status_code, "Choose the reason that fits best." in wrong.text, "Please look." in wrong.text) == (
        422,
        True,
        True,
    )
    assert ("<html" in wrong.text) is not bool(way)
    client.post(where, {"reason": "medical", "note": "Please look."}, headers=way)

    report = Report.objects.get()
    assert (report.member, report.reason, report.note) == (joan, "medical", "Please look.")
    assert "You’ve already reported this" in client.get(where, headers=way).text


def test_with_htmx_a_report_sends_the_event_that_closes_the_dialog(post, joan, as_member):
    answer = as_member(joan).post(f"/report/?source={post.key}", {"reason": "medical"}, headers=HTMX)

    assert answer["HX-Trigger"] == '{"alongside:done": {}}'
    assert "We have your report." in answer.text


def test_with_htmx_too_many_reports_lose_no_text(thread, ines, joan, as_member, settings):
    settings.GUEST_LETTERS_PER_HOUR = 1
    client, posts = as_member(joan), [reply(thread, ines, f"Reply {n}") for n in range(2)]
    client.post(f"/report/?source={posts[0].key}", {"reason": "unkind"}, headers=HTMX)

    answer = client.post(f"/report/?source={posts[1].key}", {"reason": "unkind", "note": "More."}, headers=HTMX)

    assert answer.status_code == 429
    assert "More." in answer.text
    assert "<html" not in answer.text


def test_with_htmx_nobody_reports_what_they_may_not_see(group, maria, joan, as_member):
    hidden = start(group, maria, "Among ourselves", audience="private")

    assert as_member(joan).get(f"/report/?source={hidden.key}", headers=HTMX).status_code == 404
    assert as_member(joan).post(f"/report/?source={hidden.key}", {"reason": "other"}, headers=HTMX).status_code == 404
    assert not Report.objects.exists()
