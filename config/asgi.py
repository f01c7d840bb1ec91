"""ASGI application: pages by WSGI on threads, sockets by Channels, in one process.

Django under ASGI reaches a fifth of the throughput that it has under WSGI (docs/decisions/0001), so pages are made on
threads. Whatever waits for a client (bodies, answers, static files, sockets) is on the event loop: docs/decisions/0009.
"""

import asyncio
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as wsgi_application  # isort: skip  (loads the apps that follow)

from channels.auth import AuthMiddlewareStack
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.core.http.addresses import in_progress, network_in
from community.core.http.origins import from_own_page
from community.core.http.page_threads import PageThreads, client_has_left, request_of
from community.core.http.request_buffering import Body, Receive, Refused, Scope, Send
from community.core.http.static_files import StaticFiles
from community.notifications import figures_watch, relay, socket_messages, socket_watch
from community.notifications.consumers import PageConsumer

SOCKETS = "/ws/"

pages = PageThreads(wsgi_application, settings.WEB_THREADS)
static_files = StaticFiles()
sockets = AuthMiddlewareStack(PageConsumer.as_asgi())


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch a connection by its type; one of an unknown type is left to the server to close."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http" and static_files.has(scope["path"]):
        await static_files(scope, send)
    elif scope["type"] in ("http", "websocket"):
        network = network_in(scope.get("client"), scope["headers"])
        allowed = in_progress.enter(network)
        try:
            if scope["type"] == "websocket":
                await socket(scope, receive, send, allowed)
            else:
                await page(scope, receive, send, network, allowed)
        finally:
            if allowed:
                in_progress.leave(network)


async def page(scope: Scope, receive: Receive, send: Send, network: str, allowed: bool) -> None:
    """Make a page once the request's body has arrived; a network with too many requests at a time is refused."""
    body = Body(scope, receive)
    try:
        if not allowed:
            raise Refused(503, _("Too many pages were opened from your connection. Wait a minute, then try again."))
        if await body.arrived() and not client_has_left(scope):
            await pages(scope, body, send, network)
    except Refused as refused:
        await refused.answer(send)
    finally:
        body.close()


async def socket(scope: Scope, receive: Receive, send: Send, allowed: bool) -> None:
    """Run the socket of an open page; refuse other addresses, other sites' pages, and a network's that has too many."""
    if allowed and scope["path"] == SOCKETS and from_own_page(request_of(scope), must_say=True):
        await sockets(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 4403})


async def lifespan(receive: Receive, send: Send) -> None:
    """Attach the event loop, so that threads can send socket messages; start what runs as long as the process."""
    await receive()
    socket_messages.attach(asyncio.get_running_loop())
    work = (relay.relay_hints, relay.sweep_events, socket_watch.watch, figures_watch.watch_figures)
    running = [asyncio.create_task(each()) for each in work]
    await send({"type": "lifespan.startup.complete"})
    await receive()
    for task in running:
        task.cancel()
    socket_messages.detach()
    await send({"type": "lifespan.shutdown.complete"})
