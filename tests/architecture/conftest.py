"""A copy of the tree, in which a breach can be seeded without touching the real one."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = shutil.ignore_patterns("node_modules", "__pycache__", "static")


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """services, shared, deploy and pyproject.toml as they are now; whoever changes a file puts it back."""
    folder = tmp_path_factory.mktemp("tree")
    for name in ("services", "shared", "deploy"):
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_BEHIND)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder
