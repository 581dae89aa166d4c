"""README's five-minute tour works by copy and paste, and its output is the real one."""

import os

import pytest

from tests.e2e.conftest import Suite
from tests.e2e.tour import README, run, steps

pytestmark = pytest.mark.xdist_group("demonstration")


def test_every_command_of_the_tour_prints_what_the_readme_says(demonstration: Suite) -> None:
    found = steps(README.read_text(encoding="utf-8"))
    assert len(found) >= 10
    for step in found:
        printed = run(step, demonstration.urls["rates"], str(demonstration.data), os.environ)
        assert printed == step.printed, step.command
