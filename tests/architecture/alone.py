"""Import one service where only `shared` and its own extra exist.

Run as: alone.py SERVICE, in a folder that holds just those.
"""

import importlib
import importlib.metadata as metadata
import sys
import tomllib
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from packaging.requirements import Requirement


def closure(requirements: list[str]) -> set[str]:
    """Normalised names of every distribution that these requirements bring."""
    found: set[str] = set()
    waiting = [(Requirement(text), frozenset[str]()) for text in requirements]
    while waiting:
        requirement, extras = waiting.pop()
        if requirement.marker and not any(requirement.marker.evaluate({"extra": e}) for e in extras | {""}):
            continue
        name = requirement.name.lower().replace("_", "-")
        key = f"{name}[{','.join(sorted(requirement.extras))}]"
        if key in found:
            continue
        found |= {name, key}
        for text in metadata.requires(name) or []:
            waiting.append((Requirement(text), frozenset(requirement.extras)))
    return found


class Fence:
    """Refuses modules of any distribution that is not in the service's extra."""

    def __init__(self, allowed: set[str]) -> None:
        self.owners = metadata.packages_distributions()
        self.allowed = allowed

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        owners = {owner.lower().replace("_", "-") for owner in self.owners.get(name.split(".")[0], [])}
        if owners and not owners & self.allowed and name.split(".")[0] not in ("services", "shared"):
            raise ModuleNotFoundError(
                f"{name} is not in the extra (it belongs to {', '.join(sorted(owners))})", name=name
            )
        return None


if __name__ == "__main__":
    service = sys.argv[1]
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"][service]
    sys.path.insert(0, str(Path.cwd()))
    sys.meta_path.insert(0, Fence(closure(wanted)))  # type: ignore[arg-type]
    app = importlib.import_module(f"services.{service}.app")
    loaded = {
        name.split(".")[1] for name in sys.modules if name.startswith("services.") and name.count(".") >= 1
    }
    assert loaded == {service}, loaded
    assert str(Path(app.__file__ or "")).startswith(str(Path.cwd())), app.__file__
    print("alone")
