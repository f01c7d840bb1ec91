"""Settings come from the environment, are all documented, and refuse unsafe values."""

import os
import re
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
A_KEY = "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz"
SHOW = "from config import settings; print(getattr(settings, {name!r}))"


def start(tmp_path: Path, code: str = "import config.settings", **environment: str) -> subprocess.CompletedProcess[str]:
    """Return the output of a process with this environment and no other settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DJANGO_"))}
    command = [sys.executable, "-c", code]
    environment = clean | {"ALONGSIDE_VAR": str(tmp_path)} | environment
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def value(tmp_path: Path, name: str, **environment: str) -> str:
    done = start(tmp_path, SHOW.format(name=name), **environment)
    assert not done.returncode, done.stderr
    return done.stdout.strip()


def test_production_does_not_start_without_its_secret(tmp_path: Path) -> None:
    done = start(tmp_path)

    assert done.returncode
    assert "ALONGSIDE_SECRET_KEY is not set." in done.stderr


def test_production_requires_https_unless_configured_otherwise(tmp_path: Path) -> None:
    assert value(tmp_path, "SESSION_COOKIE_SECURE", ALONGSIDE_SECRET_KEY=A_KEY) == "True"
    assert value(tmp_path, "SECURE_SSL_REDIRECT", ALONGSIDE_SECRET_KEY=A_KEY) == "True"
    assert value(tmp_path, "SESSION_COOKIE_SECURE", ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_HTTPS="0") == "False"


@pytest.mark.parametrize(("count", "believed"), [("0", "None"), ("1", "('HTTP_X_FORWARDED_PROTO', 'https')")])
def test_a_proxy_is_believed_only_when_one_is_named(tmp_path: Path, count: str, believed: str) -> None:
    found = value(tmp_path, "SECURE_PROXY_SSL_HEADER", ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_PROXY_COUNT=count)

    assert found == believed


def test_an_invalid_header_name_is_refused(tmp_path: Path) -> None:
    done = start(tmp_path, ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_CDN_KEYS="thread-12 site")

    assert done.returncode
    assert "Write the name of a header: Surrogate-Key or Cache-Tag." in done.stderr
    assert value(tmp_path, "CDN_KEYS", ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_CDN_KEYS="Cache-Tag") == "Cache-Tag"


def test_debug_pages_are_off_also_in_the_demo(tmp_path: Path) -> None:
    assert value(tmp_path, "DEBUG", ALONGSIDE_SECRET_KEY=A_KEY) == "False"
    assert value(tmp_path, "DEBUG", ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_DEMO="1") == "False"


def test_templates_are_read_at_each_request_while_developing(tmp_path: Path) -> None:
    code = "import django; django.setup(); from django.template import engines"
    code += "; print(*(type(each).__module__ for each in engines['django'].engine.template_loaders))"
    environment = {"ALONGSIDE_SECRET_KEY": A_KEY, "DJANGO_SETTINGS_MODULE": "config.settings"}

    assert "cached" in start(tmp_path, code, **environment).stdout
    developing = start(tmp_path, code, **environment, ALONGSIDE_DEBUG="1").stdout
    assert "community.core.template_loader" in developing
    assert "cached" not in developing


def test_no_part_of_a_page_is_stored_where_the_page_cache_is_off(tmp_path: Path) -> None:
    caches = value(tmp_path, "CACHES", ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_PAGE_CACHE="0")

    backends = {name: each["BACKEND"].rpartition(".")[2] for name, each in literal_eval(caches).items()}
    assert backends.pop("default") == "LocMemCache"
    assert backends == dict.fromkeys(["pages", "posts", "parts"], "DummyCache")


def test_settings_are_read_from_a_file_and_the_environment_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    file.write_text(f"# A comment\nALONGSIDE_SECRET_KEY={A_KEY}\nALONGSIDE_NAME=By the river\n")

    assert value(tmp_path, "SECRET_KEY", ALONGSIDE_ENV_FILE=str(file)) == A_KEY
    assert value(tmp_path, "COMMUNITY_NAME", ALONGSIDE_ENV_FILE=str(file)) == "By the river"
    assert value(tmp_path, "COMMUNITY_NAME", ALONGSIDE_ENV_FILE=str(file), ALONGSIDE_NAME="Uphill") == "Uphill"


def test_the_first_start_creates_a_secret_that_only_its_owner_reads_and_stores_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secrets.env"
    make = ["sh", str(ROOT / "bin" / "secrets"), str(file), str(ROOT / "bin" / "secrets.template")]

    subprocess.run(make, check=True)
    first = file.read_text()
    subprocess.run(make, check=True)

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() == first
    assert len(value(tmp_path, "SECRET_KEY", ALONGSIDE_ENV_FILE=str(file))) > 50


def test_every_setting_is_explained_in_the_table_and_the_table_names_no_other() -> None:
    read = set(re.findall(r'"(ALONGSIDE_[A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))
    explained = re.findall(r"^\| `(ALONGSIDE_[A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)

    assert sorted(explained) == sorted(read)


def test_what_a_new_file_of_settings_offers_is_a_setting() -> None:
    explained = (ROOT / "docs" / "settings.md").read_text()
    offered = re.findall(r"^# (ALONGSIDE_[A-Z_]+)=", (ROOT / "bin" / "secrets.template").read_text(), re.MULTILINE)

    assert offered
    assert all(f"`{name}`" in explained for name in offered)


MAIL = {"ALONGSIDE_SECRET_KEY": A_KEY, "ALONGSIDE_MAIL_PROVIDER": "postmark", "ALONGSIDE_MAIL_KEY": "a token"}


def test_mail_leaves_by_smtp_unless_a_provider_is_configured(tmp_path: Path) -> None:
    by_smtp = literal_eval(value(tmp_path, "MAILERS", ALONGSIDE_SECRET_KEY=A_KEY))
    by_provider = literal_eval(value(tmp_path, "MAILERS", **MAIL))

    assert by_smtp["at_once"]["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert by_provider["at_once"] == {"BACKEND": "anymail.backends.postmark.EmailBackend"}
    assert by_smtp["default"] == by_provider["default"] == {"BACKEND": "community.core.mail.OutboxEmailBackend"}


@pytest.mark.parametrize(
    ("domain", "more", "sentence"),
    [
        ("reply.example.org", {}, "ALONGSIDE_REPLY_DOMAIN needs ALONGSIDE_MAIL_PROVIDER"),
        ("team@example.org", {"ALONGSIDE_MAIL_WEBHOOK_SECRET": "name:a-long-password"}, "Write a name like reply."),
    ],
)
def test_replies_by_email_need_a_domain_and_somebody_who_brings_them(
    tmp_path: Path, domain: str, more: dict, sentence: str
) -> None:
    done = start(tmp_path, **(MAIL | more if more else {"ALONGSIDE_SECRET_KEY": A_KEY}), ALONGSIDE_REPLY_DOMAIN=domain)

    assert done.returncode
    assert sentence in done.stderr


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ALONGSIDE_SITE_URL": "https://community.example.org:8443/"}, "https://community.example.org:8443"),
        ({"ALONGSIDE_HOSTS": "community.example.org,other.example.net"}, "https://community.example.org"),
        ({"ALONGSIDE_HTTPS": "0"}, "http://127.0.0.1:8000"),
    ],
    ids=str,
)
def test_links_in_mail_begin_with_one_address_without_a_slash(tmp_path: Path, given: dict, expected: str) -> None:
    assert value(tmp_path, "SITE_URL", ALONGSIDE_SECRET_KEY=A_KEY, **given) == expected


def test_a_provider_needs_its_key(tmp_path: Path) -> None:
    done = start(tmp_path, ALONGSIDE_SECRET_KEY=A_KEY, ALONGSIDE_MAIL_PROVIDER="mailgun")

    assert done.returncode
    assert "ALONGSIDE_MAIL_KEY is not set. mailgun shows it to whoever has the account." in done.stderr


@pytest.mark.parametrize("secret", ["name:short", "no-colon-in-this-long-secret"])
def test_a_provider_may_not_report_with_a_secret_that_is_easy_to_guess(tmp_path: Path, secret: str) -> None:
    done = start(tmp_path, **MAIL, ALONGSIDE_MAIL_WEBHOOK_SECRET=secret)

    assert done.returncode
    assert "ALONGSIDE_MAIL_WEBHOOK_SECRET is too short, or has no colon." in done.stderr


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "[]"),
        ({"ALONGSIDE_MAIL_WEBHOOK_SECRET": "name:a-long-password"}, "['postmark/tracking/']"),
        (
            {"ALONGSIDE_MAIL_WEBHOOK_SECRET": "name:a-long-password", "ALONGSIDE_REPLY_DOMAIN": "reply.example.org"},
            "['postmark/tracking/', 'postmark/inbound/']",
        ),
    ],
)
def test_reports_of_bounces_have_an_address_once_they_can_be_verified(
    tmp_path: Path, more: dict, expected: str
) -> None:
    code = "import django; django.setup(); from config.urls import urlpatterns"
    code += "; print([str(line.pattern) for each in urlpatterns if str(each.pattern) == 'anymail/'"
    code += " for line in each.url_patterns])"
    done = start(tmp_path, code, **MAIL, **more, DJANGO_SETTINGS_MODULE="config.settings")

    assert done.stdout.strip() == expected, done.stderr


WRONG = [
    ("ALONGSIDE_WEB_THREADS", "eight", "Write a whole number, 1 or more."),
    ("ALONGSIDE_WEB_THREADS", "0", "Write a whole number, 1 or more."),
    ("ALONGSIDE_PROXY_COUNT", "-1", "Write a whole number, 0 or more."),
    ("ALONGSIDE_SMTP_PORT", "587/tls", "Write a whole number"),
    ("ALONGSIDE_MAIL_PROVIDER", "pigeon", "Write one of brevo, mailgun, postmark."),
    ("ALONGSIDE_PUSH_KEY", "-----BEGIN EC PRIVATE KEY-----", "Copy the line in push-key of the data folder."),
    ("ALONGSIDE_POSTS_PER_PAGE", "9" * 30, "Write a whole number, 1 or more."),
    ("ALONGSIDE_CLIENT_SECONDS", "0.5", "Write a whole number, 1 or more."),
    ("ALONGSIDE_HTTPS", "of", "Write 1 for yes, or 0 for no."),
    ("ALONGSIDE_DEMO", "2", "Write 1 for yes, or 0 for no."),
    ("ALONGSIDE_LANGUAGE", "fr", "Write one of en, en-gb, es."),
    ("ALONGSIDE_TIME_ZONE", "Mars/X", "such as Europe/Madrid."),
    ("ALONGSIDE_TIME_ZONE", "Europe", "such as Europe/Madrid."),
    ("ALONGSIDE_TIME_ZONE", "../etc/passwd", "such as Europe/Madrid."),
    ("ALONGSIDE_LOG_LEVEL", "LOUD", "Write one of DEBUG, INFO, WARNING, ERROR."),
    ("ALONGSIDE_DATABASE_URL", "mysql://root@localhost/x", "Write one like postgres://"),
    ("ALONGSIDE_DATABASE_URL", "localhost:5432", "Write one like postgres://"),
    ("ALONGSIDE_DATABASE_URL", "postgres://localhost:port/x", "Write one like postgres://"),
    ("ALONGSIDE_DATABASE_URL", "postgres://localhost", "Write one like postgres://"),
]
MAIN = "import sys; sys.argv[1:] = {arguments!r}; import runpy; runpy.run_module({module!r}, run_name='__main__')"


@pytest.mark.parametrize("module", [("manage", ["migrate"]), ("config.web", []), ("config.pages", [])])
def test_whatever_is_started_says_in_a_sentence_what_is_wrong(tmp_path: Path, module: tuple[str, list[str]]) -> None:
    name, wrong, sentence = WRONG[0]
    code = MAIN.format(module=module[0], arguments=module[1])
    done = start(tmp_path, code, ALONGSIDE_SECRET_KEY=A_KEY, **{name: wrong})

    assert done.returncode
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_refused_with_what_to_write(tmp_path: Path) -> None:
    code = f"""
