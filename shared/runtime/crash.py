"""Dying on purpose at a named step, for fault tests; settings refuse it in production."""

import os


def crash_at(point: str, configured: str) -> None:
    """Leave as kill -9 would, cleaning nothing up, when WORKFORCE_CRASH_POINT names this step."""
    if configured and point == configured:
        os._exit(137)
