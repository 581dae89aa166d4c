"""`make bench`: every ratio, product and baseline in turn; docs/performance.md explains them."""

import sys

from tests.bench import batches, catch_up, checks, returns

PARTS = {"checks": checks.main, "returns": returns.main, "catch-up": catch_up.main, "batches": batches.main}

if __name__ == "__main__":
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()
