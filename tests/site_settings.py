"""The settings of the browser tests' site: the demo's, on the test's own database."""

import json
import os

from config.settings import *
from config.settings import DATABASES
from tests.sqlite_options import do_not_wait_for_the_disk

DATABASES["default"] |= json.loads(os.environ["ALONGSIDE_TEST_DATABASE"])
do_not_wait_for_the_disk(DATABASES["default"])
MEDIA_ROOT = os.environ["ALONGSIDE_TEST_MEDIA"]  # images that a test stores are on the site at once
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
ROOT_URLCONF = "tests.site_urls"
if "ALONGSIDE_TEST_LOSS" in os.environ:
    CHANNEL_LAYERS = {"default": {"BACKEND": "tests.lossy_layer.LossyLayer"}}
