"""Serve pages and sockets in one process: uvicorn, with deadlines for clients (docs/decisions/0009).

`python -m config.web --port 8000`.
"""

import logging.config
import os
import resource
import sys
from argparse import ArgumentParser

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from community.core.http.connections import Connection, SocketConnection

STOP_SECONDS = 5
SOCKET_MESSAGE_BYTES = 4_096  # pages send nothing but short signs of life


def main(arguments: list[str] | None = None) -> None:
    """Serve until stopped. Raises SystemExit when the port is in use or the settings are wrong."""
    parser = ArgumentParser(prog="python -m config.web", description="Run pages and sockets.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reload", action="store_true", help="start again when Python changes")
    options = parser.parse_args(arguments)
    try:
        logging.config.dictConfig(settings.LOGGING)  # uvicorn may have to say something before Django is set up
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    allow_many_files()
    uvicorn.run(
        "config.asgi:application",
        host=options.host,
        port=options.port,
        http=Connection,
        ws=SocketConnection,
        # A socket message is a few numbers: compressing it saves nothing and doubles the memory per open page.
        ws_per_message_deflate=False,
        ws_max_size=SOCKET_MESSAGE_BYTES,
        ws_ping_interval=25,
        proxy_headers=False,
        server_header=False,
        log_config=None,  # the settings' LOGGING
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        reload=options.reload,
        reload_dirs=["community", "config"] if options.reload else None,
    )


def allow_many_files() -> None:
    """Allow as many open files as the system lets us: each open page is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main()
