"""Start a WSGI application under gunicorn, load it with wrk, and take ratios pair by pair."""

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SECONDS = int(os.environ.get("BENCH_SECONDS", "4"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
WORKERS = 2
CONNECTIONS = 8


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(application: str, environment: Mapping[str, str], ready: str) -> Iterator[str]:
    """The base URL of `application` (module:callable) under gunicorn, 2 sync workers, while in the block."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--workers", str(WORKERS), "--worker-class", "sync"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error", application]
    # what the product logs goes to a file, as a container's does to its log driver
    with tempfile.TemporaryFile() as log:
        env = {**os.environ, **environment}
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}{ready}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Until every worker has answered something, whatever it was: the socket is open long before that."""
    until = time.monotonic() + 120
    answers = 0
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/")
            connection.getresponse().read()
            answers += 1
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
        if answers >= 10 * WORKERS:
            return
    raise SystemExit("the server to be measured did not start")


def requests_a_second(url: str, script: Path, seconds: int = SECONDS) -> float:
    """What wrk counted over 8 connections; any answer that is not a 2xx ends the benchmark."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed to make the load: apt-get install wrk")
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script), url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        raise SystemExit(f"the product refused some of the load, so there is nothing to measure:\n{out}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", out)
    assert found, out
    return float(found.group(1))


def ratios(product: Callable[[], float], reference: Callable[[], float], rounds: int = ROUNDS) -> list[float]:
    """product / reference, taken in turn (P R P R ...) after one round that is not counted."""
    pairs = [(product(), reference()) for _ in range(rounds + 1)][1:]
    return [p / r for p, r in pairs]


def report(name: str, values: list[float], aim: str) -> None:
    low, high = min(values), max(values)
    print(f"{name:58} {statistics.median(values):6.2f}   ({low:.2f} to {high:.2f})   aim {aim}", flush=True)
