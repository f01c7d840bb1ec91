"""Connections of the web server, with a deadline for each thing that a client has to do.

uvicorn waits for ever for the end of a request's headers and for a client that reads nothing. Each such client would
keep a connection, and with it memory and one of the process's open files. The deadline is CLIENT_SECONDS: in that time
a request's headers have to arrive, and a client has to take some of what is sent to it.
"""

import asyncio
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from community.core.http.addresses import network_of, open_connections

MOST_HEADER_BYTES = 65_536  # beyond the first piece that arrives
MOST_WAITING = 16  # requests that a client sends without waiting for an answer; browsers send none
CLOSE_SECONDS = 5  # for a socket's last message
TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 47\r\n"
    b"connection: close\r\nretry-after: 60\r\n\r\nToo many connections at once from your network."
)


class Connection(HttpToolsProtocol):
    """A connection that asks for pages, one request at a time."""

    running: RequestResponseCycle | None = None
    _network: str | None = None  # once it is counted
    _timer: asyncio.TimerHandle | None = None
    _in_headers = False
    _header_bytes = _unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, unless a proxy makes them all; refuse it when its network has too many."""
        super().connection_made(transport)
        if not settings.PROXY_COUNT:
            network = network_of(self.client[0] if self.client else "")
            if not open_connections.enter(network):
                transport.write(TOO_MANY)
                transport.close()
                return
            self._network = network
        self._set_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell every request of the connection that the client has left; uvicorn tells the newest only."""
        self._leave()
        super().connection_lost(exc)
        self.pipeline.clear()
        self._notify_running()

    def data_received(self, data: bytes) -> None:
        """Pass the bytes on; drop the connection when headers do not end, or too many requests wait."""
        was_in_headers = self._in_headers
        super().data_received(data)
        self._header_bytes = self._header_bytes + len(data) if was_in_headers and self._in_headers else 0
        if self._header_bytes > MOST_HEADER_BYTES or len(self.pipeline) > MOST_WAITING:
            self._drop()

    def on_message_begin(self) -> None:
        """Begin a request, which can ask whether its client is still there."""
        super().on_message_begin()
        self._in_headers = True
        self.scope["extensions"] = {"client_has_left": self.transport.is_closing}  # type: ignore[dict-item]

    def on_headers_complete(self) -> None:
        """Take the request, which is in time; the answer before it still has its own deadline."""
        self._in_headers = False
        if not self.flow.write_paused:
            self._clear_deadline()
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self.running = cycle
        super()._start_asgi_task(cycle, app)

    def on_response_complete(self) -> None:
        """Give the client until the deadline to take the rest of the answer, and to send the next request."""
        more = bool(self.pipeline)
        super().on_response_complete()
        if not more or self.transport.is_closing():
            self._set_deadline()

    def pause_writing(self) -> None:
        """Wait for the client to read, until the deadline; a lost connection is never waited for."""
        if not self.transport.is_closing():
            super().pause_writing()
            self._set_deadline()

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        super().resume_writing()
        self._clear_deadline()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over; config/asgi.py counts sockets."""
        self._leave()
        super().handle_websocket_upgrade()

    def _leave(self) -> None:
        self._clear_deadline()
        if self._network is not None:
            open_connections.leave(self._network)
            self._network = None

    def _set_deadline(self) -> None:
        self._clear_deadline()
        self._unsent = self.transport.get_write_buffer_size()
        self._timer = self.loop.call_later(settings.CLIENT_SECONDS, self._deadline)

    def _clear_deadline(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _deadline(self) -> None:
        """Drop the connection, unless the client has taken some of what is sent: it reads slowly, and goes on."""
        if 0 < self.transport.get_write_buffer_size() < self._unsent:
            self._set_deadline()
        else:
            self._drop()

    def _drop(self) -> None:
        """End the connection. The running request learns of it first: uvicorn logs an error for one that gives up."""
        self._notify_running()
        self.transport.abort()

    def _notify_running(self) -> None:
        if self.running and not self.running.response_complete:
            self.running.disconnected = True
            self.running.message_event.set()


class SocketConnection(WebSocketsSansIOProtocol):
    """A WebSocket that ends when it is closed, whether the client reads the last message or not."""

    def data_received(self, data: bytes) -> None:
        """Pass the bytes on; answer a handshake that is none, such as one with an address of over 8 KB, and close.

        uvicorn sends nothing then, and would wait for ever.
        """
        super().data_received(data)
        if self.conn.handshake_exc and not self.handshake_complete:
            self.handshake_complete = True
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
            self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """Close a socket whose client does not answer a ping."""
        super().keepalive_timeout()
        self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def handle_parser_exception(self) -> None:
        """Close a socket whose client does not keep to the protocol."""
        super().handle_parser_exception()
        self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def send_receive_event_to_app(self) -> None:
        """Pass a message on; close for one that is no text (RFC 6455, 8.1). uvicorn would log a traceback for it."""
        if self.curr_msg_data_type == "text" and not _is_text(b"".join(self.frames)):
            self.frames.clear()
            self.conn.send_close(1007)
            self.handle_parser_exception()
        else:
            super().send_receive_event_to_app()


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
