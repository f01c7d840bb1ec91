"""`python -m bench.inside NAME ARGUMENTS...`: run main() of bench/NAME.py in a community.

Its result, unless None, is printed as JSON. The environment determines the community. The process that measures starts
this one, and has no database connection itself.
"""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    if (result := import_module(f"bench.{sys.argv[1]}").main(*sys.argv[2:])) is not None:
        print(json.dumps(result))
