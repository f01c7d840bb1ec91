"""`python -m bench.inside NAME ARGUMENTS...`: run bench/NAME.py's main() inside a community; its answer, if
there is one, is printed as JSON.

The community is the one of the environment. Whoever measures starts this, and holds no database of its own.
"""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    if (answer := import_module(f"bench.{sys.argv[1]}").main(*sys.argv[2:])) is not None:
        print(json.dumps(answer))
