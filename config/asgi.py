"""ASGI application: pages by WSGI on threads, sockets by Channels, in one process.

Django under ASGI reaches a fifth of the throughput that it has under WSGI (docs/decisions/0001), so "http" is passed to
threads, and only "websocket" runs on the event loop.
"""

import asyncio
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.wsgi import application as wsgi_application  # isort: skip  (loads the apps that follow)

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.urls import path

from community.core.http.request_buffering import Body, Receive, Refused, Scope, Send
from community.notifications import relay, socket_messages
from community.notifications.consumers import PageConsumer

pages = WSGIMiddleware(wsgi_application, workers=settings.WEB_THREADS)
sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter([path("ws/", PageConsumer.as_asgi())])))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch a connection by its type."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await sockets(scope, receive, send)
    else:
        # WSGI cannot tell X_Forwarded_For from X-Forwarded-For; no browser sends the former.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if b"_" not in name]
        body = Body(scope, receive)
        try:
            if await body.arrived():
                await pages(scope, body, send)
        except Refused as refused:
            await refused.answer(send)
        finally:
            body.close()


async def lifespan(receive: Receive, send: Send) -> None:
    """Attach the event loop, so that threads can send socket messages, and relay those of other processes."""
    await receive()
    socket_messages.attach(asyncio.get_running_loop())
    hints = asyncio.create_task(relay.relay_hints())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    hints.cancel()
    socket_messages.detach()
    await send({"type": "lifespan.shutdown.complete"})
