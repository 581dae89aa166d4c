"""deploy/servers.sh where nothing runs: it says what is missing and changes nothing."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "deploy" / "servers.sh"


def servers(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", str(SCRIPT), *arguments], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("arguments", [["start", "--nonsense"], ["dance"]])
def test_what_it_does_not_know_is_refused_with_its_usage(arguments: list[str]) -> None:
    done = servers(*arguments)
    assert done.returncode == 1
    assert "usage: deploy/servers.sh" in done.stderr
    assert arguments[-1] in done.stderr


def test_kafka_without_its_jars_says_how_to_get_them(tmp_path: Path) -> None:
    done = servers("start", "kafka", "--data", str(tmp_path / "data"), "--kafka-lib", str(tmp_path / "lib"))
    assert done.returncode == 1
    assert "deploy/servers.sh install kafka" in done.stderr
    assert not (tmp_path / "data" / "kafka.pid").exists()


def test_a_kafka_that_never_ran_is_not_running_and_stopping_it_is_fine(tmp_path: Path) -> None:
    assert servers("status", "kafka", "--data", str(tmp_path)).returncode == 1
    stopped = servers("stop", "kafka", "--data", str(tmp_path))
    assert (stopped.returncode, stopped.stdout) == (0, "Kafka is not running\n")


def test_a_stale_pid_file_never_stops_another_program(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        (tmp_path / "kafka.pid").write_text(str(other.pid))
        assert servers("stop", "kafka", "--data", str(tmp_path)).stdout == "Kafka is not running\n"
        assert other.poll() is None
        other.kill()


def test_addresses_of_servers_that_never_ran_are_refused(tmp_path: Path) -> None:
    done = servers("urls", "kafka", "--data", str(tmp_path))
    assert done.returncode == 1
    assert "never been started" in done.stderr
