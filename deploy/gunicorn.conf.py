# ruff: noqa: N999, ARG001 (gunicorn looks for this name, and calls these functions with these arguments)
"""Gunicorn for one service: gunicorn -c deploy/gunicorn.conf.py "services.rates.app:create_app()"."""

import os
from pathlib import Path
from typing import Any

from prometheus_client import multiprocess

bind = os.environ.get("WORKFORCE_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WORKFORCE_THREADS", "4"))
# threads, not an event loop: kafka-python and the database drivers block
worker_class = "gthread"
graceful_timeout = 10
timeout = 30
keepalive = 15
limit_request_line = 4094
limit_request_fields = 60
loglevel = "warning"
errorlog = "-"
# the services write one line a request themselves
accesslog = None
control_socket_disable = True
# a heartbeat on a disk that is busy would look like a hanging worker
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

METRICS = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")


def on_starting(server: object) -> None:
    """Counts of an earlier life would be added to this one's."""
    if METRICS:
        Path(METRICS).mkdir(parents=True, exist_ok=True)
        for left_over in Path(METRICS).glob("*.db"):
            left_over.unlink()


def child_exit(server: object, worker: Any) -> None:
    if METRICS:
        multiprocess.mark_process_dead(worker.pid)
