"""Random sequences of actions: every stored figure equals a recount. The long run is in tests/long."""

import hypothesis
from hypothesis.stateful import run_state_machine_as_test

from tests.forum.stateful import CommunityMachine

SHORT = hypothesis.settings(
    max_examples=5,
    stateful_step_count=16,
    phases=[hypothesis.Phase.generate],
    deadline=None,
    database=None,
    derandomize=True,
)


def test_every_figure_is_right_after_a_short_run(db, settings):
    settings.POSTS_PER_PAGE = 3

    run_state_machine_as_test(CommunityMachine, settings=SHORT)
