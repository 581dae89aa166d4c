"""Every route of every service has a row in its access table, and every row a route."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SEEDS = {
    "rates": '    "POST /rates/v1/checks": OPEN,\n',
    "register": '    "GET /register/v1/windows": OPEN,\n',
    "reporting": '    "GET /reporting/v1/kpis": OPEN,\n',
}


@pytest.mark.parametrize("service", SEEDS)
def test_access_table_and_route_map_are_equal(service: str) -> None:
    assert differences(HERE.parents[1], service) == ([], [])


@pytest.mark.parametrize(("service", "row"), SEEDS.items())
def test_a_route_whose_row_is_missing_is_found(service: str, row: str, tree: Path) -> None:
    access = tree / "services" / service / "access.py"
    text = access.read_text(encoding="utf-8")
    assert row in text
    route = row.split('"')[1]
    access.write_text(text.replace(row, row.replace("/v1/", "/v0/")), encoding="utf-8")
    try:
        assert differences(tree, service) == ([route], [route.replace("/v1/", "/v0/")])
    finally:
        access.write_text(text, encoding="utf-8")


def differences(tree: Path, service: str) -> tuple[list[str], list[str]]:
    """(routes without a row, rows without a route)."""
    command = [sys.executable, str(HERE / "routes.py"), service]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    routes, rows = json.loads(done.stdout)
    return routes, rows
