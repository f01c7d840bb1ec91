"""What `manage.py serve` tells the person who starts it."""

from community.core.management.commands.serve import where_to_open

HERE = "http://127.0.0.1:8000/"


def test_who_tries_it_on_her_machine_reads_its_address(settings):
    settings.HTTPS = False

    assert where_to_open(HERE).endswith(f"is ready: {HERE}")


def test_who_has_no_proxy_reads_that_https_is_missing_and_what_to_do(settings):
    settings.HTTPS, settings.PROXY_COUNT = True, 0

    assert "is ready" not in where_to_open(HERE)
    assert "a proxy brings HTTPS" in where_to_open(HERE)
    assert "ALONGSIDE_HTTPS=0" in where_to_open(HERE)


def test_who_has_a_proxy_reads_the_address_that_people_open(settings):
    settings.HTTPS, settings.PROXY_COUNT, settings.ALLOWED_HOSTS = True, 1, ["community.example.org"]

    assert "is ready: https://community.example.org/" in where_to_open(HERE)
