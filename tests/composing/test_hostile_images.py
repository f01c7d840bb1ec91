"""Hostile files: one of each kind. tests/long/test_hostile_images.py sends all of them."""

import pytest

from community.members.models import Member
from tests.composing.hostile_images import Hostile, one_of_each
from tests.composing.image_checks import assert_harmless


@pytest.mark.parametrize("hostile", one_of_each(), ids=str)
def test_nothing_is_stored_as_it_was_sent(ines: Member, hostile: Hostile) -> None:
    assert_harmless(ines, hostile)
