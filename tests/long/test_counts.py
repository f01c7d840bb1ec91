"""Long random sequences of actions: every stored figure equals a recount after each step."""

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.forum.stateful import CommunityMachine

LONG = hypothesis.settings(
    max_examples=60,
    stateful_step_count=50,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.mark.long
def test_every_figure_is_right_after_a_long_run(db, settings):
    settings.POSTS_PER_PAGE = 3

    run_state_machine_as_test(CommunityMachine, settings=LONG)
