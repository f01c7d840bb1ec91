"""A live site for the browser tests: in separate processes, on the same database as the test."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings

from community.core.management.commands import serve
from tests import services
from tests.proxy import proxy

# Journeys that must work with one process and with several; tests/live/test_separate_processes.py has the
# one that runs in every run.
BOTH_WAYS = pytest.mark.parametrize(
    "live_site",
    [pytest.param(None, id="together"), pytest.param(1, id="apart", marks=pytest.mark.long)],
    indirect=True,
)


@dataclass(frozen=True)
class Site:
    """The site's address, the folder with its mail (var/mail) and log (var/log), and its web process."""

    url: str
    var: Path
    pid: int

    @property
    def port(self) -> int:
        """Return the port on which the site listens."""
        return int(self.url.rpartition(":")[2])

    def log(self) -> str:
        """Return the log of the site: warnings and errors."""
        return (self.var / "log").read_text(errors="replace")

    def mails(self) -> list[str]:
        """Return every mail of the site as text, oldest first."""
        files = sorted((self.var / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        return [mail for file in files for mail in file.read_text().split("-" * 79 + "\n") if mail.strip()]


@contextmanager
def start_site(
    database: dict[str, object], *, processes: int | None = None, large_file: int = 0, **extra: str
) -> Iterator[Site]:
    """Start the site on this database (Django's settings of a connection), with more environment variables.

    It runs with tests/site_settings.py: what `make demo` runs, minus the slow password hashes and sign-in limits.
    With `processes` this many render pages, separate from the sockets, and a proxy is in front of both. `large_file`
    is the size in bytes of a static file named large.bin."""
    with tempfile.TemporaryDirectory(prefix="alongside-site-", ignore_cleanup_errors=True) as name:
        var = Path(name)
        environment = environment_of(database, var) | extra
        add_static_files(var, environment)
        if large_file:
            (var / "static" / "large.bin").write_bytes(bytes(large_file))
        with ExitStack() as stack:

            def started(command: Callable[..., list[str]], *more: int) -> tuple[int, int]:
                port = services.free_port()
                command_line = command("127.0.0.1", port, *more)
                up = partial(answers, port)
                process = stack.enter_context(
                    services.running(command_line, var, up, environment=environment, cwd=settings.BASE_DIR)
                )
                return port, process.pid

            port, pid = started(serve.web_command)
            if processes:
                port = stack.enter_context(proxy(sockets=port, pages=started(serve.pages_command, processes)[0]))
            yield Site(f"http://127.0.0.1:{port}", var, pid)


def environment_of(database: dict[str, object], var: Path) -> dict[str, str]:
    """Return the environment of a site on this database, with its data in a folder."""
    named = {key: str(value) for key, value in database.items() if key in ("NAME", "USER", "HOST", "PORT")}
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.site_settings",
        "ALONGSIDE_DEMO": "1",
        "ALONGSIDE_HTTPS": "0",
        "ALONGSIDE_VAR": str(var),
        "ALONGSIDE_SECRET_KEY": settings.SECRET_KEY,
        "ALONGSIDE_TEST_DATABASE": json.dumps(named),
        "ALONGSIDE_TEST_MEDIA": str(settings.MEDIA_ROOT),
    }


def add_static_files(var: Path, environment: dict[str, str]) -> None:
    """Give a site its static files; they are collected once in each test process, with the first environment."""
    collected = settings.VAR_DIR / f"static-{os.getpid()}"  # tests/plugin.py deletes it at the end
    if not collected.exists():
        collect = [sys.executable, str(settings.BASE_DIR / "manage.py"), "collectstatic", "--no-input", "-v", "0"]
        subprocess.run(collect, env=environment, check=True, cwd=settings.BASE_DIR)
        shutil.move(var / "static", collected)
    shutil.copytree(collected, var / "static")


def answers(port: int) -> bool:
    """Return whether a site responds there."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/guidelines/", timeout=10) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
