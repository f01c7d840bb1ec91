"""Buffer request bodies on the event loop, so that a slow client does not block a WSGI thread.

A body is buffered in memory up to DATA_UPLOAD_MAX_MEMORY_SIZE. A form with files may be larger, up to MAX_BYTES: six
pictures of 10 MB and a text, as the form without script sends them (with script, pictures are uploaded one by one). It
is buffered in a temporary file, for up to MINUTES, and no longer than CLIENT_SECONDS without a byte. MAX_TOTAL_BYTES
limits the disk space of all such files.
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

MAX_BYTES = 62_000_000
MAX_TOTAL_BYTES = 4 * MAX_BYTES
MINUTES = 10
MAIL_PATH = "/anymail/"  # a provider brings replies by email, with their attachments

_buffered_bytes = 0  # of all forms in temporary files; only the event loop's thread changes it


class Refused(Exception):
    """A rejected body, with the status and message of the response."""

    def __init__(self, status: int, message: str | Promise) -> None:
        super().__init__(status)
        self.status, self.message = status, message

    async def answer(self, send: Send) -> None:
        """Send the message in the default language: neither cookies nor session are read yet."""
        with translation.override(settings.LANGUAGE_CODE):
            text = str(self.message).encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": text})


class Body:
    """A request body: once `arrived`, `file` holds it, and `length` is its number of bytes."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        headers = dict(scope.get("headers", ()))
        self._receive = receive
        is_mail = bool(settings.REPLY_DOMAIN) and scope.get("path", "").startswith(MAIL_PATH)
        self._has_files = is_mail or headers.get(b"content-type", b"").lower().startswith(b"multipart/form-data")
        self._declared = int(headers.get(b"content-length", b"0") or 0)
        self.file = SpooledTemporaryFile(max_size=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115 (see close)
        self._size, self._counted, self._more = 0, 0, True

    async def arrived(self) -> bool:
        """Buffer the body; False when the client disconnects. Raises Refused.

        Of an oversized body without files only the beginning is kept: Django rejects it by its length."""
        limit = MAX_BYTES if self._has_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        try:
            clock, end = asyncio.get_running_loop().time, asyncio.get_running_loop().time() + MINUTES * 60
            async with asyncio.timeout(None) as deadline:
                while self._more and self._size <= limit:
                    if self._has_files and max(self._declared, self._size) > MAX_BYTES:
                        break
                    deadline.reschedule(min(clock() + settings.CLIENT_SECONDS, end))
                    message = await self._receive()
                    if message["type"] != "http.request":
                        return False
                    self._append(message)
        except TimeoutError as slow:
            raise Refused(408, _("It took too long to send this. Go back and try again.")) from slow
        if self._has_files and self._more:
            raise Refused(413, _("That’s too much to send at once. Go back and add fewer pictures."))
        self.file.seek(0)
        return True

    def _append(self, message: Scope) -> None:
        global _buffered_bytes
        body = message.get("body", b"")
        self._size += len(body)
        if self._size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _buffered_bytes += self._size - self._counted
            self._counted = self._size
            if _buffered_bytes > MAX_TOTAL_BYTES:
                raise Refused(
                    503, _("Too many pictures are being sent at the moment. Go back and try again in a minute.")
                )
        self.file.write(body)
        self._more = message.get("more_body", False)

    @property
    def length(self) -> int:
        """Return how long the body is; for an oversized one, how long it would become."""
        return max(self._declared, self._size) if self._more else self._size

    def close(self) -> None:
        """Delete the buffer and subtract it from the total."""
        global _buffered_bytes
        _buffered_bytes -= self._counted
        self._counted = 0
        self.file.close()
