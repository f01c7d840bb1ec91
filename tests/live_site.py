"""A real site for the browser tests: uvicorn in a process of its own, on the same database as the test."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from tests import services


@dataclass(frozen=True)
class Site:
    """Where the site listens, and the folder in which it keeps its mail (var/mail) and its log (var/log)."""

    url: str
    var: Path

    def log(self) -> str:
        """What the site has written so far: warnings and errors."""
        return (self.var / "log").read_text(errors="replace")

    def mails(self) -> list[str]:
        """Every mail that the site has written, as text, oldest first."""
        files = sorted((self.var / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        return [mail for file in files for mail in file.read_text().split("-" * 79 + "\n") if mail.strip()]


@contextmanager
def start_site(database: dict[str, object], **extra: str) -> Iterator[Site]:
    """Start the site on this database (Django's settings of a connection), with more environment variables.

    It runs with tests/site_settings.py: what `make demo` runs, minus the slow password hashes and sign-in limits."""
    port = services.free_port()
    with tempfile.TemporaryDirectory(prefix="alongside-site-", ignore_cleanup_errors=True) as name:
        var = Path(name)
        named = {key: str(value) for key, value in database.items() if key in ("NAME", "USER", "HOST", "PORT")}
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.site_settings",
            "ALONGSIDE_DEMO": "1",
            "ALONGSIDE_HTTPS": "0",
            "ALONGSIDE_VAR": name,
            "ALONGSIDE_SECRET_KEY": settings.SECRET_KEY,
            "ALONGSIDE_TEST_DATABASE": json.dumps(named),
            "ALONGSIDE_TEST_MEDIA": str(settings.MEDIA_ROOT),
            **extra,
        }
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        collect = [*manage, "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(collect, env=environment, check=True, cwd=settings.BASE_DIR)
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", "127.0.0.1"]
        command += ["--port", str(port), "--log-level", "warning", "--timeout-graceful-shutdown", "2"]
        url = f"http://127.0.0.1:{port}"

        def answers() -> bool:
            try:
                with urlopen(f"{url}/guidelines/", timeout=10) as response:
                    return bool(response.status == 200)
            except (URLError, OSError):
                return False

        with services.running(command, var, answers, environment=environment, cwd=settings.BASE_DIR):
            yield Site(url, var)
