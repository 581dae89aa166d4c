"""`make` on a machine whose Python will not do says what is missing and how to get it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).resolve().parents[3] / "deploy" / "bootstrap.py"
RUN = (
    "import runpy, sys; {spoil}; sys.argv = ['bootstrap.py', 'run']; "
    "runpy.run_path({path!r}, run_name='__main__')"
)


@pytest.fixture
def bootstrap(tmp_path: Path) -> Path:
    """A project folder with nothing set up yet."""
    (tmp_path / "deploy").mkdir()
    (tmp_path / "requirements").mkdir()
    shutil.copy(BOOTSTRAP, tmp_path / "deploy")
    for name in ("requirements/run.txt", "requirements/dev.txt", "pyproject.toml"):
        (tmp_path / name).write_text("")
    return tmp_path / "deploy" / "bootstrap.py"


def started(bootstrap: Path, spoil: str) -> subprocess.CompletedProcess[str]:
    script = RUN.format(spoil=spoil, path=str(bootstrap))
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_a_python_without_its_venv_package_is_told_the_packages_name(bootstrap: Path) -> None:
    done = started(bootstrap, "sys.modules['ensurepip'] = None")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.returncode == 1
    assert f"apt-get install python{version}-venv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (bootstrap.parents[1] / ".venv").exists()


def test_an_old_python_is_told_which_one_is_needed(bootstrap: Path) -> None:
    done = started(bootstrap, "sys.version_info = (3, 9, 2)")
    assert done.returncode == 1
    assert "Python 3.11 or later is needed, not 3.9" in done.stderr
