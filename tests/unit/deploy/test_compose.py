"""docker-compose.yml starts what the code has, with settings it knows, nothing unpinned or exposed."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.commands import build_parser
from shared.vocabulary.events import EVENTS

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PARTS: dict[str, Any] = COMPOSE["services"]
SERVICES = ("rates", "register", "reporting")
OURS = {name: part for name, part in PARTS.items() if str(part.get("image", "")).startswith("workforce/")}


def known_settings() -> set[str]:
    """Names that the settings and the start-up code read; a service's name stands in for <SERVICE>."""
    source = "".join(
        (ROOT / path).read_text(encoding="utf-8")
        for path in ("shared/runtime/config.py", "deploy/gunicorn.conf.py", "deploy/tokens.py")
    )
    plain = set(re.findall(r"WORKFORCE_[A-Z_]+[A-Z]", source))
    databases = {f"WORKFORCE_{service.upper()}_DATABASE_URL" for service in SERVICES}
    return plain | databases | {f"{name}_FILE" for name in databases | {"WORKFORCE_SECRET"}}


def workforce_commands() -> Iterator[tuple[str, list[str]]]:
    for name, part in OURS.items():
        if "command" in part:
            assert part["command"][:3] == ["python", "-m", "deploy.commands"], name
            yield name, part["command"][3:]


def test_everything_the_suite_needs_is_started() -> None:
    wanted = {"postgres", "kafka", "identity", "proxy", "relay-rates", "relay-register", "consumer-reporting"}
    assert wanted | set(SERVICES) <= set(PARTS)


def test_every_service_that_consumes_events_has_a_consumer() -> None:
    consuming = {name for name in SERVICES if (ROOT / "services" / name / "consumers.py").exists()}
    assert {name.removeprefix("consumer-") for name in PARTS if name.startswith("consumer-")} == consuming


def test_every_service_that_publishes_events_has_a_relay() -> None:
    publishing = {type_.partition(".")[0] for type_ in EVENTS}
    assert {name.removeprefix("relay-") for name in PARTS if name.startswith("relay-")} == publishing


def test_outside_images_are_pinned_to_an_exact_version() -> None:
    outside = {part["image"] for part in PARTS.values() if not part["image"].startswith("workforce/")}
    assert len(outside) == 3
    for image in outside:
        assert re.fullmatch(r"[a-z/]+:[0-9]+\.[0-9]+(\.[0-9]+)?(-[a-z]+)?", image), image


@pytest.mark.parametrize(("name", "arguments"), list(workforce_commands()))
def test_every_command_is_one_that_workforce_has(name: str, arguments: list[str]) -> None:
    chosen = build_parser().parse_args(arguments)
    assert callable(chosen.command)
    service = getattr(chosen, "service", None)
    assert service is None or PARTS[name]["image"] == f"workforce/{service}"


@pytest.mark.parametrize("name", OURS)
def test_every_setting_is_one_that_the_code_reads(name: str) -> None:
    assert set(OURS[name]["environment"]) <= known_settings()


@pytest.mark.parametrize("name", OURS)
def test_a_process_sees_the_secrets_of_its_own_service_only(name: str) -> None:
    service = OURS[name]["image"].removeprefix("workforce/")
    assert set(OURS[name]["secrets"]) == {"suite_secret", f"{service}_database_url"}
    files = [value for key, value in OURS[name]["environment"].items() if key.endswith("_FILE")]
    assert {value.removeprefix("/run/secrets/") for value in files} == set(OURS[name]["secrets"])


@pytest.mark.parametrize("name", OURS)
def test_our_processes_run_without_privileges_on_a_read_only_disk(name: str) -> None:
    part = OURS[name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]


def test_the_script_makes_every_secret_once(tmp_path: Path) -> None:
    script = tmp_path / "deploy" / "compose" / "secrets.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "compose" / "secrets.sh", script)
    subprocess.run(["bash", str(script)], check=True, capture_output=True)
    made = {path.name: path.read_text(encoding="utf-8") for path in script.parents[1].glob("secrets/*")}
    assert set(made) == set(COMPOSE["secrets"])
    assert COMPOSE["secrets"] == {name: {"file": f"deploy/secrets/{name}"} for name in made}
    assert len(set(made.values())) == len(made)
    assert made["rates_database_url"].startswith("postgresql+psycopg://rates:")
    again = subprocess.run(["bash", str(script)], check=True, capture_output=True, text=True)
    assert again.stdout == ""


def test_only_the_proxy_listens_on_this_machine_and_on_loopback_alone() -> None:
    ports = {name: part["ports"] for name, part in PARTS.items() if "ports" in part}
    assert ports == {"proxy": ["127.0.0.1:8080:8080"]}


def test_what_is_waited_for_is_there_and_can_be_waited_for() -> None:
    for name, part in PARTS.items():
        needed = part.get("depends_on", {})
        assert set(needed) <= set(PARTS), name
        for other, how in needed.items() if isinstance(needed, dict) else ():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in PARTS[other]
            if how["condition"] == "service_completed_successfully":
                assert PARTS[other]["restart"] == "no"


def test_the_proxy_sends_each_prefix_to_its_service_and_no_metrics_out() -> None:
    proxy = (ROOT / "deploy" / "compose" / "nginx.conf").read_text(encoding="utf-8")
    for name in (*SERVICES, "identity"):
        assert f"location /{name} {{ proxy_pass http://{name}:8000; }}" in proxy
    assert "/metrics$ { return 404; }" in proxy


def test_an_image_copies_one_service_and_runs_as_nobody_special() -> None:
    lines = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [line for line in lines if line.startswith("COPY services")]
    assert copied == [
        "COPY services/__init__.py services/__init__.py",
        "COPY services/${SERVICE}/ services/${SERVICE}/",
    ]
    assert "USER suite" in lines
    assert all(
        re.fullmatch(r"FROM python:\$\{PYTHON\}( AS [a-z]+)?", line) for line in lines if line[:4] == "FROM"
    )
