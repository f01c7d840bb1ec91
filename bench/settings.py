"""The settings of `make serve`, with constant pages added to its URLs."""

from config.settings import *

ROOT_URLCONF = "bench.urls"
