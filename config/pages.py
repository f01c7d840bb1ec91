"""The pages apart from the sockets, when one process is not enough: granian behind a proxy, uvicorn for /ws/ beside it.

`python -m config.pages --processes 2`. What a page needs is loaded once and then shared: each process is a fork that
copies only the memory that it changes (docs/decisions/0006). A proxy must stand in front, for what config/asgi.py does
otherwise: it takes a slow sender's body before it asks for the page, and drops headers with an underscore.
"""

import gc
import multiprocessing
import sys
from argparse import ArgumentParser
from wsgiref.util import setup_testing_defaults

from config.wsgi import application  # isort: skip  (loads the apps that follow)

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connections
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from community.notifications import live

STOP_SECONDS = 5
THREAD_SECONDS = 600  # granian's longest: a thread that ends takes its connection to the database with it


def main(arguments: list[str] | None = None) -> None:
    """Serve until told to stop. Raises SystemExit with a sentence where the settings make several processes wrong."""
    parser = ArgumentParser(prog="python -m config.pages", description="Run the pages; the sockets run apart.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args(arguments)
    if refused := why_not(chosen.processes):
        sys.exit(refused)
    make_one_page()
    gc.collect()
    gc.freeze()  # what stays for good is not looked through again, and so not copied
    multiprocessing.set_start_method("fork", force=True)  # from Python 3.14 on another one is usual
    server = Granian(
        "config.wsgi:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.processes,
        blocking_threads=settings.WEB_THREADS,
        blocking_threads_idle_timeout=THREAD_SECONDS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=begin, wrap_loader=False)


def why_not(processes: int) -> str | None:
    """A sentence when these settings do not bear so many processes."""
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


def make_one_page() -> None:
    """Make the front page, so that views, templates and translations are there before the processes part.

    A database that is away leaves a line in the log, and each process tries again for itself."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    environ = {"HTTP_HOST": host, "wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    setup_testing_defaults(environ)
    application.get_response(WSGIRequest(environ)).close()
    connections.close_all()  # a connection belongs to one process


def begin() -> WSGIHandler:
    """What each process does first, on its own side of the fork."""
    live.attach_without_sockets()
    return application


if __name__ == "__main__":
    main()
