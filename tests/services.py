"""Servers that the tests start: each in a temporary folder, on a free port, stopped by its process id.

`python -m tests.services COMMAND...` runs a command with ALONGSIDE_DATABASE_URL pointing at a fresh PostgreSQL.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_SECONDS = 90  # a busy machine
STOP_SECONDS = 15
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
HOW_TO_GET = "On Debian or Ubuntu: apt-get install {package}. `make test` does it by itself when it runs as root."
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class Missing(Exception):
    """A program that these tests need is not on this machine; the text says how to get it."""


class Unstarted(Exception):
    """A server did not come up; the text holds its log."""


def find(*names: str, package: str) -> str:
    """Return the path of the first of these programs that is installed; PostgreSQL's may be in Debian's folder.

    Raises Missing with a sentence that says how to get it."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, folders)])
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise Missing(f"{names[0]} is not installed. {HOW_TO_GET.format(package=package)}")


def chromium() -> str:
    """The path of Chromium. Raises Missing."""
    return find(*CHROMIUM_NAMES, package="chromium")


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """Run PostgreSQL, without waiting for the disk, and yield the address of an empty database.

    Raises Missing or Unstarted."""
    server, initdb = find("postgres", package="postgresql"), find("initdb", package="postgresql")
    port = free_port()
    address = f"postgres://alongside@127.0.0.1:{port}"
    # PostgreSQL refuses to run as root; the packages bring a user of that name.
    user = "postgres" if os.getuid() == 0 else None
    with _folder("alongside-postgres-", user) as folder:
        data = folder / "data"
        first = [initdb, "-D", str(data), "-U", "alongside", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        _run(first, folder, user)
        options = {
            "listen_addresses": "127.0.0.1",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [server, "-D", str(data), "-p", str(port), "-k", str(folder), *settings]

        def answers() -> bool:
            try:
                with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
                    connection.execute("CREATE DATABASE alongside")
            except psycopg.OperationalError:
                return False
            return True

        # SIGINT: PostgreSQL's "fast" stop, which does not wait for clients.
        with running(command, folder, answers, user=user, stop=signal.SIGINT):
            yield f"{address}/alongside"


@contextmanager
def redis() -> Iterator[str]:
    """Run Redis, in memory only, and yield its address. Raises Missing or Unstarted."""
    server, port = find("redis-server", package="redis-server"), free_port()
    with _folder("alongside-redis-") as folder:
        command = [server, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]

        def answers() -> bool:
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                    connection.sendall(b"PING\r\n")
                    return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

        with running(command, folder, answers):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def running(
    command: list[str],
    folder: Path,
    answers: Callable[[], bool],
    *,
    user: str | None = None,
    environment: dict[str, str] | None = None,
    cwd: Path | None = None,
    stop: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; its log is folder/log. Raises Unstarted when it does not respond."""
    log = folder / "log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=cwd or folder,
            env=environment,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            process_group=0,  # Ctrl-C in the terminal reaches pytest, which then stops this server in order
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers():
            if process.poll() is not None or time.monotonic() > deadline:
                raise Unstarted(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.05)
        yield process
    finally:
        _stop(process, stop)


def _stop(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _run(command: list[str], folder: Path, user: str | None) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        user=user,
        group=user,
        extra_groups=[] if user else None,
    )
    if done.returncode:
        raise Unstarted(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")


@contextmanager
def _folder(prefix: str, user: str | None = None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        if user:
            shutil.chown(name, user, user)
        yield Path(name)


def main(command: list[str]) -> int:
    """Run the command on a fresh PostgreSQL and return its exit code; skip it with a sentence outside CI."""
    try:
        with postgres() as url:
            return subprocess.run(command, env=os.environ | {"ALONGSIDE_DATABASE_URL": url}).returncode
    except Missing as missing:
        print(f"Not tested on PostgreSQL: {missing}", file=sys.stderr)
        return 1 if IN_CI else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
