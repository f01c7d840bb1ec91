"""What a client sends wrongly is answered, never with 500, and is at most one line in the log."""

import io
import logging

import pytest
from django.db import DataError
from django.test import Client

from community.core.http.logs import OneLineForClients
from community.forum.models import Post
from tests import hostile_requests as hostile
from tests import world as making

TOO_LARGE = [str(2**63), str(10**30), "9" * 5000, "-1", "x", "²", "\0"]
TEXT = "It took me all evening to find these words"


@pytest.fixture
def log(settings):
    """What the handler of config/settings.py writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("{levelname} {name} {message}", style="{"))
    handler.addFilter(OneLineForClients())
    assert settings.LOGGING["handlers"]["console"]["filters"][-1] == "clients_mistakes"
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.parametrize("name", ["topics", "labels", "audience", "token", "draft", "shared"])
@pytest.mark.parametrize("value", TOO_LARGE)
@pytest.mark.parametrize("role", ["ines", "ruth"])
def test_no_value_in_a_field_of_a_new_discussion_fails(request, group, as_member, name, value, role):
    client = as_member(request.getfixturevalue(role))
    sent = {"title": "A title", "body": TEXT, "audience": "public", "token": f"{1:032}"}

    answer = client.post(f"/groups/{group.slug}/new/", sent | {name: value})

    assert answer.status_code in (302, 422)
    assert answer.status_code == 302 or TEXT in answer.text
    if name == "topics":
        assert answer.status_code == 422 and not Post.objects.filter(plain=TEXT).exists()


@pytest.mark.parametrize("body", hostile.BODIES)
@pytest.mark.parametrize("address", ["/contact/", "/accounts/login/", "/display/", "/drafts/"])
def test_a_broken_body_is_answered_and_leaves_no_traceback(db, log, as_member, ines, address, body):
    kind, data = hostile.BODIES[body]

    for client in (Client(), as_member(ines)):
        client.raise_request_exception = False
        assert client.generic("POST", address, data, kind).status_code < 500

    lines = log.getvalue().splitlines()
    assert "Traceback" not in log.getvalue()
    assert len(lines) <= 2, lines


@pytest.mark.parametrize("host", ["evil.example", "a b", "testserver:x", "[::1", "x" * 300, "a\nb"])
def test_a_wrong_host_is_one_line(db, log, host):
    answer = Client(raise_request_exception=False).get("/help/", headers={"host": host})

    assert answer.status_code == 400
    assert len(log.getvalue().splitlines()) <= 1
    assert "Traceback" not in log.getvalue()


@pytest.mark.parametrize("failure", [OverflowError("int too large"), DataError("out of range\nDETAIL: 9"), "\udc80"])
def test_a_value_that_is_passed_on_unchecked_is_a_mistake_and_its_text_comes_back(
    log, monkeypatch, ines, as_member, failure
):
    def unchecked(**fields):
        if isinstance(failure, Exception):
            raise failure
        failure.encode()

    monkeypatch.setattr("community.safety.operations.write_letter", unchecked)

    answer = as_member(ines).post("/contact/", {"text": TEXT})

    assert answer.status_code == 400
    assert TEXT in answer.text
    assert len(log.getvalue().splitlines()) == 1


def test_some_hostile_requests_to_every_address_and_page_are_answered(db, log, settings):
    settings.PAGE_CACHE, settings.CHANGES_PER_MINUTE, settings.POSTS_PER_MINUTE = 0, 10**9, 10**9
    world = making.people()
    making.fill(world)
    requests = [
        *hostile.addresses("member"),
        *hostile.queries(world, "member", most=2),
        *hostile.forms(world, "member", every=97),
    ]

    assert len(requests) > 200
    assert not hostile.failures(world, iter(requests))
    assert "Traceback" not in log.getvalue()
