"""Much that happens, in any order: every stored figure is what a recount says after each step."""

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.forum.stateful import Living

LONG = hypothesis.settings(
    max_examples=60,
    stateful_step_count=50,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.mark.long
def test_a_long_life_keeps_every_figure(db, settings):
    settings.POSTS_PER_PAGE = 3

    run_state_machine_as_test(Living, settings=LONG)
