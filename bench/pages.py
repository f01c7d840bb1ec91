"""`make bench`: throughput and latency of pages, the cost of a reply, and memory.

It uses the peers' data set, on SQLite and on PostgreSQL. Runs of each page alternate with runs of a constant page of
the same size from the same server: only the ratios can be compared between machines.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench import bars, load, posting, screening
from bench.bars import Bar
from bench.stage import ROOT, Stage, Web, bare, engines, stages, write
from tests import services

MANY, ONE = 16, 1  # connections
CACHED, GUEST, MEMBER = "guest, cached", "guest", "member"
ALL = (CACHED, GUEST, MEMBER)
WANTED: list[tuple[str, str]] = [
    *(("thread list", reader) for reader in ALL),
    *(("discussion, first", reader) for reader in ALL),
    ("discussion, middle", MEMBER),
    ("discussion, last", GUEST),
    ("discussion, last", MEMBER),
    *(("front page", reader) for reader in ALL),
    *(("education page", reader) for reader in ALL),
    *((f"search, {share}", reader) for share in ("20%", "5%", "0.1%") for reader in (GUEST, MEMBER)),
]
COMPRESSED = [("discussion, first", CACHED), ("discussion, first", MEMBER)]  # also compressed, as browsers request them


@dataclass
class Page:
    """A page for one kind of viewer: the medians of the runs, and the targets."""

    engine: str
    name: str
    reader: str
    gzip: bool
    bytes: int
    statements: int
    rate: float = 0
    constant: float = 0
    one_row: float = 0
    p50: float = 0
    p99: float = 0
    bars: list[Bar] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Return the rate as a fraction of the constant page's."""
        return self.rate / self.constant


@dataclass(frozen=True)
class Served:
    """A running community with the paths and cookies to request; `two` is the same with two processes."""

    stage: Stage
    readers: dict[str, Any]
    web: Web
    two: Web | None = None

    def path(self, name: str) -> str:
        """Return the path of a page."""
        path: str = self.readers["pages"][name]["path"]
        return path

    def headers(self, reader: str, *, gzip: bool = False) -> dict[str, str]:
        """Return the request headers for a kind of viewer."""
        cookie = {"Cookie": self.readers["cookies"][reader]} if reader in self.readers["cookies"] else {}
        return cookie | ({"Accept-Encoding": "gzip"} if gzip else {})


def measure(served: Served, name: str, reader: str, machine: Web, *, gzip: bool = False) -> Page:
    """Run the page, alternating with runs of the constant pages; return medians and targets."""
    path, headers, ceilings = served.path(name), served.headers(reader, gzip=gzip), served.web.address
    address = ceilings + path
    plain, packed = load.size_of(address, served.headers(reader))
    counted = served.readers["pages"][name][reader]
    page = Page(served.stage.engine, name, reader, gzip, packed if gzip else plain, counted)
    as_guest = served.headers(CACHED, gzip=gzip)
    rows: list[dict[str, float]] = []
    for warm in (f"{ceilings}/bench/constant/{plain}/", address):
        load.pull(warm, connections=MANY, headers=headers, seconds=1)
    for _ in range(load.RUNS):
        row = {
            "constant": load.pull(f"{ceilings}/bench/constant/{plain}/", connections=MANY, headers=as_guest).rate,
            "rate": load.pull(address, connections=MANY, headers=headers).rate,
        }
        alone = load.pull(address, connections=ONE, headers=headers)
        row |= {"p50": alone.p50, "p99": alone.p99}
        if reader == CACHED:
            one_row = f"{ceilings}/bench/one-row/{plain}/"
            row["one_row"] = load.pull(one_row, connections=MANY, headers=as_guest).rate
        row |= against_peers(served, name, reader, machine) if not gzip else {}
        rows.append(row)
    medians = {key: median(row[key] for row in rows) for key in rows[0]}
    for key in ("rate", "constant", "one_row", "p50", "p99"):
        setattr(page, key, medians.pop(key, 0))
    page.bars = list(bars_of(page, median([row["rate"] / row["constant"] for row in rows]), medians))
    return page


def against_peers(served: Served, name: str, reader: str, machine: Web) -> dict[str, float]:
    """Return the rate as a multiple of each peer's, scaled to this machine; peers ran two processes."""
    row = (name, GUEST if reader == CACHED else reader)
    if row not in bars.FLUXBB:
        return {}
    ours, headers = (served.two or served.web).address + served.path(name), served.headers(reader)
    load.pull(ours, connections=MANY, headers=headers, seconds=1)  # warm up both processes
    rate = load.pull(ours, connections=MANY, headers=headers).rate
    address = f"{machine.address}/bench/constant/{bars.BARE_BYTES}/"
    here = load.pull(address, connections=MANY, headers={}).rate / bars.BARE
    return {"FluxBB": rate / (bars.FLUXBB[row] * here), "NodeBB": rate / (bars.NODEBB[row] * here)}