import importlib, os
from django.core.exceptions import ImproperlyConfigured
import config.settings
for name, wrong in {[each[:2] for each in WRONG]!r}:
    os.environ[name] = wrong
    try:
        importlib.reload(config.settings)
        print(name, "is taken")
    except ImproperlyConfigured as refused:
        print(refused)
    del os.environ[name]
"""
    lines = start(tmp_path, code, ALONGSIDE_SECRET_KEY=A_KEY).stdout.splitlines()

    assert len(lines) == len(WRONG)
    for line, (name, _, sentence) in zip(lines, WRONG, strict=True):
        assert line.startswith(f"{name} is ")
        assert sentence in line


def test_a_database_that_cannot_be_used_is_answered_with_a_sentence(tmp_path: Path) -> None:
    code = MAIN.format(module="manage", arguments=["migrate"])
    folder = tmp_path / "none" / "there"
    for environment in (
        {"ALONGSIDE_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        {"ALONGSIDE_VAR": str(folder)},
    ):
        done = start(tmp_path, code, **({"ALONGSIDE_SECRET_KEY": A_KEY} | environment))

        assert done.returncode
        assert "The database could not be used: " in done.stderr
        assert "Traceback" not in done.stderr


def test_a_line_of_the_log_has_its_time_with_the_zone(tmp_path: Path) -> None:
    code = "import django; django.setup(); import logging; logging.getLogger('x').warning('Look here')"
    environment = {"ALONGSIDE_SECRET_KEY": A_KEY, "DJANGO_SETTINGS_MODULE": "config.settings"}

    line = start(tmp_path, code, **environment, ALONGSIDE_TIME_ZONE="Asia/Kolkata").stderr

    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+0530 WARNING x Look here\n", line)
