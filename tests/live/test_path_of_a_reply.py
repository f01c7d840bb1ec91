"""The path of one reply, from its URL to a follower's socket: as few modules as docs/architecture.md says."""

import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import Client

from community.forum import operations as forum
from community.forum.models import Thread
from community.members.models import Member
from community.safety.models import WatchedPhrase
from community.search import terms
from tests.live.conftest import Socket

OURS = f"{settings.BASE_DIR / 'community'}/"
RESOLVE, ANSWER = BaseHandler.resolve_request.__code__, BaseHandler._get_response.__code__
MOST = 36  # 4 of them for the search index (decision 0021), one with the order of rules (selectors/who_hears.py)
BACKENDS = {"core/sqlite/base.py", "core/memory_layer.py"}  # of the database and of channels: not part of the path

pytestmark = [pytest.mark.django_db(transaction=True)]


@contextmanager
def modules_called() -> Iterator[set[str]]:
    """Collect our modules of which a function is called once a URL is resolved: by the view, and in other threads."""
    called: set[str] = set()
    resolved, answered = threading.Event(), threading.local()

    def is_on_the_path() -> bool:
        return resolved.is_set() and not hasattr(answered, "yes")

    def note(caller: FrameType, event: str, arg: Any) -> None:
        code = caller.f_code
        if event == "return" and code is RESOLVE:
            resolved.set()
        elif event == "return" and code is ANSWER:
            answered.yes = True
        elif event == "call" and code.co_filename.startswith(OURS) and is_on_the_path():
            called.add(code.co_filename.removeprefix(OURS))

    threading.setprofile_all_threads(note)
    try:
        yield called
    finally:
        threading.setprofile_all_threads(None)


async def test_a_reply_touches_few_modules_between_its_url_and_a_socket(
    thread: Thread, maria: Member, ines: Member, joan: Member, connect: Callable[..., Awaitable[tuple[Socket, Client]]]
) -> None:
    await sync_to_async(WatchedPhrase.objects.create)(phrase="miracle cure")
    await sync_to_async(forum.follow)(thread, joan)
    socket, _ = await connect(joan, thread)
    _, browser = await connect(ines)
    address = f"/discussions/{thread.pk}/reply/"

    def send() -> None:
        body = f"You are not alone{'.' if thread.posts.count() == 1 else ', ever.'}"  # the same twice is asked about
        answer = browser.post(address, {"body": body, "token": str(uuid4())})
        assert answer.status_code == 302

    await sync_to_async(send)()
    terms._stem.cache_clear()  # words that another test has had would need fewer modules
    await socket.next_of("inbox")  # from here on nothing is done for the first time
    with modules_called() as called:
        await sync_to_async(send)()
        await socket.next_of("inbox")

    stated = re.search(r"(\d+) modules of ours", Path("docs/architecture.md").read_text())
    assert stated
    path = sorted(called - BACKENDS)
    assert len(path) == int(stated[1]) <= MOST, path