def bars_of(page: Page, ratio: float, times: dict[str, float]) -> Iterator[Bar]:
    """Yield the targets for this page."""
    if page.reader == CACHED:
        yield Bar("of constant + one row", page.rate / page.one_row, least=bars.CACHED)
        if "FluxBB" in times:
            yield Bar("x FluxBB", times["FluxBB"], least=bars.CACHED_FLUXBB)
        return
    if page.name.startswith("discussion"):
        yield Bar("of constant", ratio, least=bars.RENDERED)
        yield Bar("p50 ms", page.p50, most=bars.P50_MS)
    if "FluxBB" in times:
        yield Bar("x FluxBB", times["FluxBB"], least=bars.RENDERED_FLUXBB)
        yield Bar("x NodeBB", times["NodeBB"], least=bars.RENDERED_NODEBB)
    if page.name.startswith("search"):
        yield Bar("p50 ms", page.p50, most=bars.SEARCH_MS[page.engine])
    most = bars.STATEMENTS.get((page.name.partition(",")[0], page.reader))
    if most:
        yield Bar("statements", page.statements, most=most)


def report(page: Page) -> None:
    """Print a line of the table with the page's targets."""
    reader = page.reader + (", gzip" if page.gzip else "")
    print(
        f"{page.engine:11}{page.name:20}{reader:20}{page.bytes / 1024:6.1f}{page.statements:6}{page.rate:9.0f}"
        f"{page.constant:9.0f}{page.ratio:7.3f}{page.p50:8.2f}{page.p99:8.2f}  "
        + "; ".join(str(bar) for bar in page.bars),
        flush=True,
    )


def measure_all(stage: Stage, machine: Web) -> tuple[list[Page], dict[str, float]]:
    """Measure every page of one community, and its web process's memory before and after."""
    readers = stage.ask("viewers")
    pages, memory = [], {}
    with ExitStack() as stack:
        web = stack.enter_context(stage.web())
        memory["idle"] = web.memory()
        # SQLite allows one process.
        two = stack.enter_context(stage.web(processes=2)) if stage.engine == "postgresql" else None
        served = Served(stage, readers, web, two)
        wanted = [(*one, False) for one in WANTED] + [(*one, True) for one in COMPRESSED]
        for name, reader, gzip in wanted:
            page = measure(served, name, reader, machine, gzip=gzip)
            report(page)
            pages.append(page)
        memory["after the load"] = web.memory()
        if two:
            memory["two processes, after some load"] = two.memory()
    return pages, memory


def load_data(communities: list[Stage]) -> None:
    """Load the peers' data set into all communities in parallel."""
    code = [sys.executable, "-m", "bench.inside", "peers"]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(subprocess.Popen(code, env=each.environment, cwd=ROOT)) for each in communities
        ]
        if any(process.wait() for process in processes):
            raise SystemExit("The data set could not be loaded; the lines above say why.")


def main() -> int:
    """Measure, print, and write pages.json, posting.json and screening.json into var/bench.

    Returns 1 when a program is missing."""
    try:
        services.find("wrk", package="wrk")
        services.find("redis-server", package="redis-server")  # between two processes
    except services.Missing as missing:
        print(missing, file=sys.stderr)
        return 1
    with stages(engines()) as communities, TemporaryDirectory() as folder:
        load_data(communities)
        heads = (f"{'':51}{'KB':>6}{'stmts':>6}{'req/s':>9}{'constant':>9}{'ratio':>7}{'p50 ms':>8}{'p99 ms':>8}",)
        print(*heads, sep="\n")
        pages: list[Page] = []
        memory: dict[str, dict[str, float]] = {}
        with bare(Path(folder), bars.BARE_PROCESSES) as machine:
            for stage in communities:
                measured, memory[stage.engine] = measure_all(stage, machine)
                pages += measured
        for engine, figures in memory.items():
            print(f"{engine:11}memory, MB: " + ", ".join(f"{name} {mb:.0f}" for name, mb in figures.items()))
        about = {"seconds": load.SECONDS, "runs": load.RUNS, "connections": MANY}
        rows = [asdict(page) | {"ratio": page.ratio} for page in pages]
        write("pages", {"how": about, "pages": rows, "memory_mb": memory})
        replies = {stage.engine: stage.ask("posting") for stage in communities}
        screened = {stage.engine: stage.ask("screening") for stage in communities}
    posting.report(replies)
    write("posting", replies)
    screening.report(screened)
    write("screening", screened)
    return 0


if __name__ == "__main__":
    sys.exit(main())
