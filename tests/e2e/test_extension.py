"""A stranger follows docs/extending.md in a copy of the project and finds what it promises."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = shutil.ignore_patterns("node_modules", "__pycache__", "var", ".*")
STEP = re.compile(
    r"(?P<where>New file|[Ii]n) `(?P<path>[^`]+)`"
    r"(?:, (?P<side>after|before) `(?P<anchor>[^`]+)`|, at the (?P<end>end))?:\n\n"
    r"```python\n(?P<code>.*?)```",
    re.DOTALL,
)
WITH_THEM = (
    "tests/unit/register",
    "tests/unit/reporting/test_worked_examples.py",
    "tests/unit/vocabulary/test_items.py",
    "tests/unit/vocabulary/test_facts.py",
)


@dataclass(frozen=True)
class Extended:
    """The copy, the files that the page changed or added, and what a user then sees."""

    tree: Path
    changed: list[str]
    added: list[str]
    seen: dict[str, Any]


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Extended:
    tree = tmp_path_factory.mktemp("extended")
    for name in ("services", "shared", "deploy", "tests", "docs"):
        shutil.copytree(ROOT / name, tree / name, ignore=LEFT_BEHIND)
    shutil.copy(ROOT / "pyproject.toml", tree)
    steps = list(STEP.finditer((tree / "docs" / "extending.md").read_text(encoding="utf-8")))
    added = [step["path"] for step in steps if not (tree / step["path"]).exists()]
    for step in steps:
        apply(tree, step)
    changed = sorted({step["path"] for step in steps} - set(added))
    folder = tmp_path_factory.mktemp("data")
    seen: dict[str, Any] = json.loads(run(tree, "-m", "tests.e2e.extension", str(folder)))
    return Extended(tree, changed, added, seen)


def apply(tree: Path, step: re.Match[str]) -> None:
    """One fenced piece of code, put where the line before it says."""
    path = tree / step["path"]
    if step["where"] == "New file":
        assert not path.exists(), f"{step['path']} is there already"
        path.write_text(step["code"], encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if step["end"]:
        path.write_text(text + step["code"], encoding="utf-8")
        return
    line = f"{step['anchor']}\n"
    assert text.count(line) == 1, f"{step['path']} has not one line {step['anchor']}"
    both = line + step["code"] if step["side"] == "after" else step["code"] + line
    path.write_text(text.replace(line, both), encoding="utf-8")


def run(tree: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_each_addition_costs_the_files_that_the_page_promises(extended: Extended) -> None:
    assert extended.changed == ["services/register/checks/caseload.py", "shared/vocabulary/items/caseload.py"]
    assert extended.added == [
        "services/reporting/kpis/unallocated_rate.py",
        "tests/unit/register/test_unallocated_cases.py",
        "services/reporting/exports/kpis_tsv.py",
    ]
    assert extended.seen["from"] == str(extended.tree)


def test_the_new_item_is_asked_from_its_month_on(extended: Extended) -> None:
    assert "unallocated_cases" in extended.seen["items"]
    assert "unallocated_cases" not in extended.seen["items_before"]
    assert extended.seen["documents"] == ["register", "reporting"]


def test_the_new_item_is_taken_kept_and_told(extended: Extended) -> None:
    assert extended.seen["statuses"] == [201, 200]
    assert extended.seen["read_back"]["unallocated_cases"] == 20
    assert {"item": "unallocated_cases", "value": "20"} in extended.seen["facts"]


def test_the_new_kpi_is_in_the_dictionary_and_in_figures(extended: Extended) -> None:
    assert "unallocated_rate" in extended.seen["kpis"]
    assert extended.seen["working"] == {"335": ["T0", "1.3", None]}
    assert extended.seen["live"]["335"] == ["T1", "1.3", None]


def test_the_new_kpi_is_in_every_file_of_a_release(extended: Extended) -> None:
    files = extended.seen["downloads"]
    csv_rows = [row.split(",") for row in files["kpis.csv"].splitlines() if "E08000030" in row]
    assert ["Cases that wait for a social worker (%)", "1.3"] in [row[10:12] for row in csv_rows]
    figures = json.loads(files["kpis.json"])["figures"]
    found = [f["value"] for f in figures if (f["kpi"], f["la_code"]) == ("unallocated_rate", "335")]
    assert found == ["1.3"]
    assert files["kpis.xlsx"].startswith("Walsall 1.3")


def test_the_new_format_is_written_with_a_release(extended: Extended) -> None:
    assert "kpis.tsv" in extended.seen["files"]
    assert "unallocated_rate\tWalsall\t1.3" in extended.seen["downloads"]["kpis.tsv"].splitlines()


def test_the_new_check_speaks_in_a_dry_run_and_in_the_dictionary(extended: Extended) -> None:
    assert extended.seen["warnings"] == ["W-UNALLOCATED"]
    assert "W-UNALLOCATED" in extended.seen["known_warnings"]


def test_what_the_page_adds_keeps_the_rules_of_the_house(extended: Extended) -> None:
    files = [*extended.changed, *extended.added]
    run(extended.tree, "-m", "ruff", "check", "--no-cache", *files)
    run(extended.tree, "-m", "ruff", "format", "--check", "--no-cache", *files)


def test_the_suites_own_tests_agree_with_the_additions(extended: Extended) -> None:
    """The worked example of the new KPI is among them: KPIs are tested by being there."""
    said = run(extended.tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", *WITH_THEM)
    assert " passed" in said
