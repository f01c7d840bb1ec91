"""The community as `make serve` runs it, and beside its pages constant ones, which go the same way."""

from config.settings import *

ROOT_URLCONF = "bench.urls"
