"""Who may import whom: the contracts hold, and each one notices a breach of its own."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
NAMES = {contract["name"]: contract["id"] for contract in CONTRACTS}
PURE = next(contract for contract in CONTRACTS if contract["id"] == "pure")
TRANSLATE = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_logo=True))"
SEEDS = [
    ("services/rates/pages/__init__.py", "import deploy", {"levels"}),
    ("shared/ui/words.py", "import services", {"levels"}),
    ("deploy/progress.py", "import tests", {"tests"}),
    ("services/rates/pages/__init__.py", "from services.register import models", {"services"}),
    ("services/register/app.py", "import services.reporting.kpis", {"services", "pandas"}),
    ("services/register/app.py", "import requests", {"clients"}),
    ("services/rates/deliveries.py", "import http.client", {"clients"}),
    ("shared/runtime/logs.py", "from shared.vocabulary import roles", {"shared"}),
    ("shared/vocabulary/roles.py", "from shared.runtime import crash", {"shared", "pure"}),
    ("shared/errors.py", "from shared.vocabulary import roles", {"shared"}),
    ("services/register/models.py", "from services.register.actions import instruction", {"rooms"}),
    ("services/reporting/routes.py", "from services.reporting import pages", {"rooms"}),
    ("services/reporting/kpis/gap.py", "from services.reporting import archive", {"rooms"}),
    ("services/rates/attic.py", "", {"rooms"}),
    ("services/rates/rules/dating.py", "import sqlalchemy", {"pure"}),
    ("services/rates/rules/dating.py", "import flask", {"pure", "actions"}),
    ("services/rates/actions/feed.py", "import flask", {"actions"}),
    ("services/register/models.py", "from marshmallow import fields", {"actions"}),
    ("services/register/app.py", "import pandas", {"pandas"}),
    ("shared/runtime/metrics.py", "import numpy", {"pandas"}),
]


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    assert broken(tree) == (set(), "")


@pytest.mark.parametrize(("name", "line", "expected"), SEEDS)
def test_a_breach_breaks_its_contract_and_no_other(
    tree: Path, name: str, line: str, expected: set[str]
) -> None:
    with seeded(tree, {name: line}):
        assert broken(tree)[0] == expected


def test_every_contract_has_a_breach_of_its_own_that_it_notices() -> None:
    alone = {next(iter(expected)) for _, _, expected in SEEDS if len(expected) == 1}
    assert alone == set(NAMES.values())


def test_every_leaf_is_watched_for_every_framework(tree: Path) -> None:
    """One breach in each module that only computes; all are told apart in one run."""
    leaves, forbidden = PURE["source_modules"], PURE["forbidden_modules"]
    lines = "\n".join(f"import {module}" for module in forbidden)
    with seeded(tree, {_file_of(tree, leaf): lines for leaf in leaves}):
        told = broken(tree)[1]
    missed = [(leaf, module) for leaf in leaves for module in forbidden if not _is_told(told, leaf, module)]
    assert missed == []


@contextmanager
def seeded(tree: Path, lines: dict[str, str]) -> Iterator[None]:
    """The lines stand at the end of their files, or in new ones, for as long as this lasts."""
    before = {name: _text(tree / name) for name in lines}
    for name, line in lines.items():
        (tree / name).write_text(f"{before[name] or ''}\n{line}\n", encoding="utf-8")
    try:
        yield
    finally:
        for name, text in before.items():
            (tree / name).unlink() if text is None else (tree / name).write_text(text, encoding="utf-8")


def broken(tree: Path) -> tuple[set[str], str]:
    """(ids of broken contracts, what was said of them)."""
    done = subprocess.run(
        [sys.executable, "-c", TRANSLATE],
        cwd=tree,
        env=os.environ | {"COLUMNS": "400", "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.strip() for line in done.stdout.splitlines()]
    verdicts = {name: line for line in lines for name in NAMES if line.startswith(f"{name} ")}
    assert verdicts.keys() == NAMES.keys(), done.stdout + done.stderr
    found = {NAMES[name] for name, line in verdicts.items() if line.removeprefix(name).split()[0] == "BROKEN"}
    assert done.returncode == (1 if found else 0)
    return found, done.stdout.partition("Broken contracts")[2]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _file_of(tree: Path, module: str) -> str:
    path = module.replace(".", "/")
    return f"{path}/__init__.py" if (tree / path).is_dir() else f"{path}.py"


def _is_told(told: str, leaf: str, module: str) -> bool:
    return f"{leaf} -> {module}" in told
