"""Serve pages without sockets in several processes: granian behind a proxy, with uvicorn for /ws/.

`python -m config.pages --processes 2`. Code and templates are loaded before forking, so that the processes share that
memory (docs/decisions/0006). The proxy must do what config/asgi.py does in a single process: buffer request bodies, and
drop headers with an underscore.
"""

import gc
import multiprocessing
import signal
import sys
from argparse import ArgumentParser
from wsgiref.util import setup_testing_defaults

from django.core.exceptions import ImproperlyConfigured

try:
    from config.wsgi import application  # isort: skip  (loads the apps that follow)
except ImproperlyConfigured as wrong:
    sys.exit(str(wrong))

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connections
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from community.core.management.processes import end_with_parent
from community.notifications import socket_messages

STOP_SECONDS = 5
THREAD_SECONDS = 600  # granian's maximum: a thread that ends closes its database connection


def main(arguments: list[str] | None = None) -> None:
    """Serve until stopped. Raises SystemExit with a message when the settings allow one process only."""
    parser = ArgumentParser(prog="python -m config.pages", description="Run the pages; the sockets run apart.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args(arguments)
    if problem := problem_with(options.processes):
        sys.exit(problem)
    preload()
    gc.collect()
    gc.freeze()  # garbage collection would write to these objects, and so copy their memory
    multiprocessing.set_start_method("fork", force=True)  # no longer the default from Python 3.14 on
    server = Granian(
        "config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.processes,
        blocking_threads=settings.WEB_THREADS,
        blocking_threads_idle_timeout=THREAD_SECONDS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=load_application, wrap_loader=False)


def problem_with(processes: int) -> str | None:
    """Return a message when the settings do not allow so many processes."""
    if processes == 1:
        return None
    if processes < 1:
        return "At least one process has to make the pages."
    if not settings.DATABASE_URL:
        return (
            "SQLite lets one process write at a time, and the others would wait in no order. Several processes need"
            " PostgreSQL: set ALONGSIDE_DATABASE_URL (docs/settings.md), or run one process."
        )
    if not settings.REDIS_URL:
        return (
            "Each process would count for itself how often somebody tries to sign in or to write, and so allow it"
            f" {processes} times as often. Several processes need Redis: set ALONGSIDE_REDIS_URL (docs/settings.md), or"
            " run one process."
        )
    return None


def preload() -> None:
    """Render the front page, which loads views, templates and translations before forking.

    If the database is unavailable, the error is logged, and each process loads them itself."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    environ = {"HTTP_HOST": host, "wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    setup_testing_defaults(environ)
    application.get_response(WSGIRequest(environ)).close()
    connections.close_all()  # a connection must not be shared between processes


def load_application() -> WSGIHandler:
    """Return the application in each process, after forking; the process ends with the one that looks after it.

    It is killed: granian's processes wait for their clients when they are asked to end, and would hold the port."""
    if parent := multiprocessing.parent_process():
        end_with_parent(int(parent.pid or 0), signal.SIGKILL)
    socket_messages.attach_without_sockets()
    return application


if __name__ == "__main__":
    main()
