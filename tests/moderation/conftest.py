"""A moderator's browser, and posts to moderate."""

from collections.abc import Callable

import pytest
from django.test import Client

from community.forum.models import Post, Thread
from community.members.models import Member
from community.safety.models import WatchedPhrase
from tests.acts import reply


@pytest.fixture
def review(as_member: Callable[[Member], Client], ruth: Member) -> Client:
    """Ruth's browser."""
    return as_member(ruth)


@pytest.fixture
def post(thread: Thread, ines: Member) -> Post:
    """A reply that Ines wrote."""
    return reply(thread, ines, "Dr Example at the clinic on Elm Street was rude.")


@pytest.fixture
def held(thread: Thread, ines: Member) -> Post:
    """A held reply of Ines."""
    WatchedPhrase.objects.create(phrase="miracle cure", reason="medical")
    return reply(thread, ines, "I found a miracle cure.")
