"""Every hostile address and reference, wherever one is parsed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from community.forum.models import Thread
from community.members.models import Member
from tests.core.test_hostile_addresses import PARAMETERS, Parameter, wrong_answers

pytestmark = pytest.mark.long


@pytest.mark.parametrize("parameter", PARAMETERS, ids=str)
def test_every_hostile_value_is_answered_and_leads_nowhere_else(
    parameter: Parameter, thread: Thread, ines: Member, as_member: Callable[[Member], Client], settings: Any
) -> None:
    assert not wrong_answers(parameter, parameter.values, thread, ines, as_member, settings)
