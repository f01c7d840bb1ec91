"""What a browser sends, waited for on the loop, where waiting costs nothing: a slow sender must not hold a thread.

Up to DATA_UPLOAD_MAX_MEMORY_SIZE a body waits in memory. A form with files may be larger: it waits in a temporary file,
for MINUTES at most. MOST is what a form without script can bring at once, six pictures of 10 MB and a text; with script
pictures come one by one. ALL bounds what half-sent forms take of this process's disk together.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from tempfile import SpooledTemporaryFile
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]

MOST = 62_000_000
ALL = 4 * MOST
MINUTES = 10
PIECE = 65_536

_sent_so_far = 0  # bytes of all forms that wait in files; only the loop's thread counts


class Refused(Exception):
    """A body that is not taken: the answer's status, and what to do."""

    def __init__(self, status: int, sentence: str | Promise) -> None:
        super().__init__(status)
        self.status, self.sentence = status, sentence

    async def answer(self, send: Send) -> None:
        """Say so in the community's language; who asks is not known here."""
        with translation.override(settings.LANGUAGE_CODE):
            words = str(self.sentence).encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": words})


class Body:
    """A request's body. Once `arrived`, calling it gives it back piece by piece, as the server would."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        headers = dict(scope.get("headers", ()))
        self._receive = receive
        self._has_files = headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
        self._length = int(headers.get(b"content-length", b"0") or 0)
        self._file = SpooledTemporaryFile(max_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115 (see close)
        self._size, self._counted, self._more = 0, 0, True

    async def arrived(self) -> bool:
        """Wait for it; False when the sender has gone. Raises Refused.

        A body over the limit, but for a form with files, is handed on at once, for Django to refuse."""
        room = MOST if self._has_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            async with asyncio.timeout(MINUTES * 60):
                while self._more and self._size <= room:
                    if self._has_files and max(self._length, self._size) > MOST:
                        break
                    part = await self._receive()
                    if part["type"] != "http.request":
                        return False
                    self._take(part)
        except TimeoutError as slow:
            raise Refused(408, _("What you sent did not arrive in time. Please go back and try again.")) from slow
        if self._has_files and self._more:
            raise Refused(413, _("That was more than we can take at once. Please go back, and add fewer pictures."))
        self._file.seek(0)
        return True

    def _take(self, part: Scope) -> None:
        global _sent_so_far
        body = part.get("body", b"")
        self._size += len(body)
        if self._size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _sent_so_far += self._size - self._counted
            self._counted = self._size
            if _sent_so_far > ALL:
                raise Refused(503, _("Many pictures are on their way right now. Please go back, and try in a minute."))
        self._file.write(body)
        self._more = part.get("more_body", False)

    async def __call__(self) -> Scope:
        """The next piece; what has not arrived yet comes from the sender."""
        piece = self._file.read(PIECE)
        if piece or not self._more:
            more = self._more or self._file.tell() < self._size
            return {"type": "http.request", "body": piece, "more_body": more}
        return await self._receive()

    def close(self) -> None:
        """Give back what it took."""
        global _sent_so_far
        _sent_so_far -= self._counted
        self._counted = 0
        self._file.close()
