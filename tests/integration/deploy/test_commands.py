"""The command line: help with an example, plain refusals, no traceback."""

import json
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from deploy.accounts import key_set
from deploy.commands import build_parser, main
from shared.runtime.config import Settings

NOWHERE = "http://127.0.0.1:9"


def names() -> list[str]:
    actions = build_parser()._subparsers._group_actions  # type: ignore[union-attr]
    return [name for action in actions if isinstance(action.choices, dict) for name in action.choices]


@pytest.mark.parametrize("name", names())
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"], {})
    assert ended.value.code == 0
    assert f"Example: workforce {name}" in " ".join(capsys.readouterr().out.split())


def test_a_token_is_that_of_the_account_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    env = {"WORKFORCE_DATA": str(tmp_path)}
    assert main(["token", "--role", "hr_submitter", "--la-code", "335"], env) == 0
    keys = KeySet.import_key_set(key_set(Settings.from_env("register", env)))  # type: ignore[arg-type]
    claims = jwt.decode(capsys.readouterr().out.strip(), keys, algorithms=["ES256"]).claims
    assert (claims["sub"], claims["role"], claims["tenant"]) == ("hr_submitter.335", "hr_submitter", "335")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["token", "--role", "hr_submitter"], "--la-code"),
        (["token", "--role", "hr_submitter", "--la-code", "999"], "--la-code"),
        (["token", "--role", "agency"], "--agency"),
        (["token", "--role", "workstream", "--la-code", "335"], "no authority"),
        (["release", "2025-Q2", "--url", NOWHERE], "2026-27-Q3"),
        (["release", "2025-26-Q2", "--url", NOWHERE], "does not answer"),
        (["check", "--la-code", "335", "--core-job-type", "SW", "--rate", "x", "--url", NOWHERE], "36.50"),
        (["check", "--la-code", "335", "--core-job-type", "SW", "--rate", "36", "--url", "ftp:"], "--url"),
        (["submit", "/nowhere.json", "--url", NOWHERE], "/nowhere.json"),
        (["consume", "--service", "rates", "--once"], "consumes no events"),
    ],
)
def test_a_failure_is_one_line_and_a_status(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(arguments, {"WORKFORCE_DATA": str(tmp_path)}) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("workforce: ")
    assert shown.count("\n") == 1
    assert told in shown


def test_production_is_given_no_demonstration_account(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    env = {
        "WORKFORCE_ENVIRONMENT": "production",
        "WORKFORCE_SECRET": "x" * 40,
        "WORKFORCE_ISSUER": "https://identity.example.org",
        "WORKFORCE_COURIER": "kafka",
        "WORKFORCE_REGISTER_DATABASE_URL": "postgresql+psycopg://register@127.0.0.1/register",
    }
    assert main(["token", "--role", "regional_admin"], env) == 1
    assert "production" in capsys.readouterr().err
    assert main(["identity", "--port", "9"], env) == 1
    assert main(["run", "--data", str(tmp_path)], env) == 1


def test_tables_are_made_once_and_then_current(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["migrate", "--service", "register", "--data", str(tmp_path / "new")], {}) == 0
    assert main(["migrate", "--service", "register", "--check", "--data", str(tmp_path / "new")], {}) == 0
    assert capsys.readouterr().out.count("the tables are the newest") == 2


def test_another_regions_data_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["migrate", "--service", "rates", "--data", str(tmp_path)], {}) == 0
    other = tmp_path / "region.json"
    authority = {"la_code": "301", "la_ons_code": "E09000002", "name": "One", "ees_name": "One"}
    region = {"region_id": "other", "region_code": "E12000007", "name": "Other", "country_code": "E92000001"}
    other.write_text(
        json.dumps({**region, "country_name": "England", "demonstration": False, "authorities": [authority]})
    )
    env = {"WORKFORCE_REGION_FILE": str(other)}
    assert main(["migrate", "--service", "rates", "--data", str(tmp_path)], env) == 1
    assert "west-midlands-demonstration" in capsys.readouterr().err


def test_nothing_waits_in_a_new_suite(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for service in ("register", "reporting"):
        assert main(["migrate", "--service", service, "--data", str(tmp_path)], {}) == 0
    env = {"WORKFORCE_DATA": str(tmp_path)}
    capsys.readouterr()
    assert main(["relay", "--service", "register", "--once"], env) == 0
    assert main(["replay", "--service", "register"], env) == 0
    assert main(["consume", "--service", "reporting", "--once"], env) == 0
    assert main(["parked", "list", "--service", "reporting"], env) == 0
    assert main(["parked", "retry", "7", "--service", "reporting"], env) == 1
    told = capsys.readouterr()
    assert "0 events sent" in told.out
    assert "0 parked" in told.out
    assert "nothing is parked at 7" in told.err
