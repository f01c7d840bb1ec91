"""The settings of the tests: production's, with the secrets and the speed that tests need."""

import os
from pathlib import Path

os.environ.setdefault("ALONGSIDE_SECRET_KEY", "only-for-the-tests-0123456789abcdefghijklmnopqrstuvwxyz")
os.environ.setdefault("ALONGSIDE_VAR", str(Path(__file__).resolve().parent.parent / "var" / "tests"))
os.environ.setdefault("ALONGSIDE_HTTPS", "0")
os.environ.setdefault("ALONGSIDE_NEW_MEMBER_POSTS", "0")  # nobody is new: the tests' members post from the start

from config.settings import *
from config.settings import DATABASES, VAR_DIR
from tests.sqlite_options import do_not_wait_for_the_disk

STATIC_ROOT = VAR_DIR / "no-static"  # empty: WhiteNoise reads each file of it for every test client
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / f"media-{os.getpid()}"  # tests/plugin.py empties it at the end
ACCOUNT_RATE_LIMITS = False
if DATABASES["default"]["ENGINE"] == "community.core.sqlite":
    # A file, not shared memory: the locks of shared memory differ from those in production.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / f"test-{os.getpid()}.sqlite3")}
    do_not_wait_for_the_disk(DATABASES["default"])
