"""Run a demo on a free port with a database in a temporary folder."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from django.core.management import call_command

from tests import services

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def demo() -> Iterator[str]:
    """Load the example community, serve it and yield its address; models can be used inside.

    Raises services.Unstarted when it does not start."""
    with tempfile.TemporaryDirectory(prefix="alongside-demo-", ignore_cleanup_errors=True) as name:
        for key in ("ALONGSIDE_DATABASE_URL", "ALONGSIDE_REDIS_URL", "ALONGSIDE_ENV_FILE", "ALONGSIDE_HTTPS"):
            os.environ.pop(key, None)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright runs an event loop in this thread
            "ALONGSIDE_DEMO": "1",
            "ALONGSIDE_CONNECTIONS_PER_ADDRESS": "999999999",
            "ALONGSIDE_VAR": name,
            "ALONGSIDE_SECRET_KEY": secrets.token_urlsafe(64),
        }
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_example", stdout=sys.stderr)
        with serving("config.asgi:application", Path(name), "/guidelines/") as address:
            yield address


@contextmanager
def serving(app: str, folder: Path, ready: str) -> Iterator[str]:
    """Run an ASGI app in its own process until the block ends; `ready` is a path that answers once it has started."""
    port = services.free_port()
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urlopen(address + ready, timeout=10) as response:
                return bool(response.status == 200)
        except (URLError, OSError):
            return False

    command = [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--log-level", "warning", "--timeout-graceful-shutdown", "2"]
    with services.running(command, folder, answers, environment=dict(os.environ), cwd=ROOT):
        yield address
