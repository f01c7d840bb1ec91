"""The messages of `manage.py serve`."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from community.core.management.commands.serve import CHILDREN, pages_command, web_command, where_to_open

HERE = "http://127.0.0.1:8000/"


def test_an_administrator_who_tries_it_locally_reads_its_address(settings):
    settings.HTTPS = False

    assert where_to_open(HERE).endswith(f"is ready: {HERE}")


def test_who_has_no_proxy_reads_that_https_is_missing_and_what_to_do(settings):
    settings.HTTPS, settings.PROXY_COUNT = True, 0

    assert "is ready" not in where_to_open(HERE)
    assert "a proxy brings HTTPS" in where_to_open(HERE)
    assert "ALONGSIDE_HTTPS=0" in where_to_open(HERE)


def test_who_has_a_proxy_reads_the_address_that_people_open(settings):
    settings.HTTPS, settings.PROXY_COUNT, settings.SITE_URL = True, 1, "https://community.example.org"

    assert "is ready: https://community.example.org/" in where_to_open(HERE)


def test_the_units_that_are_written_down_run_what_serve_starts():
    written = (settings.BASE_DIR / "docs/running.md").read_text()
    started = [pages_command("127.0.0.1", 8000, 2)[1:], web_command("127.0.0.1", 8001)[1:]]
    started += [["manage.py", *arguments] for arguments in CHILDREN.values()]

    for command in started:
        assert f"`{' '.join(command)}`" in written


def test_several_processes_are_refused_without_a_proxy_that_distinguishes_clients():
    with pytest.raises(CommandError, match="several need --apart"):
        call_command("serve", processes=2)


@pytest.mark.parametrize("port", ["abc", "99999", "0", "-1", "80.5", "", "1e3"])
def test_what_is_not_a_port_is_answered_with_a_sentence(port):
    with pytest.raises(CommandError, match=f"^{port} is not a port. Choose a number"):
        call_command("serve", f"--port={port}")
