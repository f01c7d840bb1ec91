"""Set up temporary communities to measure, each with its own database and folder, served as by manage.py serve."""

import json
import os
import platform
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

from tests import services

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "var/bench"
MANAGE = [sys.executable, str(ROOT / "manage.py")]


@dataclass(frozen=True)
class Web:
    """A running web process."""

    address: str
    pid: int

    def memory(self) -> float:
        """Return the megabytes of the process and its children, with shared memory counted once (PSS)."""
        return sum(_pss(pid) for pid in [self.pid, *_children(self.pid)])


@dataclass(frozen=True)
class Stage:
    """A community: its database engine, folder and environment."""

    engine: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> None:
        """Run a manage.py command. Raises CalledProcessError; its output goes to stderr."""
        subprocess.run([*MANAGE, *arguments], env=self.environment, cwd=ROOT, check=True, stdout=sys.stderr)

    def ask(self, module: str, *arguments: str) -> Any:
        """Run a module of bench inside the community, and return its result. Raises CalledProcessError."""
        command = [sys.executable, "-m", "bench.inside", module, *arguments]
        output = subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(output.stdout)

    @contextmanager
    def web(self, *, processes: int = 1, **extra: str) -> Iterator[Web]:
        """Serve the community, with extra environment variables, until the block ends.

        One process is started as by `manage.py serve`; more as with --apart, for pages only, with a Redis.
        Raises services.Missing."""
        with ExitStack() as stack:
            if processes > 1:
                extra = {"ALONGSIDE_REDIS_URL": stack.enter_context(services.redis())} | extra
            port, environment = services.free_port(), self.environment | extra
            command = _serve_command(port, environment, processes)
            log = TemporaryDirectory(prefix="alongside-web-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(log))
            yield stack.enter_context(_running(command, folder, port, environment))


@contextmanager
def stages(engines: Sequence[str], copies: int = 1) -> Iterator[list[Stage]]:
    """Create migrated, empty communities, `copies` per engine ("sqlite", "postgresql"). Raises services.Missing."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the child processes are stopped
    with ExitStack() as stack:
        servers = {engine: stack.enter_context(services.postgres()) for engine in engines if engine == "postgresql"}
        communities = []
        for engine in engines:
            for copy in range(copies):
                name = TemporaryDirectory(prefix="alongside-bench-", ignore_cleanup_errors=True)
                folder = Path(stack.enter_context(name))
                database = {"ALONGSIDE_DATABASE_URL": _database(servers[engine], copy)} if engine in servers else {}
                stage = Stage(engine, folder, _environment(folder) | database)
                stage.manage("migrate", "--verbosity", "0")
                stage.manage("collectstatic", "--no-input", "--verbosity", "0")
                communities.append(stage)
        yield communities


@contextmanager
def bare(folder: Path, processes: int) -> Iterator[Web]:
    """Serve bench/bare.py, without Django, with which bars.BARE was measured."""
    port = services.free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.bare:application", "--port", str(port), *_quiet(processes)]
    with _running(command, folder, port, dict(os.environ)) as web:
        yield web


def engines() -> list[str]:
    """Return the engines of BENCH_ENGINES, both by default, without PostgreSQL where it is not installed."""
    wanted = os.environ.get("BENCH_ENGINES", "sqlite postgresql").split()
    try:
        services.find("postgres", package="postgresql")
    except services.Missing as missing:
        print(missing, file=sys.stderr)
        wanted = [engine for engine in wanted if engine != "postgresql"]
    return wanted


def write(name: str, figures: dict[str, Any]) -> None:
    """Write the figures to var/bench/NAME.json, with a description of the machine."""
    BENCH.mkdir(parents=True, exist_ok=True)
    about = {"machine": platform.processor() or platform.machine(), "cpus": os.cpu_count(), "load": os.getloadavg()}
    path = BENCH / f"{name}.json"
    path.write_text(json.dumps({"about": about | {"python": platform.python_version()}, **figures}, indent=2) + "\n")
    print(f"\nWritten to {path.relative_to(ROOT)}")


def _environment(folder: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "ALONGSIDE_VAR": str(folder),
        "ALONGSIDE_HTTPS": "0",
        "ALONGSIDE_POSTS_PER_MINUTE": "999999999",
        "ALONGSIDE_POSTS_PER_HOUR": "999999999",
        "ALONGSIDE_DISCUSSIONS_PER_DAY": "999999999",
        "ALONGSIDE_CHANGES_PER_MINUTE": "999999999",
        "ALONGSIDE_NEW_MEMBER_POSTS": "0",  # who posts here is new, and stands for members who are not
        "ALONGSIDE_SECRET_KEY": secrets.token_urlsafe(64),
        # One address and few members stand for thousands of visitors here.
        "ALONGSIDE_CONNECTIONS_PER_ADDRESS": "20000",
        "ALONGSIDE_SOCKETS_PER_MEMBER": "20000",
    }


def _database(server: str, copy: int) -> str:
    name = f"bench{copy}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def _serve_command(port: int, environment: dict[str, str], processes: int) -> list[str]:
    """Return the command that `manage.py serve` starts for pages, from its module, which needs settings."""
    call = f"web_command('127.0.0.1', {port})"
    if processes > 1:
        call = f"pages_command('127.0.0.1', {port}, {processes})"
    code = f"from community.core.management.commands.serve import *; import json; print(json.dumps({call}))"
    output = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    command: list[str] = json.loads(output.stdout)
    return command


@contextmanager
def _running(command: list[str], folder: Path, port: int, environment: dict[str, str]) -> Iterator[Web]:
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urlopen(f"{address}/bench/constant/1000/", timeout=10) as response:
                return bool(response.status == 200)
        except (URLError, OSError):
            return False

    with services.running(command, folder, answers, environment=environment, cwd=ROOT) as process:
        yield Web(address, process.pid)


def _quiet(processes: int) -> list[str]:
    return ["--host", "127.0.0.1", "--log-level", "warning", "--no-access-log", "--workers", str(processes)]


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
