"""A channel layer that loses messages on purpose."""

import os
import random
from typing import Any

from community.core.memory_layer import MemoryLayer

SHARE = float(os.environ.get("ALONGSIDE_TEST_LOSS", "0.05"))


class LossyLayer(MemoryLayer):
    """Lose a share of the messages to groups, as a layer may whose queues are full."""

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        """Send a message to a group, or lose it."""
        if random.random() >= SHARE:  # noqa: S311 (which messages to lose)
            await super().group_send(group, message)
