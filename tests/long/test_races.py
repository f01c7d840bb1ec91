"""Fifty writers at once, and one form sent twenty times. Run with --log-cli-level=INFO to see how long it takes."""

import logging
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from community.forum.models import Post
from tests.forum.concurrency import many_writers, together

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
log = logging.getLogger(__name__)


def test_fifty_writers_with_twenty_replies_each_lose_nothing(thread):
    seconds = many_writers(thread, writers=50, replies=20)

    call_command("recount", "--check")
    log.info("%s: 50 writers x 20 replies in %.1f s", connection.vendor, seconds)


def test_the_same_form_sent_twenty_times_at_once_is_one_post(thread, ines, as_member):
    sent = {"body": "Once.", "token": uuid4()}
    browsers = [as_member(ines) for _ in range(20)]

    def send(browser):
        return lambda: browser.post(f"/discussions/{thread.pk}/reply/", sent)

    answers, seconds = together([send(browser) for browser in browsers])

    assert [answer.status_code for answer in answers] == [302] * 20
    assert len({answer.url for answer in answers}) == 1
    assert Post.objects.filter(author=ines).count() == 1
    log.info("%s: the same token 20 times in %.2f s", connection.vendor, seconds)
