"""Five hundred replies against a moderator's acts. Run with --log-cli-level=INFO to see how many were accepted."""

import logging

import pytest
from django.db import connection

from community.forum import operations as forum
from community.forum.models import Group
from community.members.models import Member
from tests.forum.moving_races import ACTS, race

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
log = logging.getLogger(__name__)
RACES = 500


@pytest.mark.timeout(900)
@pytest.mark.parametrize("act", ACTS)
def test_a_reply_is_neither_lost_nor_doubled(act: str, group: Group, maria: Member, ines: Member) -> None:
    other = Group.objects.create(slug="carers", name="Carers")

    accepted = sum(race(act, group, other, maria, ines) for _number in range(-(-RACES // len(ACTS))))

    assert not list(forum.recount(mend=False))
    log.info("%s: %d of the replies against %s were accepted", connection.vendor, accepted, act)
