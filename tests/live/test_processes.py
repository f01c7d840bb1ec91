"""`manage.py serve` starts again what dies, and leaves nothing behind when it dies itself."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection

from community.core.management.commands import serve
from community.core.management.processes import Child, command_of, how_it_ended
from tests import services
from tests.live_site import add_static_files, answers, environment_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
PATIENCE = 60  # seconds; reached only on failure
Served = tuple[subprocess.Popen[bytes], int, Path]


def until(holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Wait until something is true, and return it."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def descendants(pid: int) -> dict[int, str]:
    """Map the processes below this one to their commands."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    pids = [int(child) for child in children.read_text().split()] if children.exists() else []
    return {
        each: command for child in pids for each, command in {child: command_of(child), **descendants(child)}.items()
    }


def child_named(pid: int, part: str) -> int:
    """Return the first process below this one whose command has this part; 0 if there is none."""
    return next((each for each, command in descendants(pid).items() if part in command), 0)


@pytest.fixture
def served(request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path) -> Iterator[Served]:
    """Run `manage.py serve` on a free port, with more arguments as the parameter."""
    port, environment = services.free_port(), environment_of(dict(connection.settings_dict), tmp_path)
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    more = list(getattr(request, "param", ()))
    command = [*manage, "serve", "--port", str(port), *more]
    add_static_files(tmp_path, environment)
    up = partial(answers, port)
    with services.running(command, tmp_path, up, environment=environment, cwd=settings.BASE_DIR) as process:
        # Before that, a process that dies is one that could not start, and `serve` ends.
        until(lambda: "Ctrl-C stops it." in (tmp_path / "log").read_text())
        yield process, port, tmp_path


def test_a_process_that_is_killed_is_started_again(served: Served) -> None:
    process, port, folder = served
    for name in ("config.web", "db_worker", "crontask", "deliver"):
        killed = until(lambda name=name: child_named(process.pid, name))
        os.kill(killed, signal.SIGKILL)
        until(lambda name=name, killed=killed: child_named(process.pid, name) not in (0, killed), 2)
    until(lambda: answers(port))
    assert process.poll() is None
    log = (folder / "log").read_text()
    assert re.search(
        r"The web process ended by itself \(signal SIGKILL\)\. It is started again (now|in 1 second)\.", log
    )
    assert "Traceback" not in log


@pytest.mark.parametrize(
    "served", [(), pytest.param(("--apart", "--processes", "1"), marks=pytest.mark.long)], indirect=True
)
def test_no_process_is_left_when_serve_is_killed(served: Served) -> None:
    process, port, _ = served
    below = until(lambda: child_named(process.pid, "crontask")) and descendants(process.pid)
    assert len(below) >= 4

    process.kill()
    process.wait()

    until(lambda: not any(command_of(pid) == command for pid, command in below.items()), 15)
    serve.check_port_is_free("127.0.0.1", port)


@pytest.mark.long
@pytest.mark.parametrize("served", [("--apart", "--processes", "1")], indirect=True)
def test_the_pages_start_again_when_their_master_or_one_of_them_is_killed(served: Served) -> None:
    process, port, _ = served

    def master() -> int:
        return child_named(process.pid, "config.pages")

    def page() -> int:
        return child_named(master(), "config.pages")

    for part in (master, page):
        below = descendants(killed := until(part))
        os.kill(killed, signal.SIGKILL)
        until(lambda below=below, killed=killed: not any(command_of(pid) for pid in [killed, *below]), 5)
        until(lambda: answers(port))
    started = page()
    assert [answers(port) for _ in range(20)] == [True] * 20
    assert page() == started  # it did not end with the thread that started it


@pytest.mark.long
def test_a_second_start_says_how_to_stop_the_first_and_that_writes_nothing_that_frightens(served: Served) -> None:
    process, port, folder = served
    until(lambda: child_named(process.pid, "crontask"))
    with pytest.raises(CommandError, match=rf"Port {port} is taken by a community.*Stop it: kill {process.pid}\."):
        serve.check_port_is_free("127.0.0.1", port)

    process.terminate()

    assert process.wait(PATIENCE) == 0
    assert (folder / "log").read_text().splitlines()[-1] == "Stopping."


def test_another_program_on_the_port_is_named() -> None:
    code = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); s.accept()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        port = int(other.stdout.readline())
        try:
            with pytest.raises(CommandError, match=rf"another program \(process {other.pid}: .*PORT={port + 1}"):
                serve.check_port_is_free("127.0.0.1", port)
        finally:
            other.kill()


def test_a_process_that_dies_at_once_is_started_again_later_and_later(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("community.core.management.processes.time.monotonic", lambda: now[0])
    starts: list[float] = []

    def begin() -> subprocess.Popen[bytes]:
        starts.append(now[0])
        process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
        process.wait()
        return process

    child = Child("web", begin)
    sentences = []
    while now[0] < 120:
        sentences.append(child.look_after())
        now[0] += 0.25

    pauses = [round(later - earlier) for earlier, later in pairwise(starts)]
    assert pauses[:6] == [1, 2, 4, 8, 16, 30]
    assert sentences[0] == "The web process ended by itself (exit code 3). It is started again in 1 second."
    assert how_it_ended(-99) == "signal 99"
