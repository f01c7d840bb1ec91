"""A proxy in front of separate pages and sockets: /ws/ goes to one port, everything else to the other."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 65_536


@contextmanager
def proxy(*, pages: int, sockets: int) -> Iterator[int]:
    """Listen until the block ends; yields the port.

    A browser opens a socket on a connection of its own, so the first line of a connection decides where it goes."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                writer.write(piece)
                await writer.drain()
        with suppress(OSError):
            writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            first = await reader.readline()
            port = sockets if first.startswith(b"GET /ws/") else pages
            behind = await asyncio.open_connection("127.0.0.1", port)
            behind[1].write(first)
            await asyncio.gather(carry(reader, behind[1]), carry(behind[0], writer))

    # On a thread: Playwright keeps a loop in the tests' own.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="proxy", daemon=True)
    thread.start()
    starting = asyncio.start_server(connected, "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
