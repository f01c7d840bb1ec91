"""Marking as read by htmx: the same result as by the page, and the bell is updated too."""

import json
import re

import pytest

from tests.acts import reply, start
from tests.notifications.notifications import notify_followers, unread

HTMX = {"HX-Request": "true"}


@pytest.fixture
def rows(group, thread, maria, ines):
    """Two notifications of Maria, the newest first."""
    for discussion in (thread, start(group, maria, "Sleep after treatment").thread):
        reply(discussion, ines)
        notify_followers()
    assert unread(maria) == 2
    return list(maria.notifications.unread_first())


@pytest.mark.parametrize("way", [{}, HTMX], ids=["whole page", "htmx"])
def test_one_or_all_are_marked_with_and_without_htmx(rows, maria, as_member, way):
    client = as_member(maria)

    client.post("/notifications/read/", {"notification": rows[0].pk}, headers=way)
    assert [row.pk for row in maria.notifications.unread()] == [rows[1].pk]

    client.post("/notifications/read/", headers=way)
    assert unread(maria) == 0


def test_the_fragment_is_the_list_of_the_page(rows, maria, as_member):
    client = as_member(maria)
    sent = {"notification": rows[0].pk, "show": "unread"}

    part = client.post("/notifications/read/", sent, headers=HTMX).text

    assert "<html" not in part
    assert "Marked as read." in part
    page = client.get("/notifications/?show=unread").text
    links = re.compile(r'href="(/notifications/\d+/)"')
    assert links.findall(part) == links.findall(page) == [f"/notifications/{rows[1].pk}/"]


def test_the_answer_brings_the_bells_figure(rows, maria, as_member):
    answer = as_member(maria).post("/notifications/read/", {"notification": rows[0].pk}, headers=HTMX)

    figures = json.loads(answer["HX-Trigger"])["alongside:inbox"]
    assert figures["unread"] == 1
    assert figures["version"] > 0


def test_nobody_elses_row_is_marked_with_htmx(rows, maria, joan, as_member):
    answer = as_member(joan).post("/notifications/read/", {"notification": rows[0].pk}, headers=HTMX)

    assert unread(maria) == 2
    assert rows[0].context not in answer.text
    assert "Sleep after treatment" not in answer.text


def test_the_redirect_preserves_tab_and_page(rows, maria, as_member):
    sent = {"notification": rows[0].pk, "show": "unread", "page": "2"}

    assert as_member(maria).post("/notifications/read/", sent).url == "/notifications/?show=unread&page=2"


@pytest.mark.parametrize("page", ["", "0", "x", "-1", "9" * 40])
def test_an_invalid_page_is_no_error_with_htmx(rows, maria, as_member, page):
    sent = {"notification": rows[0].pk, "page": page}

    assert as_member(maria).post("/notifications/read/", sent, headers=HTMX).status_code == 200
