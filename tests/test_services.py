"""The tests' own PostgreSQL and Redis answer."""

import uuid

import psycopg
import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer

pytestmark = pytest.mark.services


def test_postgresql_starts_empty(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()

    assert tables == (0,)


async def test_a_message_crosses_redis_from_one_process_to_another(redis_url: str) -> None:
    web, worker = RedisPubSubChannelLayer(hosts=[redis_url]), RedisPubSubChannelLayer(hosts=[redis_url])
    channel, group = await web.new_channel(), f"inbox.{uuid.uuid4().hex}"
    await web.group_add(group, channel)

    await worker.group_send(group, {"type": "socket.message", "message": {"unread": 1}})

    assert (await web.receive(channel))["message"] == {"unread": 1}
    await web.flush()
    await worker.flush()
