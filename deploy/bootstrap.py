"""Make .venv from the hash-locked requirements. Runs on a bare, even an old, Python; `make` calls it."""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDED = (3, 11)


def fail(message: str) -> NoReturn:
    sys.stderr.write("\n" + message + "\n")
    sys.exit(1)


def check_python() -> None:
    """Refuse, saying what is missing, a Python that is too old or cannot make a virtual environment."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info < NEEDED:
        fail(f"Python 3.11 or later is needed, not {version}. Name another: make PYTHON=python3.12 run")
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        fail(
            "This Python cannot make a virtual environment: its venv package is missing.\n"
            f"On Debian or Ubuntu install it with: apt-get install python{version}-venv"
        )


def digest(kind: str) -> str:
    """What an environment is made from: the lock, the project's metadata and this Python."""
    total = hashlib.sha256(sys.version.encode())
    for source in (ROOT / "requirements" / f"{kind}.txt", ROOT / "pyproject.toml"):
        total.update(source.read_bytes())
    return total.hexdigest()


def is_made(kind: str) -> bool:
    """The developer's environment also serves those who only run the suite."""
    for name in ("dev", kind):
        stamp = VENV / f"made-{name}"
        if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest(name):
            return True
    return False


def run(*command: str) -> None:
    if subprocess.call(command, cwd=str(ROOT)) != 0:
        fail("Setting up failed at: " + " ".join(command) + "\nMend what it says above and run make again.")


def make(kind: str) -> None:
    print(f"Setting up .venv from requirements/{kind}.txt (only when that file has changed) ...", flush=True)
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", str(VENV))
    python = str(PYTHON)
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    run(*pip, "-r", "requirements/installer.txt")
    install = (python, "-m", "uv", "pip", "install", "--quiet", "--python", python)
    run(*install, "--require-hashes", "-r", f"requirements/{kind}.txt")
    run(*install, "--no-deps", "--no-build-isolation", "--editable", ".")
    (VENV / f"made-{kind}").write_text(digest(kind))


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    if not is_made(wanted):
        check_python()
        make(wanted)
