"""Each image holds one service and `shared`: it imports from its own extra with no sibling there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("service", ["rates", "register", "reporting"])
def test_a_service_imports_with_its_own_extra_and_no_sibling(service: str, tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    shutil.copy(ROOT / "services" / "__init__.py", tmp_path / "services")
    ignore = shutil.ignore_patterns("node_modules", "__pycache__")
    shutil.copytree(ROOT / "services" / service, tmp_path / "services" / service, ignore=ignore)
    shutil.copytree(ROOT / "shared", tmp_path / "shared", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("alone.py")), service],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "alone", done.stderr[-2000:]
