"""What a process that serves pages loads at its start: nothing that only other processes, or a mail provider, need."""

from pathlib import Path

import pytest

from tests.test_settings import A_KEY, MAIL, start

SENDS_PUSH = ("pywebpush", "py_vapid", "http_ece", "requests", "urllib3", "aiohttp")
# Whatever a page needs is imported once the addresses are; the key for push messages is on the preferences page.
SERVE = """
import sys
import config.asgi
from django.urls import get_resolver
from community.notifications import push_keys
assert len(get_resolver().url_patterns) > 10 and len(push_keys.public_key()) == 87
print(*sys.modules)
"""
SECRET = {"ALONGSIDE_MAIL_WEBHOOK_SECRET": "name:a-long-password-of-ours"}


def loaded(tmp_path: Path, code: str, **environment: str) -> set[str]:
    """Return the names of the modules that a process has loaded."""
    done = start(tmp_path, code, **environment)
    assert not done.returncode, done.stderr
    return set(done.stdout.split())


def test_a_process_that_serves_pages_loads_neither_anymail_nor_what_sends_push_messages(tmp_path: Path) -> None:
    modules = loaded(tmp_path, SERVE, ALONGSIDE_SECRET_KEY=A_KEY)

    assert "community.notifications.push_views" in modules
    assert modules.isdisjoint({"anymail", *SENDS_PUSH})


@pytest.mark.parametrize("module", ["community.notifications.mail_webhooks", "community.forum.mailed_replies"])
def test_with_a_mail_provider_its_reports_and_replies_are_received(tmp_path: Path, module: str) -> None:
    assert {module, "anymail"} <= loaded(tmp_path, SERVE, **MAIL, **SECRET)


def test_the_sender_loads_them_once_there_is_something_to_send(tmp_path: Path) -> None:
    code = "import sys, django; django.setup(); import community.notifications.sender; print(*sys.modules)"

    modules = loaded(tmp_path, code, ALONGSIDE_SECRET_KEY=A_KEY, DJANGO_SETTINGS_MODULE="config.settings")

    assert "community.notifications.push" in modules
    assert modules.isdisjoint({"anymail", *SENDS_PUSH})
