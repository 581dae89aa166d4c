"""README's tour: its commands and what they print. `python -m tests.e2e.tour URL DATA` writes it anew."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"<!-- tour -->\n```console\n(.*?)```", re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"
SETTLE_SECONDS = 3
"""A reader takes longer than this between two commands; events take less."""


@dataclass(frozen=True)
class Step:
    command: str
    printed: str


def steps(readme: str) -> list[Step]:
    found = []
    for block in BLOCK.findall(readme):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append(Step(command, printed))
    return found


def run(step: Step, url: str, data: str, env: Mapping[str, str]) -> str:
    """What the command prints against a suite at another address, in the words of the README's."""
    command = step.command.replace(ADDRESS, url).replace(
        ".venv/bin/workforce", f"{sys.executable} -m deploy.commands"
    )
    command = re.sub(r"\bvar/", f"{data}/", command)
    settings = {**env, "WORKFORCE_URL": url, "WORKFORCE_DATA": data}
    time.sleep(SETTLE_SECONDS if "figures" in command else 0)
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=settings, capture_output=True, text=True, check=False
    )
    printed = done.stdout + done.stderr
    return printed if printed.endswith("\n") or not printed else printed + "\n"


def written_anew(readme: str, url: str, data: str, env: Mapping[str, str]) -> str:
    def block(found: re.Match[str]) -> str:
        lines = [f"$ {step.command}\n{run(step, url, data, env)}" for step in steps(found.group(0))]
        return f"<!-- tour -->\n```console\n{''.join(lines)}```"

    return BLOCK.sub(block, readme)


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(written_anew(text, sys.argv[1], sys.argv[2], os.environ), encoding="utf-8")
