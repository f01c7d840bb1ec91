"""Random sequences of moderators' acts: a short run here, and a long one."""

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.moderation.stateful import ModerationMachine

SHORT = hypothesis.settings(
    max_examples=3,
    stateful_step_count=12,
    phases=[hypothesis.Phase.generate],
    deadline=None,
    database=None,
    derandomize=True,
)
LONG = hypothesis.settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.mark.parametrize("how", [SHORT, pytest.param(LONG, marks=pytest.mark.long)], ids=["short", "long"])
def test_what_must_hold_holds_after_each_act(db: None, how: hypothesis.settings) -> None:
    run_state_machine_as_test(ModerationMachine, settings=how)
