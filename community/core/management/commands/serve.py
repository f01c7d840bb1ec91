"""Run the whole community on this machine: web, worker, scheduler and sender together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from community.core.management.processes import Child, command_of, holder_of, parent_of, start
from community.core.text.parsing import number_in

STOP_SECONDS = 10
LOOK_SECONDS = 0.25
LOG_TIME = "%Y-%m-%d %H:%M:%S%z"
OURS = ("config.web", "config.pages", "manage.py")
ENV_FILE = os.environ.get("ALONGSIDE_ENV_FILE", "")
CHILDREN = {
    "worker": ["db_worker", "--no-startup-delay"],
    "scheduler": ["crontask", "--no-heartbeat"],
    "sender": ["deliver"],
}


class Command(BaseCommand):
    help = "Start web, worker, scheduler and sender; Ctrl-C stops them all."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to listen, and whether pages and sockets share a process."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default=8000)
        parser.add_argument("--apart", action="store_true", help="serve sockets on the next port, behind a proxy")
        parser.add_argument("--processes", type=int, default=1, help="with --apart: processes for the pages")
        parser.add_argument("--reload", action="store_true", help="start the web process again when Python changes")

    def handle(self, *, host: str, port: int | str, apart: bool, processes: int, reload: bool, **options: Any) -> None:
        """Start all processes and wait; start each again that dies.

        Raises CommandError when a port is in use, or a web process cannot start at all."""
        if processes != 1 and not apart:
            raise CommandError("One process carries pages and sockets together; several need --apart, and a proxy.")
        port = port_number(port)
        commands = {port: web_command(host, port) + (["--reload"] if reload else [])}
        if apart:
            commands = {port: pages_command(host, port, processes), port + 1: web_command(host, port + 1)}
        for each in commands:
            check_port_is_free(host, each)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda *_: sys.exit(0))
        if not settings.HTTPS:  # links in mail lead to where this machine serves
            os.environ.setdefault("ALONGSIDE_SITE_URL", f"http://{host}:{port}")
        web = {each: Child("web", partial(start, command)) for each, command in commands.items()}
        children = [*web.values(), *(Child(name, partial(start_helper, name)) for name in CHILDREN)]
        try:
            for each, child in web.items():
                wait_until_it_answers(host, each, child.process)
            self.stdout.write(self.style.SUCCESS(f"\n{where_to_open(f'http://{host}:{port}/')}"))
            if apart:
                self.stdout.write(f"The proxy sends /ws/ to http://{host}:{port + 1}, everything else to {port}.")
            self.stdout.write("Ctrl-C stops it.\n")
            self.stdout.flush()  # also where the output goes into a file or to systemd
            while True:
                for child in children:
                    if sentence := child.look_after():
                        self.stderr.write(f"{datetime.now().astimezone():{LOG_TIME}} {sentence}")
                time.sleep(LOOK_SECONDS)
        except (KeyboardInterrupt, SystemExit):
            self.stdout.write("\nStopping.")
        finally:
            stop([child.process for child in children])


def where_to_open(here: str) -> str:
    """Say at which address to open the community: `here`, or the proxy's; HTTPS needs a proxy."""
    name = settings.COMMUNITY_NAME
    if not settings.HTTPS:
        return f"{name} is ready: {here}"
    if settings.PROXY_COUNT:
        return f"{name} is ready: {settings.SITE_URL}/ (your proxy finds it at {here})"
    return (
        f"{name} runs at {here}, but nobody can open it before a proxy brings HTTPS (then set ALONGSIDE_PROXY_COUNT=1);"
        f" to look at it on this machine, write ALONGSIDE_HTTPS=0 into {ENV_FILE or 'the settings file'}."
    )


def port_number(typed: int | str) -> int:
    """Return a port as a number. Raises CommandError for anything else."""
    port = number_in(str(typed))
    if port is None or not 0 < port < 65536:
        raise CommandError(f"{typed} is not a port. Choose a number from 1024 to 65535, for example: PORT=8080.")
    return port


def check_port_is_free(host: str, port: int) -> None:
    """Raise CommandError when the port is in use."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refused:
            if refused.errno == errno.EADDRINUSE:
                why = taken_by(port)
            else:
                why = f"at {host} is not to be had on this machine ({refused.strerror}). Choose another one"
            raise CommandError(f"Port {port} {why}.") from refused


def taken_by(port: int) -> str:
    """Say which program holds a port, and what to do."""
    other = f"Choose another one, for example: PORT={port + 1}"
    pid = holder_of(port)
    if pid is None:
        return f"is taken by another program. {other}"
    if not is_ours(pid):
        return f"is taken by another program (process {pid}: {command_of(pid)}). {other}"
    while is_ours(parent_of(pid)):  # whoever would start it again
        pid = parent_of(pid)
    return f"is taken by a community that runs already (process {pid}: {command_of(pid)}). Stop it: kill {pid}. {other}"


def is_ours(pid: int) -> bool:
    """Return whether this process belongs to a running community."""
    return any(name in command_of(pid) for name in OURS)


def web_command(host: str, port: int) -> list[str]:
    """Build the command for uvicorn: sockets on its event loop, pages on threads; see config/web.py."""
    return [sys.executable, "-m", "config.web", "--host", host, "--port", str(port)]


def pages_command(host: str, port: int, processes: int) -> list[str]:
    """Build the command for granian, which serves pages only; see config/pages.py."""
    where = ["--host", host, "--port", str(port)]
    return [sys.executable, "-m", "config.pages", *where, "--processes", str(processes)]


def start_helper(name: str) -> subprocess.Popen[bytes]:
    """Start the worker, the scheduler or the sender."""
    return start([sys.executable, str(settings.BASE_DIR / "manage.py"), *CHILDREN[name]], stdout=subprocess.DEVNULL)


def wait_until_it_answers(host: str, port: int, web: subprocess.Popen[bytes]) -> None:
    """Wait until the web process accepts connections. Raises CommandError if it dies first."""
    while True:
        if web.poll() is not None:
            raise CommandError("The web process could not start; the lines above say why.")
        try:
            with socket.create_connection((host, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Terminate each child, and kill it after STOP_SECONDS."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
