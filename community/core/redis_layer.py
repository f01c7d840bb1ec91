"""A channel layer in Redis that holds nobody up: each request has a time limit, and none is made while it is away."""

import asyncio
import logging
from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer, RedisPubSubLoopLayer, RedisSingleShardConnection

from community.core.caching.redis_or_memory import store_name
from community.core.circuit_breaker import TIMEOUT_SECONDS, Away, breaker_for

log = logging.getLogger(__name__)
RETRY_SECONDS = 1


class BoundedConnection(RedisSingleShardConnection):
    """A connection whose methods raise Away within TIMEOUT_SECONDS when Redis is away."""

    def __init__(self, host: dict[str, Any], channel_layer: Any) -> None:
        super().__init__(host, channel_layer)
        self._breaker = breaker_for(store_name(str(host.get("address"))))

    async def publish(self, channel: str, message: bytes) -> None:
        """Publish a message."""
        await self._bounded(super().publish(channel, message))

    async def subscribe(self, channel: str) -> None:
        """Receive a channel's messages."""
        await self._bounded(super().subscribe(channel))

    async def unsubscribe(self, channel: str) -> None:
        """Receive them no more; a Redis that is away sends none."""
        try:
            await self._bounded(super().unsubscribe(channel))
        except Away:
            self._subscribed_to.discard(channel)

    async def _bounded(self, asking: Any) -> None:
        try:
            with self._breaker.asking(Exception):
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    await asking
        except Away:
            asking.close()
            raise
        except Exception as failure:
            raise Away(str(failure)) from failure

    async def _do_receiving(self) -> None:
        """Receive as channels_redis does, without a traceback for each second in which Redis is away."""
        while True:
            try:
                if self._pubsub and self._pubsub.subscribed:
                    self._receive_message(await self._pubsub.get_message(ignore_subscribe_messages=True, timeout=0.1))
                else:
                    await asyncio.sleep(0.1)
            except Exception as failure:
                log.debug("receiving failed: %r", failure)
                await asyncio.sleep(RETRY_SECONDS)


class BoundedLoopLayer(RedisPubSubLoopLayer):
    """The layer of one event loop."""

    _shards: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shards = [BoundedConnection(shard.host, self) for shard in self._shards]

    async def new_channel(self, prefix: str = "specific.") -> str:
        """Return a name for a socket, also while Redis is away: joining a group then tells the socket so."""
        try:
            name: str = await super().new_channel(prefix)
        except Away:
            name = next(reversed(self.channels))
        return name


class BoundedRedisLayer(RedisPubSubChannelLayer):
    """The channel layer; its methods raise Away, a ConnectionError, when Redis is away or slow."""

    def _get_layer(self) -> BoundedLoopLayer:
        loop = asyncio.get_running_loop()
        if loop not in self._layers:
            plain = super()._get_layer()
            self._layers[loop] = BoundedLoopLayer(*self._args, **self._kwargs, channel_layer=plain.channel_layer)
        layer: BoundedLoopLayer = self._layers[loop]
        return layer
