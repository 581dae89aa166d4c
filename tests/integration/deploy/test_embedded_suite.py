"""`workforce run`: the suite in one process tree, started, asked, stopped and started again."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

START_SECONDS = 90
RUN = (sys.executable, "-m", "deploy.commands", "run")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Running:
    """A suite of its own on a free port."""

    def __init__(self, data: Path, port: int, *more: str) -> None:
        self.port = port
        self.output = data / "output.txt"
        with self.output.open("wb") as out:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "deploy.commands",
                    "run",
                    "--port",
                    str(port),
                    "--data",
                    str(data),
                    *more,
                ],
                stdout=out,
                stderr=out,
                env={k: v for k, v in os.environ.items() if not k.startswith("WORKFORCE_")},
                start_new_session=True,
            )

    def until_serving(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while "The suite is at" not in self.output.read_text():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < deadline, self.output.read_text()
            time.sleep(0.1)

    def get(self, path: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, json.loads(body) if "json" in (answer.headers["Content-Type"] or "") else body

    def interrupt(self) -> int:
        """Ctrl-C: every process of the terminal gets it."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(20)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    suite = Running(tmp_path_factory.mktemp("suite"), free_port(), "--no-demo")
    try:
        suite.until_serving()
        yield suite
    finally:
        if suite.process.poll() is None:
            os.killpg(suite.process.pid, signal.SIGKILL)
            suite.process.wait()


@pytest.mark.slow
def test_all_three_services_and_the_front_page_answer_at_one_address(running: Running) -> None:
    for service in ("rates", "register", "reporting"):
        status, body = running.get(f"/{service}/health/ready")
        assert (status, body["status"]) == (200, "ready")
    status, page = running.get("/")
    assert status == 200
    assert 'href="/register"' in page
    assert running.get("/nothing-here")[0] == 404
    status, keys = running.get("/identity/jwks")
    assert status == 200
    assert "d" not in keys["keys"][0]


@pytest.mark.slow
def test_a_region_without_a_demonstration_is_told_so(running: Running, tmp_path: Path) -> None:
    region = json.loads((Path(__file__).resolve().parents[3] / "deploy/seed/west_midlands.json").read_text())
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**region, "demonstration": False, "region_id": "other"}))
    done = subprocess.run(
        [sys.executable, "-m", "deploy.commands", "demo", "--url", f"http://127.0.0.1:{running.port}"],
        env={**os.environ, "WORKFORCE_REGION_FILE": str(other)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("workforce: there is no demonstration of the region other")


@pytest.mark.slow
def test_a_busy_port_is_named_with_a_way_out_and_ctrl_c_leaves_nothing(
    running: Running, tmp_path: Path
) -> None:
    data = tmp_path / "second"
    data.mkdir()
    second = Running(data, running.port, "--no-demo")
    assert second.process.wait(START_SECONDS) == 1
    told = second.output.read_text()
    assert f"port {running.port} is in use" in told
    assert "--port" in told

    assert running.interrupt() == 0
    assert "Traceback" not in running.output.read_text()
    assert "Traceback" not in (running.output.parent / "suite.log").read_text()
    with pytest.raises(ConnectionRefusedError):
        running.get("/")
