"""Measure throughput and latency of a page with wrk."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from tests import services

SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
RUNS = int(os.environ.get("BENCH_RUNS", "2"))
SCRIPT = Path(__file__).with_name("wrk.lua")


class Wrong(Exception):
    """A page answered with an error, so that its measurement would be meaningless."""


@dataclass(frozen=True)
class Run:
    """The result of a run: requests per second, and the 50th and 99th percentile in milliseconds."""

    rate: float
    p50: float
    p99: float


def pull(address: str, *, connections: int, headers: Mapping[str, str], seconds: float = SECONDS) -> Run:
    """Request the page repeatedly. Raises Wrong for an error response, services.Missing without wrk."""
    wrk = services.find("wrk", package="wrk")
    _fetch(address, headers)  # waits until the server's queue of the previous run is empty
    fields = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = [wrk, "-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s", "-s", str(SCRIPT), *fields, address]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    figures = json.loads(output.strip().splitlines()[-1])
    if figures["refused"] or figures["failed"] or not figures["requests"]:
        raise Wrong(f"{address}: {figures}")
    return Run(figures["requests"] / figures["seconds"], figures["p50"], figures["p99"])


def size_of(address: str, headers: Mapping[str, str]) -> tuple[int, int]:
    """Return the size of the page in bytes, plain and compressed."""
    plain = _fetch(address, headers)
    return len(plain), len(_fetch(address, {**headers, "Accept-Encoding": "gzip"}))


def _fetch(address: str, headers: Mapping[str, str]) -> bytes:
    with urlopen(Request(address, headers=dict(headers)), timeout=60) as response:
        if response.status != 200 or response.url != address:
            raise Wrong(f"{address}: {response.status} {response.url}")
        body: bytes = response.read()
        return body
