"""Every address, parameter, field and body with values that no page sends: none is answered with 500."""

from collections.abc import Callable, Iterator

import pytest

from tests import hostile_requests as hostile
from tests import world as making
from tests.core.test_clients_mistakes import log  # noqa: F401 (a fixture)
from tests.world import World

pytestmark = pytest.mark.long
KINDS: dict[str, Callable[[World, str], Iterator[hostile.Request]]] = {
    "addresses": lambda world, who: hostile.addresses(who),
    "queries": hostile.queries,
    "forms": hostile.forms,
    "bodies": hostile.bodies,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["guest", "member", "moderator", "administrator"])
def test_hostile_requests_are_answered(db, settings, log, kind, who):  # noqa: F811
    settings.PAGE_CACHE, settings.CHANGES_PER_MINUTE, settings.POSTS_PER_MINUTE = 0, 10**9, 10**9
    settings.POSTS_PER_HOUR = settings.DISCUSSIONS_PER_DAY = 10**9
    world = making.people()
    making.fill(world)

    assert not hostile.failures(world, KINDS[kind](world, who))
    assert "Traceback" not in log.getvalue()
