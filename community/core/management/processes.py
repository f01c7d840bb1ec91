"""Child processes that end with their parent, are started again when they die, and name who holds a port."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LISTENING = "0A"  # the state TCP_LISTEN in /proc/net/tcp
STEADY_SECONDS = 10
LONGEST_PAUSE = 30


def end_with_parent(parent: int, how: signal.Signals = signal.SIGTERM) -> None:
    """Have the kernel end this process when its parent dies, however that happens. Does nothing outside Linux.

    `parent` is the parent's process id: if it has died already, this process ends at once."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:
        os.kill(os.getpid(), how)


def start(command: list[str], stdout: int | None = None) -> subprocess.Popen[bytes]:
    """Start a child in its own process group, so that Ctrl-C reaches this process only, which ends each child once.

    The child ends when this process dies, so that it holds no port and does no work that nobody looks after. This
    process must have one thread only, as `preexec_fn` asks."""
    parent = os.getpid()
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        process_group=0,
        preexec_fn=lambda: end_with_parent(parent),
    )


class Child:
    """A process that is started again when it dies: at once, and later if it dies again and again."""

    def __init__(self, name: str, begin: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.name, self._begin = name, begin
        self._pause = 0.0
        self._begin_now()

    def _begin_now(self) -> None:
        self.process = self._begin()
        self._began = time.monotonic()
        self._begin_at: float | None = None

    def look_after(self) -> str:
        """Start the process again if it has died; return a sentence about that, or ""."""
        now = time.monotonic()
        if self._begin_at is not None:
            if now >= self._begin_at:
                self._begin_now()
            return ""
        code = self.process.poll()
        if code is None:
            return ""
        steady = now - self._began > STEADY_SECONDS
        self._pause = 0.0 if steady else min(max(2 * self._pause, 1.0), LONGEST_PAUSE)
        self._begin_at = now + self._pause
        when = {0: "now", 1: "in 1 second"}.get(round(self._pause), f"in {self._pause:.0f} seconds")
        return f"The {self.name} process ended by itself ({how_it_ended(code)}). It is started again {when}."


def how_it_ended(code: int) -> str:
    """Say in words how a process ended: by a signal, or with an exit code."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def holder_of(port: int) -> int | None:
    """Return the id of the process that listens on a port; None where the system does not say."""
    inodes = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for folder in Path("/proc").glob("[0-9]*") if inodes else []:
        try:
            if any(os.readlink(file) in inodes for file in (folder / "fd").iterdir()):
                return int(folder.name)
        except OSError:  # it has ended meanwhile, or belongs to somebody else
            continue
    return None


def command_of(pid: int) -> str:
    """Return the command line of a process; "" where the system does not say."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


def parent_of(pid: int) -> int:
    """Return the id of a process's parent. Raises OSError where the system does not say."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _listening_inodes(port: int) -> list[str]:
    found = []
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        try:
            rows = table.read_text().splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            local, state, inode = (row.split()[column] for column in (1, 3, 9))
            if state == LISTENING and int(local.rpartition(":")[2], 16) == port:
                found.append(inode)
    return found
